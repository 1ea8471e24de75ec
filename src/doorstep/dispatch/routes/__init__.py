"""Release and recall, drivers' reports, proof and cash over HTTP."""

from fastapi import APIRouter

from doorstep.dispatch.routes import cash, driving

router = APIRouter()
for part in (driving, cash):
    router.include_router(part.router)
