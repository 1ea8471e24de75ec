"""What a route may refuse of its own: beside what every route may, which is derived.

A route says it below its path::

    @router.get("/orders/{order_id}", summary="Get one order")
    @refuses("order_not_found")
    def get_order(...)

The API description takes status, title and action from the error class of that code.
"""

from collections.abc import Callable
from typing import Any, TypeVar

_Handler = TypeVar("_Handler", bound=Callable[..., Any])


def refuses(*codes: str) -> Callable[[_Handler], _Handler]:
    """Say the codes with which a handler refuses, for the API description."""

    def said(handler: _Handler) -> _Handler:
        handler.refusals = codes  # type: ignore[attr-defined] # read by the API description
        return handler

    return said


def refusals_of(handler: Callable[..., Any]) -> tuple[str, ...]:
    """Return the codes that ``refuses`` said of a handler."""
    codes: tuple[str, ...] = getattr(handler, "refusals", ())
    return codes
