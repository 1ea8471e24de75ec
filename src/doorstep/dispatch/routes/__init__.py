"""Release and recall, drivers' reports, proof, cash and cards over HTTP."""

from fastapi import APIRouter

from doorstep.dispatch.routes import cash, driving, held, payments

router = APIRouter()
for part in (driving, held, cash, payments):
    router.include_router(part.router)
