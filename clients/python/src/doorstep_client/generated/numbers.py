# Written by tools/python_client.py from the API description; do not edit.
"""Numbers: operations."""

from doorstep_client.generated.models import (
    NumbersView,
)
from doorstep_client.transport import Transport


class Numbers:
    """Numbers: reach it as ``doorstep.numbers``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def show_numbers(
        self,
        *,
        service_on: str,
    ) -> NumbersView:
        """The day's numbers and how they are made. Return the numbers of a service date,
        counted from the journal."""
        answer: NumbersView = self._transport.ask(
            "GET",
            "/numbers",
            query={"service_on": service_on},
        )
        return answer
