"""Orders in every way in, and what can be done with them."""

from typing import Any

from worlds.api_tour.setting_up import version
from worlds.api_tour.town import API, PASSWORD, TODAY, Town, good

CSV = {"Content-Type": "text/csv"}
FILE = b"""\
reference,name,address,lat,lon,window,parcels
A-1,Aino,Mannerheimintie 5,60.1690,24.9390,09:00-12:00,1
A-2,Onni,Aleksanterinkatu 20,60.1690,24.9480,,2
"""


def order(reference: str, **changes: Any) -> dict[str, Any]:
    """Return an order of one shipment."""
    shipment = {
        "service_on": TODAY,
        "recipient": {"name": "Eino", "phone": "+358 40 000 0002", "gate_code": "12#"},
        "address": "Bulevardi 2, 00120 Helsinki",
        "lat": 60.1660,
        "lon": 24.9400,
        "windows": [
            {"early_at": "2026-06-01T12:00:00+03:00", "late_at": "2026-06-01T16:00:00+03:00"}
        ],
        "parcels": [{"barcode": f"{reference}-1", "weight_g": 2500}],
        "cod": {"amount_minor": 2495, "currency": "EUR"},
    }
    return {"reference": reference, "merchant": "Kauppa", "shipments": [shipment | changes]}


def take_orders_in(town: Town) -> None:
    owner = town.owner
    body = {"reference": "A-1001", "key": "7f3b0c1e-order-A-1001"}
    made = good(
        owner.post(
            f"{API}/orders",
            json=order(body["reference"]),
            headers={"Idempotency-Key": body["key"]},
        )
    ).json()
    town.ids["order"], town.ids["shipment"] = made["id"], made["shipments"][0]["id"]
    many = {"orders": [order("A-1002", cod=None), order("A-1003", cod=None)]}
    good(
        owner.post(
            f"{API}/orders/bulk",
            json=many,
            headers={"Idempotency-Key": "7f3b0c1e-orders-of-Monday"},
        )
    )
    good(owner.get(f"{API}/orders", params={"reference": "A-1001"}))
    good(owner.get(f"{API}/orders/{made['id']}"))
    change = {"merchant": "Kauppa"}
    good(owner.patch(f"{API}/orders/{made['id']}", json=change, headers=version(made)))
    day = {"service_on": TODAY}
    mapping = {"columns": {"reference": "reference", "name": "name", "address": "address"}}
    good(owner.post(f"{API}/shipments/import/preview", params=day, content=FILE, headers=CSV))
    good(owner.put(f"{API}/import-mapping", params={"merchant": "Kauppa"}, json=mapping))
    named = day | {"file_name": "monday.csv"}
    good(owner.post(f"{API}/shipments/import", params=named, content=FILE, headers=CSV))
    imports = good(owner.get(f"{API}/imports")).json()["items"]
    good(owner.get(f"{API}/imports/{imports[0]['id']}/report.csv"))
    good(owner.get(f"{API}/shipments/import/example.csv"))


def change_them(town: Town) -> None:
    owner = town.owner
    good(owner.get(f"{API}/shipments", params={"service_on": TODAY}))
    good(owner.get(f"{API}/shipments/export.csv", params={"service_on": TODAY}))
    path = f"{API}/shipments/{town.ids['shipment']}"
    shipment = good(owner.get(path)).json()
    change = {"note": "Ring twice"}
    shipment = good(owner.patch(path, json=change, headers=version(shipment))).json()
    why = {"note": "The shop asked"}
    shipment = good(owner.post(f"{path}/hold", json=why, headers=version(shipment))).json()
    shipment = good(owner.post(f"{path}/resume", headers=version(shipment))).json()
    shipment = good(owner.post(f"{path}/cancel", json=why, headers=version(shipment))).json()
    good(owner.post(f"{path}/reinstate", headers=version(shipment)))
    good(owner.get(f"{path}/history"))
    found = good(owner.get(f"{API}/shipments", params={"q": "A-2"})).json()["items"]
    two = next(one for one in found if one["reference"] == "A-2")
    parcels = good(owner.get(f"{API}/shipments/{two['id']}/parcels")).json()["items"]
    body = {"parcel_ids": [parcels[0]["id"]], "reference": "A-2b"}
    good(owner.post(f"{API}/shipments/{two['id']}/split", json=body, headers=version(two)))
    found = good(owner.get(f"{API}/shipments", params={"q": "A-1003"})).json()["items"]
    three = {"id": found[0]["id"], "version": found[0]["version"]}
    good(owner.post(f"{API}/shipments/bulk", json={"action": "cancel", "shipments": [three]}))
    good(owner.get(f"{API}/parcels/{parcels[0]['id']}"))
    labels = {"shipment_ids": [town.ids["shipment"]], "format": "zpl"}
    good(owner.post(f"{API}/labels", json=labels))
    scan = {
        "code": "A-1001-1",
        "to": {"kind": "depot", "place": "Bay 1"},
        "happened_at": "2026-06-01T08:30:00Z",
    }
    scanned = good(owner.post(f"{API}/parcels/scans", json={"scans": [scan]})).json()
    parcel = scanned["items"][0]["parcel"]
    good(owner.get(f"{API}/parcels/{parcel['id']}/transfers"))


def keep_what_comes_again(town: Town) -> None:
    owner = town.owner
    entry = {
        "recipient": {"name": "Ilona", "phone": "+358 40 000 0003", "safe_place": "The porch"},
        "address": "Unioninkatu 30, 00100 Helsinki",
        "lat": 60.1720,
        "lon": 24.9500,
    }
    kept = good(owner.post(f"{API}/address-book", json=entry)).json()
    path = f"{API}/address-book/{kept['id']}"
    good(owner.get(f"{API}/address-book", params={"q": "Ilona"}))
    good(owner.get(path))
    kept = good(owner.put(path, json=entry | {"note": "Ring"}, headers=version(kept))).json()
    good(owner.delete(path, headers=version(kept)))
    weekly = {
        "reference": "MILK",
        "merchant": "Kauppa",
        "schedule": {
            "weekdays": [1, 4],
            "starts_on": "2026-06-08",
            "timezone": "Europe/Helsinki",
            "windows": [{"early": "08:00", "late": "10:00"}],
        },
        "shipment": {
            "recipient": {"name": "Onni"},
            "address": "Pohjoisesplanadi 30",
            "lat": 60.1676,
            "lon": 24.9460,
        },
    }
    kept = good(owner.post(f"{API}/recurring-orders", json=weekly)).json()
    path = f"{API}/recurring-orders/{kept['id']}"
    good(owner.get(f"{API}/recurring-orders"))
    good(owner.get(path))
    kept = good(owner.put(path, json=weekly | {"paused": True}, headers=version(kept))).json()
    good(owner.delete(path, headers=version(kept)))


def come_as_a_merchant(town: Town) -> None:
    wish = {"email": "shop@x.example", "role": "merchant", "merchant": "Kauppa", "name": "Shop"}
    link = good(town.owner.post(f"{API}/team/invitations", json=wish)).json()["url"]
    shop = town.browser()
    joining = {"token": link.removeprefix("/#join="), "name": "Shop", "password": PASSWORD}
    good(shop.post(f"{API}/session/joining", json=joining))
    sent = good(
        shop.post(
            f"{API}/merchant/orders",
            json=order("A-1004", service_on="2026-06-02", windows=[]) | {"merchant": ""},
            headers={"Idempotency-Key": "7f3b0c1e-order-A-1004"},
        )
    ).json()
    good(shop.get(f"{API}/merchant/orders"))
    good(shop.get(f"{API}/merchant/orders/{sent['id']}"))
