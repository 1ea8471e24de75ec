"""What drivers' reports are decided on, read for all that are taken in together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from doorstep import orders, payments
from doorstep.dispatch import store
from doorstep.dispatch.cash.bags import Bags
from doorstep.dispatch.evidence.manifest import Device, KeptFile
from doorstep.dispatch.model import CommandKind, DispatchedRoute, Report
from doorstep.payments import PaymentState
from doorstep.plumbing import auth
from doorstep.plumbing.unit import Unit

_ATTEMPTS = frozenset({CommandKind.DELIVER, CommandKind.FAIL})


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that some reports are about; each report notes in it what it has changed.

    Parameters
    ----------
    company
        Its name.
    digests
        Of the commands that were applied, by driver and command.
    sequences
        Which numbers devices have given to commands that were applied.
    routes
        By id, with the stops that the reports can be about: all of them, or those they name.
    files
        By the SHA-256 under which they were sent.
    handling
        The shipments and parcels.
    paid
        The shipments that are paid by card.
    """

    company: str
    digests: dict[tuple[str, str], str]
    sequences: set[tuple[str, int]]
    routes: dict[str, DispatchedRoute]
    files: Mapping[str, KeptFile]
    devices: Mapping[str, Device]
    handling: orders.Handling
    bags: Bags
    paid: frozenset[str]


def read_known(unit: Unit, reports: Sequence[Report]) -> Known:
    """Read all that the reports need, with one query for each kind of it."""
    session = unit.session
    commands = [one.command for one in reports]
    tenant = auth.find_tenant(session, unit.tenant_id)
    if tenant is None:
        message = "a report without a company"
        raise LookupError(message)
    seals = [one.device for one in commands if one.device is not None]
    routes = store.list_routes_to_change(
        session, [(one.route_id, one.stop_id) for one in commands]
    )
    at_doors = _list_at_doors(reports, routes)
    payments_there = payments.list_of_shipments(unit, at_doors) if at_doors else {}
    cash_of = {one.driver_id for one in reports if one.command.cash is not None}
    return Known(
        company=tenant.name,
        digests=store.list_digests(session, {one.id for one in commands}),
        sequences=store.list_used_sequences(
            session, {(one.device_id, one.sequence) for one in seals}
        ),
        routes=routes,
        files=store.list_known_files(session, sorted({n for one in commands for n in one.files})),
        devices=store.list_devices(session, {one.device_id for one in seals}),
        handling=orders.Handling(unit, _list_carried(reports, routes), at_doors),
        bags=Bags(unit, cash_of),
        paid=frozenset(
            one.shipment_id for one in payments_there.values() if one.state is PaymentState.PAID
        ),
    )


def _list_at_doors(reports: Iterable[Report], routes: Mapping[str, DispatchedRoute]) -> list[str]:
    """Return the shipments at whose doors something was tried."""
    found = []
    for one in reports:
        route = routes.get(one.command.route_id)
        stop = route.find_stop(one.command.stop_id) if route is not None else None
        if stop is not None and one.command.kind in _ATTEMPTS:
            found.append(stop.shipment_id)
    return list(dict.fromkeys(found))


def _list_carried(reports: Iterable[Report], routes: Mapping[str, DispatchedRoute]) -> list[str]:
    """Return the shipments of routes that the reports may start or finish."""
    ending = {
        one.command.route_id for one in reports if one.command.kind is CommandKind.FINISH_ROUTE
    }
    return [
        stop.shipment_id
        for route in routes.values()
        if route.started_at is None or route.id in ending
        for stop in route.stops
    ]
