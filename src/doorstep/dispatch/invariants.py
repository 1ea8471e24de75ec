"""What must hold for released routes, their stops, attempts, commands and pictures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from doorstep import orders
from doorstep.dispatch.model import (
    ACTIVE,
    Attempt,
    DispatchedRoute,
    DispatchedStop,
    Outcome,
    RouteStatus,
    StopStatus,
)
from doorstep.dispatch.replay import KINDS, Replayed, RouteState, StopState, replay
from doorstep.dispatch.store import records
from doorstep.dispatch.store.records import AppliedCommand
from doorstep.orders import ShipmentState, ShipmentStatus
from doorstep.plumbing import journal
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.invariants import (
    REPORT,
    RESTORE,
    Installation,
    Invariant,
    Verdict,
    find_differences,
    judge,
    load_each_tenant,
)
from doorstep.plumbing.unit import Unit

_ATTEMPTED = {Outcome.DELIVERED: StopStatus.DELIVERED, Outcome.FAILED: StopStatus.FAILED}
# What a shipment may be while its stop is open, by the state of the route, and afterwards.
_WHILE_OPEN = {
    RouteStatus.RELEASED: {ShipmentStatus.PLANNED, ShipmentStatus.CANCELLED},
    RouteStatus.STARTED: {ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.CANCELLED},
    RouteStatus.FINISHED: {ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.CANCELLED},
}
_AFTERWARDS = {
    StopStatus.DELIVERED: {ShipmentStatus.DELIVERED},
    StopStatus.FAILED: {
        ShipmentStatus.DELIVERY_FAILED,
        ShipmentStatus.PENDING,
        ShipmentStatus.UNLOCATED,
        ShipmentStatus.HELD,
        ShipmentStatus.CANCELLED,
    },
}
_Key = TypeVar("_Key")
_ON_NO_ROUTE = {
    ShipmentStatus.UNLOCATED,
    ShipmentStatus.PENDING,
    ShipmentStatus.HELD,
    ShipmentStatus.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class _Records:
    """All that one tenant's dispatch has on record."""

    routes: list[DispatchedRoute]
    attempts: list[Attempt]
    commands: list[AppliedCommand]
    files: list[tuple[str, int]]
    shipments: dict[str, ShipmentState]
    told: Replayed
    blobs: BlobStore

    def stops(self) -> dict[str, DispatchedStop]:
        """Return every stop by its id."""
        return {stop.id: stop for route in self.routes for stop in route.stops}

    def counting(self) -> list[Attempt]:
        """Return the attempts that changed their stop."""
        return [one for one in self.attempts if not one.disputed]


def examine(installation: Installation) -> list[Verdict]:
    """Examine what each tenant's dispatch has on record."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Records:
    return _Records(
        routes=records.list_all_routes(unit.session),
        attempts=records.list_attempts(unit.session),
        commands=records.list_commands(unit.session),
        files=records.list_files(unit.session),
        shipments=orders.list_states(unit),
        told=replay(journal.list_of_kinds(unit.session, KINDS)),
        blobs=unit.kit.blobs,
    )


def _find_second_deliveries(seen: _Records) -> Iterator[str]:
    done = [one for one in seen.counting() if one.outcome is Outcome.DELIVERED]
    for subject, ids in (
        ("Stop", [one.stop_id for one in done]),
        ("Shipment", [one.shipment_id for one in done]),
    ):
        for id_, times in _repeated(ids):
            yield f"{subject} {id_} was delivered {times} times."


def _find_unattempted_outcomes(seen: _Records) -> Iterator[str]:
    stops = seen.stops()
    outcomes = defaultdict(set)
    for attempt in seen.counting():
        outcomes[attempt.stop_id].add(_ATTEMPTED[attempt.outcome])
    for stop_id, statuses in outcomes.items():
        status = stops[stop_id].status if stop_id in stops else None
        for attempted in statuses - {status}:
            yield f"Stop {stop_id} has an attempt that ended {attempted.value}, but is {status}."
    for stop in stops.values():
        if stop.status is not StopStatus.PLANNED and stop.id not in outcomes:
            yield f"Stop {stop.id} is {stop.status.value} without an attempt."


def _find_untold_stops(seen: _Records) -> Iterator[str]:
    attempts = defaultdict(set)
    for attempt in seen.attempts:
        attempts[attempt.stop_id].add(attempt.id)
    kept = {
        stop.id: StopState(
            route.id,
            stop.shipment_id,
            stop.status,
            stop.arrived_at,
            stop.completed_at,
            stop.disputed,
            attempts[stop.id],
        )
        for route in seen.routes
        for stop in route.stops
    }
    yield from find_differences("Stop", kept, seen.told.stops)


def _find_untold_routes(seen: _Records) -> Iterator[str]:
    kept = {
        one.id: RouteState(
            one.driver_id, one.vehicle_id, one.status, one.started_at, one.finished_at
        )
        for one in seen.routes
    }
    yield from find_differences("Route", kept, seen.told.routes)


def _find_untold_shipments(seen: _Records) -> Iterator[str]:
    yield from find_differences("Shipment", seen.shipments, seen.told.goods.shipments)


def _find_illegal_transitions(seen: _Records) -> Iterator[str]:
    yield from seen.told.faults


def _find_shared_things(seen: _Records) -> Iterator[str]:
    active = [route for route in seen.routes if route.status in ACTIVE]
    days = [(route.service_on, route.vehicle_id) for route in active]
    for (service_on, vehicle_id), times in _repeated(days):
        yield f"Vehicle {vehicle_id} has {times} active routes on {service_on}."
    carried = [
        stop.shipment_id
        for route in active
        for stop in route.stops
        if stop.status is not StopStatus.FAILED
    ]
    for shipment_id, times in _repeated(carried):
        yield f"Shipment {shipment_id} is {times} times on active routes."


def _find_stray_shipments(seen: _Records) -> Iterator[str]:
    expected = dict.fromkeys(seen.shipments, _ON_NO_ROUTE)
    # In the order of their release: the newest route says where the shipment is.
    for route in seen.routes:
        if route.status is RouteStatus.RECALLED:
            continue
        for stop in route.stops:
            is_open = stop.status is StopStatus.PLANNED
            expected[stop.shipment_id] = (
                _WHILE_OPEN[route.status] if is_open else _AFTERWARDS[stop.status]
            )
    for shipment_id, statuses in expected.items():
        shipment = seen.shipments.get(shipment_id)
        status = shipment and shipment.status
        if status not in statuses:
            wanted = " or ".join(sorted(statuses))
            yield f"Shipment {shipment_id} is {status}, by its route it should be {wanted}."


def _find_repeated_commands(seen: _Records) -> Iterator[str]:
    for (driver_id, command_id), times in _repeated(
        [(one.driver_id, one.command_id) for one in seen.commands]
    ):
        yield f"Command {command_id} of driver {driver_id} was applied {times} times."
    applied = {(one.route_id, one.command_id) for one in seen.commands}
    made = [(one.route_id, one.command_id) for one in seen.attempts]
    for (_, command_id), times in _repeated(made):
        yield f"Command {command_id} made {times} attempts."
    for _, command_id in sorted(set(made) - applied):
        yield f"There is an attempt by command {command_id}, which was never applied."


def _find_damaged_files(seen: _Records) -> Iterator[str]:
    for name, size in seen.files:
        try:
            data = seen.blobs.get(name)
        except OSError:
            yield f"File {name} is missing or damaged."
        else:
            if len(data) != size:
                yield f"File {name} has {len(data)} bytes, {size} were noted."


def _find_missing_proofs(seen: _Records) -> Iterator[str]:
    known = {name for name, _ in seen.files}
    for attempt in seen.attempts:
        signature = attempt.proof.signature
        named = {*attempt.proof.photos, *([signature] if signature else [])}
        for name in sorted(named - known):
            yield f"Attempt {attempt.id} names file {name}, which was never taken in."


def _repeated(keys: Iterable[_Key]) -> Iterator[tuple[_Key, int]]:
    yield from ((key, times) for key, times in Counter(keys).items() if times > 1)


_INVARIANTS = (
    Invariant(
        "one_delivery",
        "No stop and no shipment was delivered twice.",
        REPORT,
        _find_second_deliveries,
    ),
    Invariant(
        "stops_match_attempts",
        "Every outcome of a stop was reported in an attempt, and the other way round.",
        REPORT,
        _find_unattempted_outcomes,
    ),
    Invariant(
        "stops_match_journal",
        "Every stop is what the journal makes of it, read from its beginning.",
        REPORT,
        _find_untold_stops,
    ),
    Invariant(
        "routes_match_journal",
        "Every route is what the journal makes of it, read from its beginning.",
        REPORT,
        _find_untold_routes,
    ),
    Invariant(
        "shipments_match_journal",
        "Every shipment is what the journal makes of it, read from its beginning.",
        REPORT,
        _find_untold_shipments,
    ),
    Invariant(
        "transitions_legal",
        "Every change that the journal tells was allowed.",
        REPORT,
        _find_illegal_transitions,
    ),
    Invariant(
        "routes_exclusive",
        "No shipment is on two active routes, and no vehicle on two of a day.",
        REPORT,
        _find_shared_things,
    ),
    Invariant(
        "shipments_match_stops",
        "Every shipment is what its stop says of it.",
        REPORT,
        _find_stray_shipments,
    ),
    Invariant(
        "commands_once",
        "Every driver's command was applied once.",
        REPORT,
        _find_repeated_commands,
    ),
    Invariant(
        "files_whole",
        "Every picture is there with the bytes it was sent with.",
        RESTORE,
        _find_damaged_files,
    ),
    Invariant(
        "proofs_kept",
        "Every picture that proves an attempt was taken in.",
        RESTORE,
        _find_missing_proofs,
    ),
)
