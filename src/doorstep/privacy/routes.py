"""HTTP: who looked at what is personal."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from doorstep.plumbing.fields import Instant
from doorstep.plumbing.looks import list_looks
from doorstep.plumbing.web import CompanyManager, View

router = APIRouter(tags=["Company"])
_MOST = 500


class LookView(View):
    """Somebody asked to see something, at least once in the hour from ``hour_at`` on."""

    actor: str
    kind: str
    subject_id: str
    hour_at: datetime


class LooksView(View):
    """Looks, those of the latest hour first."""

    items: list[LookView]


@router.get("/looks", summary="List who looked at what is personal")
def get_looks(
    caller: CompanyManager,
    *,
    subject_id: Annotated[
        str | None, Query(max_length=64, description="Of what: a shipment, stop, route, date ...")
    ] = None,
    actor: Annotated[str | None, Query(max_length=80, description="By whom.")] = None,
    before_at: Annotated[
        Instant | None, Query(description="In hours that began earlier, to go on.")
    ] = None,
) -> LooksView:
    """Return up to 500: who asked for an order, a proof, a plan or the drivers of a day."""
    with caller.read() as unit:
        found = list_looks(
            unit.session,
            subject_ids=None if subject_id is None else [subject_id],
            actor=actor,
            before_at=before_at,
            limit=_MOST,
        )
    return LooksView(items=[LookView.model_validate(one) for one in found])
