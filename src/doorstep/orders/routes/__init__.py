"""Orders, shipments, parcels, files and labels over HTTP."""

from fastapi import APIRouter

from doorstep.orders.routes import changes, imports, intake, labels, parcels, shipments

router = APIRouter()
for part in (imports, intake, changes, shipments, parcels, labels):
    router.include_router(part.router)
