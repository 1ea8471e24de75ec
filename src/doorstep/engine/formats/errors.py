"""What is wrong with a file of another program."""

from collections.abc import Sequence


class FormatError(ValueError):
    """The text cannot be read as a problem.

    Parameters
    ----------
    findings
        One sentence for each thing wrong.
    """

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__(" ".join(findings))
        self.findings = tuple(findings)
