"""Depots, vehicles and their types, drivers and holidays over HTTP."""

from fastapi import APIRouter

from doorstep.fleet.routes import crew, kinds

router = APIRouter()
for part in (crew, kinds):
    router.include_router(part.router)
