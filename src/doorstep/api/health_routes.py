"""Whether the server is up and its database answers."""

from fastapi import APIRouter
from pydantic import BaseModel

from doorstep.plumbing.web import Anyone

router = APIRouter(tags=["Health"])


class HealthView(BaseModel):
    """The answer of a server that works."""

    status: str


@router.get("/healthz", summary="Whether the server works")
def get_health(kit: Anyone) -> HealthView:
    """Ask the database and say so."""
    kit.database.probe()
    return HealthView(status="ok")
