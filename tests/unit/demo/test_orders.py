"""The demo's made-up orders."""

import csv
import hashlib
import io
from collections import Counter
from datetime import date

from doorstep.demo.orders import generate_csv
from doorstep.orders import Area, OrdersFile, read_csv
from doorstep.roads.sources import Region

DAY = date(2026, 5, 4)


def read(region: Region, data: bytes) -> OrdersFile:
    area = Area(region.network.bounds, region.addresses.find)
    return read_csv(data, timezone="Europe/Helsinki", service_on=DAY, area=area)


def test_the_same_seed_gives_the_same_bytes(region: Region) -> None:
    data = generate_csv(region, 50, 1, DAY)
    digest = hashlib.sha256(data).hexdigest()
    assert digest == "93b5a855b478f067e5cbb278e452926d4716de5bc1a90526dd1deb4210bc7957"
    assert generate_csv(region, 50, 2, DAY) != data


def test_every_row_can_be_planned_and_some_are_looked_up(region: Region) -> None:
    data = generate_csv(region, 300, 1, DAY)
    found = read(region, data)
    assert (len(found.shipments), found.rejected, found.notices) == (300, (), ())
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    assert sum(row["lat"] == "" for row in rows) == 60


def test_a_day_has_the_stated_shape(region: Region) -> None:
    found = read(region, generate_csv(region, 2000, 7, DAY))
    count = len(found.shipments)
    hours = Counter(
        round((item.windows[0].late_at - item.windows[0].early_at).total_seconds() / 3600)
        for item in found.shipments
    )
    # Three standard deviations of a share around 0.4 in 2000 draws are 0.033.
    assert abs(hours[10] / count - 0.40) < 0.035
    assert abs(hours[4] / count - 0.25) < 0.035
    assert abs(hours[5] / count - 0.20) < 0.035
    assert abs(hours[2] / count - 0.15) < 0.035
    single = sum(item.parcels == 1 for item in found.shipments)
    assert abs(single / count - 0.65) < 0.035
