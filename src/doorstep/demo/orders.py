"""Made-up orders at the real addresses of a road file.

The shape of a day, all of it drawn from one seed:

- The address is one of the extract's own, each equally likely, several shipments at one door
  allowed. Four rows of five carry coordinates too; the fifth is to be looked up.
- The recipient is a first name and an invented family name; nobody real is meant. Telephone
  numbers have no valid prefix, e-mail addresses end in example.com.
- Parcels: 1 for 65 %, 2 for 22 %, 3 for 8 %, 4 to 8 for 5 %.
- Weight of each parcel: lognormal, median 5 kg, sigma 0.7, at most 30 kg. Volume: lognormal,
  median 9 litres, sigma 0.7, at most 120 litres.
- Window: 40 % any time from 08:00 to 18:00, 25 % morning (08:00 to 12:00), 20 % afternoon
  (12:00 to 17:00), 15 % two hours beginning at a full hour from 08:00 to 15:00.
- Minutes at the door: lognormal, median 6, sigma 0.4, from 2 to 20, and half a minute for each
  parcel after the first.
- 6 % need the skill ``cold``; 5 % have priority 5; 12 % have a note.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from doorstep.kernel import SeededRng
from doorstep.orders import MIN_CONFIDENCE
from doorstep.roads import Address
from doorstep.roads.sources import Region

HEADER = (
    "reference",
    "name",
    "address",
    "lat",
    "lon",
    "window",
    "parcels",
    "weight_kg",
    "volume_l",
    "service_min",
    "skills",
    "priority",
    "phone",
    "email",
    "note",
)

_FIRST_NAMES = (
    "Aino",
    "Aleksi",
    "Anna",
    "Eero",
    "Eevi",
    "Elias",
    "Ella",
    "Emil",
    "Helmi",
    "Hilma",
    "Iida",
    "Ilmari",
    "Inka",
    "Joel",
    "Kerttu",
    "Lauri",
    "Leo",
    "Lilja",
    "Lotta",
    "Matilda",
    "Mikael",
    "Nella",
    "Niilo",
    "Oiva",
    "Olivia",
    "Onni",
    "Otso",
    "Pihla",
    "Saga",
    "Sisu",
    "Sofia",
    "Toivo",
    "Urho",
    "Venla",
    "Vilja",
    "Väinö",
)
_FAMILY_NAMES = (
    "Aaltopuro",
    "Haapasuvanto",
    "Harmaavaara",
    "Helmikorpi",
    "Jääpolku",
    "Kaislakari",
    "Kanervasuo",
    "Kettukallio",
    "Kuusipolku",
    "Käpylintu",
    "Lehtokoski",
    "Lumipuro",
    "Marjakumpu",
    "Metsätähti",
    "Mustikkaharju",
    "Niittyvirta",
    "Ohrapelto",
    "Pihlajasalmi",
    "Poutasaari",
    "Pähkinämäki",
    "Rantakuisma",
    "Ruskakangas",
    "Saarnivuo",
    "Sinilehto",
    "Sumulampi",
    "Tammipuro",
    "Tuulisuvanto",
    "Usvaranta",
    "Vadelmatie",
    "Varpulintu",
    "Villakallio",
    "Yötaival",
)
_NOTES = (
    "Ring twice",
    "Leave it with the neighbour if nobody opens",
    "Entrance from the courtyard",
    "Call when you arrive",
    "The lift is out of order",
    "Reception on the second floor",
    "Door code is sent by text",
    "Beware of the friendly dog",
)


class _Chance(NamedTuple):
    """Shares of a day; see the module's text."""

    cold: float = 0.06
    first: float = 0.05
    note: float = 0.12


_CHANCE = _Chance()


def generate_csv(region: Region, count: int, seed: int, service_on: date) -> bytes:
    """Return an orders file of ``count`` rows: same region, count, seed and day, same bytes.

    Raises
    ------
    ValueError
        The extract has no address.
    """
    addresses = region.addresses.entries
    if not addresses:
        message = f"{region.name} has no address to deliver to"
        raise ValueError(message)
    rng = SeededRng(seed)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for number in range(1, count + 1):
        address = rng.choice(addresses)
        writer.writerow(
            [
                f"{service_on:%m%d}-{number:04d}",
                *_recipient_and_place(rng, region, address, number),
                _window(rng),
                *_goods(rng),
                *_extras(rng, number),
            ]
        )
    return out.getvalue().encode()


def _recipient_and_place(
    rng: SeededRng, region: Region, address: Address, number: int
) -> Sequence[str]:
    name = f"{rng.choice(_FIRST_NAMES)} {rng.choice(_FAMILY_NAMES)}"
    if number % 5 == 0:
        match = region.addresses.find(address.label)
        if match is not None and match.confidence >= MIN_CONFIDENCE:
            return name, address.label, "", ""
    return name, address.label, f"{address.point.lat:.6f}", f"{address.point.lon:.6f}"


def _window(rng: SeededRng) -> str:
    share = rng.random()
    if share < 0.4:  # noqa: PLR2004, the shares stand in the module's text
        return "08:00-18:00"
    if share < 0.65:  # noqa: PLR2004, as above
        return "08:00-12:00"
    if share < 0.85:  # noqa: PLR2004, as above
        return "12:00-17:00"
    hour = rng.randint(8, 15)
    return f"{hour:02d}:00-{hour + 2:02d}:00"


def _goods(rng: SeededRng) -> Sequence[str]:
    """Return parcels, weight, volume and minutes at the door."""
    (parcels,) = rng.choices((1, 2, 3, rng.randint(4, 8)), (65, 22, 8, 5))
    weight_kg = sum(min(30.0, 5 * rng.lognormvariate(0, 0.7)) for _ in range(parcels))
    volume_l = sum(min(120.0, 18 * rng.lognormvariate(0, 0.6)) for _ in range(parcels))
    service_min = min(20.0, max(2.0, 6 * rng.lognormvariate(0, 0.4))) + (parcels - 1) / 2
    return (
        str(parcels),
        f"{max(weight_kg, 0.1):.1f}",
        f"{max(volume_l, 0.5):.1f}",
        f"{service_min:.1f}",
    )


def _extras(rng: SeededRng, number: int) -> Sequence[str]:
    """Return skills, priority, telephone, e-mail and note."""
    skills = "cold" if rng.random() < _CHANCE.cold else ""
    priority = "5" if rng.random() < _CHANCE.first else "0"
    note = rng.choice(_NOTES) if rng.random() < _CHANCE.note else ""
    return (
        skills,
        priority,
        f"+358 00 000 {number:04d}",
        f"recipient{number}@example.com",
        note,
    )
