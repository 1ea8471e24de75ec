"""The company, its fleet, its people and what it is connected with."""

from typing import Any

import pyotp

from worlds.api_tour.town import ADDRESS, API, PASSWORD, Town, good
from worlds.authenticator import Authenticator

DEPOT = {"name": "Depot", "lat": 60.1715, "lon": 24.942, "address": "Kaivokatu 1, 00100 Helsinki"}
VAN_TYPE = {
    "name": "Van",
    "profile": "van",
    "capacity_g": 800_000,
    "capacity_cm3": 8_000_000,
    "fixed_cost_minor": 4_000,
    "cost_per_km_minor": 45,
    "cost_per_hour_minor": 2_600,
}
VAN = {
    **VAN_TYPE,
    "name": "Van 1",
    "shift_start": "08:00",
    "shift_end": "17:00",
    "breaks": [{"earliest": "11:30", "latest": "13:00", "duration_s": 1800}],
    "availability": {"weekdays": [1, 2, 3, 4, 5], "absences": []},
}


def name_the_company(town: Town) -> None:
    owner = town.owner
    company = good(owner.get(f"{API}/company"))
    good(owner.get(f"{API}/setup"))
    body = {
        "name": "Own Courier",
        "timezone": "Europe/Helsinki",
        "currency": "EUR",
        "locale": "fi-FI",
    }
    good(owner.put(f"{API}/company", json=body, headers={"If-Match": company.headers["etag"]}))
    good(owner.put(f"{API}/company/second-factor", json={"asks": False}))
    good(owner.put(f"{API}/label-settings", json={"company_prefix": "6412345"}))
    good(owner.get(f"{API}/label-settings"))
    good(
        owner.put(
            f"{API}/plan-prices", json={"co2e_per_t_minor": 10_000, "extra_visit_minor": 200}
        )
    )
    good(owner.get(f"{API}/plan-prices"))
    good(owner.get(f"{API}/clock"))
    good(owner.get(f"{API}/looks"))
    good(owner.get(f"{API}/map"))
    good(owner.get(f"{API}/map/tiles/{town.parts.region.key}.pmtiles", headers=_first_bytes()))


def add_the_fleet(town: Town) -> None:
    owner = town.owner
    depot = good(owner.post(f"{API}/depots", json=DEPOT)).json()
    town.ids["depot"] = depot["id"]
    good(owner.get(f"{API}/depots"))
    good(owner.get(f"{API}/depots/{depot['id']}"))
    good(owner.put(f"{API}/depots/{depot['id']}", json=DEPOT, headers=version(depot)))
    spare = good(owner.post(f"{API}/depots", json=DEPOT | {"name": "Spare"})).json()
    good(owner.delete(f"{API}/depots/{spare['id']}", headers=version(spare)))
    good(owner.post(f"{API}/depots/{spare['id']}/restore"))

    kind = good(owner.post(f"{API}/vehicle-types", json=VAN_TYPE)).json()
    good(owner.get(f"{API}/vehicle-types"))
    good(owner.get(f"{API}/vehicle-types/{kind['id']}"))
    path = f"{API}/vehicle-types/{kind['id']}"
    kind = good(owner.put(path, json=VAN_TYPE, headers=version(kind))).json()
    good(owner.delete(path, headers=version(kind)))

    kaisa = {"name": "Kaisa", "phone": "+358 40 000 0001", "skills": ["cold"]}
    driver = good(owner.post(f"{API}/drivers", json=kaisa)).json()
    town.ids["driver"] = driver["id"]
    good(owner.get(f"{API}/drivers"))
    good(owner.get(f"{API}/drivers/{driver['id']}"))
    good(owner.put(f"{API}/drivers/{driver['id']}", json=kaisa, headers=version(driver)))
    spare = good(owner.post(f"{API}/drivers", json={"name": "Otso"})).json()
    good(owner.delete(f"{API}/drivers/{spare['id']}", headers=version(spare)))
    good(owner.post(f"{API}/drivers/{spare['id']}/restore"))

    body = VAN | {"depot_id": depot["id"], "driver_id": driver["id"]}
    van = good(owner.post(f"{API}/vehicles", json=body)).json()
    good(owner.get(f"{API}/vehicles"))
    good(owner.get(f"{API}/vehicles/{van['id']}"))
    good(owner.put(f"{API}/vehicles/{van['id']}", json=body, headers=version(van)))
    spare = good(
        owner.post(f"{API}/vehicles", json=VAN | {"name": "Van 2", "depot_id": depot["id"]})
    ).json()
    good(owner.delete(f"{API}/vehicles/{spare['id']}", headers=version(spare)))
    good(owner.post(f"{API}/vehicles/{spare['id']}/restore"))
    file = good(owner.get(f"{API}/fleet.toml")).text
    toml = {"Content-Type": "application/toml"}
    good(owner.post(f"{API}/fleet/import", content=file, headers=toml))

    good(owner.put(f"{API}/holidays/2026-06-19", json={"name": "Juhannusaatto"}))
    good(owner.get(f"{API}/holidays"))
    good(owner.delete(f"{API}/holidays/2026-06-19"))


def hire_and_sign_in(town: Town) -> None:
    owner = town.owner
    wish = {"email": "bo@x.example", "role": "planner", "name": "Bo"}
    link = good(owner.post(f"{API}/team/invitations", json=wish)).json()["url"]
    token = link.removeprefix("/#join=")
    bo = town.browser()
    good(bo.post(f"{API}/session/invitation", json={"token": token}))
    joining = {"token": token, "name": "Bo", "password": PASSWORD}
    good(bo.post(f"{API}/session/joining", json=joining))
    team = good(owner.get(f"{API}/team")).json()
    member = next(one for one in team["members"] if one["email"] == "bo@x.example")
    path = f"{API}/team/members/{member['id']}"
    member = good(
        owner.put(f"{path}/role", json={"role": "dispatcher"}, headers=version(member))
    ).json()
    good(owner.put(f"{path}/suspension", json={"suspended": False}, headers=version(member)))
    spare = good(
        owner.post(f"{API}/team/invitations", json=wish | {"email": "cy@x.example"})
    ).json()
    good(owner.delete(f"{API}/team/invitations/{spare['id']}"))
    why = {"name": "Vendor's support", "reason": "Labels do not print", "hours": 2}
    code = good(owner.post(f"{API}/team/support", json=why)).json()["url"].partition("=")[2]
    good(town.browser().post(f"{API}/session/link", json={"code": code}))
    good(owner.delete(f"{API}/team/support"))
    good(owner.get(f"{API}/session"))
    good(owner.get(f"{API}/session/methods"))
    _look_after_the_account(town, bo)
    good(owner.post(f"{path}/second-factor-reset"))
    good(owner.post(f"{path}/sign-out"))


def _look_after_the_account(town: Town, bo: Any) -> None:
    account = f"{API}/account"
    good(bo.get(account))
    begun = good(bo.post(f"{account}/second-factor", json={"password": PASSWORD})).json()
    code = pyotp.TOTP(begun["secret"]).at(town.clock.now())
    good(bo.post(f"{account}/second-factor/confirmation", json={"code": code}))
    good(bo.post(f"{account}/second-factor/recovery-codes", json={"password": PASSWORD}))
    good(bo.post(f"{account}/second-factor/removal", json={"password": PASSWORD}))
    device = Authenticator("http://testserver")
    password = {"password": PASSWORD}
    asked = good(bo.post(f"{account}/passkeys/question", json=password)).json()
    made = {
        "ticket": asked["ticket"],
        "answer": device.make(asked["options"]),
        "name": "Bo's phone",
    }
    passkey = good(bo.post(f"{account}/passkeys", json=made)).json()
    good(bo.get(f"{account}/passkeys"))
    other = town.browser()
    asked = good(other.post(f"{API}/session/passkey/question")).json()
    answer = {"ticket": asked["ticket"], "answer": device.use(asked["options"])}
    good(other.post(f"{API}/session/passkey", json=answer))
    good(bo.post(f"{account}/passkeys/{passkey['id']}/removal", json=password))
    listed = good(bo.get(f"{account}/sessions")).json()["items"]
    there = next(one for one in listed if not one["is_this_one"])
    good(bo.delete(f"{account}/sessions/{there['id']}"))
    good(bo.delete(f"{account}/sessions"))
    change = {"present": PASSWORD, "new": "another horse battery"}
    good(bo.put(f"{account}/password", json=change))
    third = town.browser()
    good(
        third.post(
            f"{API}/session", json={"email": "bo@x.example", "password": "another horse battery"}
        )
    )
    good(third.delete(f"{API}/session"))


def connect(town: Town) -> None:
    owner = town.owner
    body = {"name": "Shop", "scopes": ["orders:read", "orders:write"]}
    key = good(owner.post(f"{API}/api-keys", json=body)).json()
    good(owner.get(f"{API}/api-keys"))
    good(owner.delete(f"{API}/api-keys/{key['id']}"))
    town.recorder.stand_in(town.receiver.url)
    wish = {"url": town.receiver.url, "kinds": ["stop.*"], "description": "The shop"}
    hook = good(owner.post(f"{API}/webhooks", json=wish)).json()
    path = f"{API}/webhooks/{hook['id']}"
    good(owner.get(f"{API}/webhooks"))
    good(owner.patch(path, json={"enabled": True}))
    good(owner.post(f"{path}/test"))
    good(owner.post(f"{path}/secret"))
    span = {"from_at": "2026-06-01T00:00:00Z", "to_at": "2026-06-02T00:00:00Z"}
    good(owner.post(f"{path}/replay", json=span))
    good(owner.get(f"{path}/deliveries"))
    good(owner.post(f"{path}/skip"))
    good(owner.delete(path))
    events = good(owner.get(f"{API}/events", params={"limit": 2})).json()["items"]
    good(owner.get(f"{API}/events/{events[0]['id']}"))


def look_at_the_city(town: Town) -> None:
    owner = town.owner
    good(owner.get(f"{API}/addresses", params={"q": ADDRESS}))
    here = {"lat": 60.1690, "lon": 24.9390}
    good(owner.get(f"{API}/addresses/nearest", params=here))
    good(owner.get(f"{API}/roads/isochrones", params=here | {"minutes": 5, "profile": "van"}))
    there = {"lat": 60.1676, "lon": 24.9460}
    body = {"points": [here, there], "profile": "van", "language": "en"}
    good(owner.post(f"{API}/roads/route", json=body))
    trace = {"positions": [here, {"lat": 60.1692, "lon": 24.9396}, there], "profile": "van"}
    good(owner.post(f"{API}/roads/match", json=trace))
    streets = good(owner.get(f"{API}/streets", params={"q": "Bulevardi"})).json()["items"]
    name = streets[0]["name"] if isinstance(streets[0], dict) else streets[0]
    good(owner.get(f"{API}/streets/{name}"))
    _close_a_street(town)


def _close_a_street(town: Town) -> None:
    owner = town.owner
    line = {"type": "LineString", "coordinates": [[24.9417, 60.1661], [24.9380, 60.1650]]}
    body = {
        "name": "Roadworks",
        "kind": "closure",
        "geometry": line,
        "starts_at": "2026-06-01T00:00:00Z",
        "ends_at": "2026-06-02T00:00:00Z",
    }
    preview = {"geometry": line, "kind": "closure"}
    good(owner.post(f"{API}/disruptions/preview", json=preview))
    made = good(owner.post(f"{API}/disruptions", json=body)).json()
    path = f"{API}/disruptions/{made['id']}"
    good(owner.get(f"{API}/disruptions"))
    good(owner.get(path))
    made = good(owner.put(path, json=body, headers=version(made))).json()
    file = good(owner.get(f"{API}/disruptions.geojson")).content
    geo = {"Content-Type": "application/geo+json"}
    good(owner.post(f"{API}/disruptions/import", content=file, headers=geo))
    good(owner.post(f"{path}/end"))
    good(owner.delete(path))


def version(thing: dict[str, Any]) -> dict[str, str]:
    """Return the header that names the version of what was read."""
    return {"If-Match": f'"{thing["version"]}"'}


def _first_bytes() -> dict[str, str]:
    return {"Range": "bytes=0-15"}
