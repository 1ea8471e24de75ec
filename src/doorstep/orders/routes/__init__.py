"""Orders, shipments, parcels, files and labels over HTTP."""

from fastapi import APIRouter

from doorstep.orders.routes import (
    address_book,
    changes,
    imports,
    intake,
    labels,
    merchant,
    parcels,
    recurring,
    shipments,
)

router = APIRouter()
for part in (
    imports,
    intake,
    changes,
    shipments,
    parcels,
    labels,
    merchant,
    address_book,
    recurring,
):
    router.include_router(part.router)
