"""Releasing plans to drivers, and what drivers report.

Owns released routes (frozen copies of a plan's), attempts, pictures and drivers' commands. Does
not own plans, shipments or positions. Emits ``plan.released``, ``plan.recalled``,
``route.released``, ``route.recalled``, ``route.started``, ``route.finished``, ``stop.arrived``,
``stop.delivered``, ``stop.failed``, ``stop.disputed`` ``device.registered``,
``cash.collected``, ``cash.handed_in``, ``cash.approved``, ``cash.exception_opened``,
``cash.exception_settled``, ``stop.payment_changed``, ``report.held``, ``report.released`` and
``report.set_aside``.
"""

from doorstep.dispatch.cash.invariants import examine as examine_cash
from doorstep.dispatch.devices import DeviceGap, list_gaps, register_device
from doorstep.dispatch.doors import Door, read_doors
from doorstep.dispatch.driving import apply_command
from doorstep.dispatch.evidence.bundle import BundleError, Check, verify_bundle
from doorstep.dispatch.invariants import examine
from doorstep.dispatch.model import (
    Applied,
    Command,
    CommandKind,
    DispatchedRoute,
    DispatchedStop,
    FailReason,
    Fix,
    HandedTo,
    Proof,
    RouteCosts,
    RouteDepot,
    RouteLoad,
    RouteStatus,
    StopStatus,
)
from doorstep.dispatch.paying import list_payments
from doorstep.dispatch.proofs import export_bundle, export_receipt
from doorstep.dispatch.release import recall_plan, release_plan
from doorstep.dispatch.retiring import retire_driver, retire_vehicle
from doorstep.dispatch.service import (
    find_next_route_on,
    find_route_of_driver,
    find_route_of_shipment,
    get_route,
    list_duties,
    list_routes,
    require_all_home,
    today_of,
)
from doorstep.dispatch.sign_in import SignInCode, issue_driver_code, sign_driver_in
from doorstep.dispatch.uploads import Picture, get_picture, keep_picture, store_picture

__all__ = [
    "Applied",
    "BundleError",
    "Check",
    "Command",
    "CommandKind",
    "DeviceGap",
    "DispatchedRoute",
    "DispatchedStop",
    "Door",
    "FailReason",
    "Fix",
    "HandedTo",
    "Picture",
    "Proof",
    "RouteCosts",
    "RouteDepot",
    "RouteLoad",
    "RouteStatus",
    "SignInCode",
    "StopStatus",
    "apply_command",
    "examine",
    "examine_cash",
    "export_bundle",
    "export_receipt",
    "find_next_route_on",
    "find_route_of_driver",
    "find_route_of_shipment",
    "get_picture",
    "get_route",
    "issue_driver_code",
    "keep_picture",
    "list_duties",
    "list_gaps",
    "list_payments",
    "list_routes",
    "read_doors",
    "recall_plan",
    "register_device",
    "release_plan",
    "require_all_home",
    "retire_driver",
    "retire_vehicle",
    "sign_driver_in",
    "store_picture",
    "today_of",
    "verify_bundle",
]
