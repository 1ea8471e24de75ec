"""Parcels over HTTP: where they are, and scans that move them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from doorstep import orders
from doorstep.orders.custody import Scan, ScanOutcome
from doorstep.orders.model import Holder, HolderKind
from doorstep.orders.routes.views import HolderView, ParcelView
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, DepotWorker, OrdersReader, StrictRoute, View

router = APIRouter(tags=["Parcels"], route_class=StrictRoute)


class HolderBody(Body):
    """With whom a parcel is: which depot, vehicle or locker, and where there."""

    kind: Annotated[HolderKind, Field(strict=False)]
    id: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f]*$")] = ""
    place: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f]*$")] = ""

    def to_holder(self) -> Holder:
        """Return the holder this says."""
        return Holder(self.kind, self.id, self.place)


class ScanBody(Body):
    """One label under a scanner, and where the parcel goes."""

    code: Annotated[str, Field(min_length=1, max_length=500)]
    to: HolderBody
    from_: Annotated[HolderBody | None, Field(alias="from")] = None
    happened_at: Instant


class ScansBody(Body):
    """Scans in the order in which they were made."""

    scans: Annotated[list[ScanBody], Field(min_length=1, max_length=500)]


class ScanView(View):
    """What became of a scan; ``note`` is for whoever scanned."""

    code: str
    outcome: ScanOutcome
    note: str
    parcel: ParcelView | None


class ScansView(View):
    """What became of each scan, in their order."""

    items: list[ScanView]


class TransferView(View):
    """One change of hands; ``note`` says what somebody should look at."""

    sequence: int
    from_holder: HolderView
    to_holder: HolderView
    happened_at: datetime
    recorded_at: datetime
    actor: str
    note: str


class TransfersView(View):
    """A parcel's way, oldest first."""

    items: list[TransferView]


@router.post("/parcels/scans", summary="Scan parcels from hand to hand")
def scan_parcels(caller: DepotWorker, body: ScansBody) -> ScansView:
    """Move each scanned parcel; a scan sent twice or late changes nothing."""
    with caller.write() as unit:
        results = [
            orders.scan_parcel(
                unit,
                Scan(
                    one.code,
                    one.to.to_holder(),
                    min(one.happened_at, unit.now()),
                    one.from_.to_holder() if one.from_ else None,
                ),
            )
            for one in body.scans
        ]
    return ScansView(
        items=[
            ScanView(
                code=one.code,
                outcome=result.outcome,
                note=result.note,
                parcel=ParcelView.from_parcel(result.parcel) if result.parcel else None,
            )
            for one, result in zip(body.scans, results, strict=True)
        ]
    )


@router.get(
    "/parcels/{parcel_id}",
    summary="Get one parcel",
)
@refuses("parcel_not_found")
def get_parcel(parcel_id: str, caller: OrdersReader) -> ParcelView:
    """Return one parcel and with whom it is."""
    with caller.read() as unit:
        return ParcelView.from_parcel(orders.get_parcel(unit, parcel_id))


@router.get(
    "/parcels/{parcel_id}/transfers",
    summary="List a parcel's changes of hands",
)
@refuses("parcel_not_found")
def list_transfers(parcel_id: str, caller: OrdersReader) -> TransfersView:
    """Return a parcel's way from holder to holder."""
    with caller.read() as unit:
        found = orders.list_transfers(unit, parcel_id)
    return TransfersView(items=[TransferView.model_validate(one) for one in found])
