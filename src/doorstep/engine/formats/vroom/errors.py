"""What is wrong with a VROOM document, in VROOM's own shape."""

from collections.abc import Sequence
from typing import TypeAlias

from doorstep.engine.formats.errors import FormatError

INPUT_ERROR = 2
"""VROOM's code for everything wrong with what was given."""

ROUTING_ERROR = 3
"""VROOM's code for travel times that could not be had."""

Json: TypeAlias = dict[str, object]


class VroomError(FormatError):
    """The document cannot be solved.

    Parameters
    ----------
    code
        As VROOM answers it: 2 for the input, 3 for travel times.
    """

    def __init__(self, findings: Sequence[str], code: int = INPUT_ERROR) -> None:
        super().__init__(findings)
        self.code = code

    def to_json(self) -> Json:
        """Return the answer that VROOM gives to such a document."""
        return {"code": self.code, "error": str(self)}
