"""Whether the server is up and its database answers."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import literal, select

from doorstep.plumbing.web import Anyone

router = APIRouter(tags=["Health"])


class HealthView(BaseModel):
    """The answer of a server that works."""

    status: str


@router.get("/healthz", summary="Whether the server works")
def get_health(kit: Anyone) -> HealthView:
    """Ask the database for one and say so."""
    with kit.database.read(None) as session:
        session.execute(select(literal(1)))
    return HealthView(status="ok")
