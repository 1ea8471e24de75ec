"""The addresses that are tried first fit none of the others, so the order changes nothing."""

from fastapi import APIRouter, FastAPI

from doorstep.api import openapi_document
from doorstep.dispatch.routes import router as dispatch_router
from doorstep.orders.routes import router as orders_router
from doorstep.tracking.routes import router as tracking_router

METHODS = {"get", "post", "put", "patch", "delete"}
Address = tuple[str, tuple[str, ...]]


def addresses(paths: dict[str, dict[str, object]]) -> set[Address]:
    return {
        (method, tuple(path.removeprefix("/api/v1").split("/")))
        for path, item in paths.items()
        for method in item.keys() & METHODS
    }


def of(router: APIRouter) -> set[Address]:
    app = FastAPI()
    app.include_router(router)
    return addresses(app.openapi()["paths"])


def both_fit(one: Address, other: Address) -> bool:
    """Tell whether some request fits two patterns."""
    (method, mine), (another, theirs) = one, other
    return (
        method == another
        and len(mine) == len(theirs)
        and all(a == b or "{" in a or "{" in b for a, b in zip(mine, theirs, strict=True))
    )


def test_no_request_fits_a_busy_address_and_another_one() -> None:
    busy = of(tracking_router) | of(dispatch_router) | of(orders_router)
    others = addresses(openapi_document()["paths"]) - busy
    assert len(busy) > 50
    assert [(one, other) for one in busy for other in others if both_fit(one, other)] == []
