"""Who looks at what is personal is written down before they see it."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

from doorstep import privacy
from doorstep.api import openapi_document
from doorstep.plumbing import looks
from doorstep.plumbing.looks import LOOKED_AT, Look
from worlds.day import TODAY
from worlds.day_on_server import API, Served, report

SHOWS_NOTHING_PERSONAL = {
    # Of the company, its things and its own people.
    "/depots/{depot_id}", "/disruptions/{disruption_id}", "/drivers/{driver_id}",
    "/events/{event_id}", "/map/tiles/{key}.pmtiles", "/streets/{name}",
    "/vehicle-types/{type_id}", "/vehicles/{vehicle_id}", "/webhooks/{webhook_id}/deliveries",
    # Parcels are numbers and hands.
    "/parcels/{parcel_id}", "/parcels/{parcel_id}/transfers", "/shipments/{shipment_id}/parcels",
    # Who has these has nothing else, and nobody else's.
    "/driver/stops/{stop_id}/directions", "/merchant/orders/{order_id}", "/track/{token}",
    "/track/{token}/live",
}  # fmt: skip


def kept(served: Served) -> list[Look]:
    with served.day.kit.read(served.day.tenant_id) as unit:
        return looks.list_looks(unit.session)


def test_who_looks_at_a_stops_proof_is_known_by_name_and_hour(served: Served) -> None:
    served.release()
    stop_id = served.route_of(served.ada)["stops"][0]["id"]
    for _ in range(3):
        served.office.get(f"{API}/stops/{stop_id}/attempts")
    (look,) = kept(served)
    assert (look.kind, look.subject_id) == ("stop", stop_id)
    assert look.actor.startswith("account:")
    assert (look.hour_at.minute, look.hour_at.second) == (0, 0)


def test_who_looks_where_the_drivers_of_a_day_are_is_known(served: Served) -> None:
    served.release()
    served.office.get(f"{API}/routes?service_on={TODAY}")
    assert [(one.kind, one.subject_id) for one in kept(served)] == [("day", str(TODAY))]


def test_drivers_are_not_written_down_for_their_own_stops(served: Served) -> None:
    served.release()
    route = served.route_of(served.ada)
    served.report(served.ada, report("start_route", route, "06:00"))
    assert kept(served) == []


def test_who_may_not_see_it_is_not_taken_for_one_who_saw(served: Served) -> None:
    served.release()
    stop_id = served.route_of(served.ada)["stops"][0]["id"]
    assert served.ada.get(f"{API}/stops/{stop_id}/attempts").status_code == 403
    assert kept(served) == []


def test_a_person_is_told_who_looked_and_after_a_year_nobody_is(served: Served) -> None:
    served.release()
    stop_id = served.route_of(served.ada)["stops"][0]["id"]
    served.office.get(f"{API}/stops/{stop_id}/attempts")
    with served.day.kit.read(served.day.tenant_id) as unit:
        data = privacy.export_person(unit, privacy.Person(phone="+358401"))
    told = json.loads(zipfile.ZipFile(BytesIO(data)).read("person.json"))["looks"]
    assert [one["subject_id"] for one in told] == [stop_id]
    (look,) = kept(served)
    with served.day.write() as unit:
        assert looks.forget_before(unit.session, look.hour_at) == 0
        assert looks.forget_before(unit.session, look.hour_at + timedelta(hours=1)) == 1


def test_every_route_about_one_thing_is_judged_personal_or_not() -> None:
    about_one = {
        path.removeprefix(API)
        for path, item in openapi_document()["paths"].items()
        if "{" in path and "get" in item and path.startswith(API)
    }
    assert about_one - LOOKED_AT.keys() == SHOWS_NOTHING_PERSONAL
