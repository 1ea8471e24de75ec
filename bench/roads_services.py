"""Addresses, map matching and areas of reach, measured on real cities.

    python bench/roads_services.py --osm DIR --json FILE

``DIR`` holds ``porto.osm.pbf`` and ``reisterstown.osm.pbf``; places of foreign cities, for
questions that have no answer, come from ``porto``, ``milan`` and ``lauf``. Addresses are asked as
people write them: samples of the index itself, changed by rules that share nothing with it.
Interpolation is measured on addresses that were held out of the index.
"""

import argparse
import json
import string
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from doorstep.kernel import Point, SeededRng, distance_m
from doorstep.roads import (
    Address,
    AddressIndex,
    Network,
    NoRouteError,
    Position,
    Precision,
    RoadLeg,
    TraceMatcher,
    build_hierarchy,
    find_isochrones,
)
from doorstep.roads.sources import read_graph
from doorstep.roads.sources.address_file import AddressFile, write_address_file
from doorstep.roads.sources.addresses import AddressData, read_address_data

SEED = 2026
SAMPLES = 2000
RIGHT_M = 50.0
FAR_M = 200.0
SURE = 0.7  # what the import of orders plans without asking a person
KINDS = {
    *("Road", "Court", "Drive", "Avenue", "Lane", "Circle", "Way", "Place", "Trail"),
    *("Boulevard", "Parkway", "Terrace", "Street"),
}
TRACES = 100
POSITIONS = 200
SHORTEST_M, LONGEST_M = 3000, 6500
NOISE_M = 8.0


def figures(osm: Path) -> dict[str, float]:
    """Return all figures of this file."""
    return geocoding(osm) | matching_and_reach(osm)


def geocoding(osm: Path) -> dict[str, float]:
    rng = SeededRng(SEED)
    began = time.process_time()
    data = read_address_data(osm / "reisterstown.osm.pbf")
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "addresses.db"
        write_address_file(data, file)
        found["geocode_build_s"] = time.process_time() - began
        found["geocode_file_mb"] = file.stat().st_size / 1e6
        found |= _forms(AddressIndex.of(AddressFile(file)), osm, rng)
    return found | _held_out(data, rng)


def _forms(index: AddressIndex, osm: Path, rng: SeededRng) -> dict[str, float]:
    found: dict[str, float] = {}
    spent: list[float] = []
    forms: dict[str, Callable[[Address], str]] = {
        "clean": lambda a: f"{a.street} {a.number}{_town(a)}",
        "typo": lambda a: f"{_slip(a.street, rng)} {a.number}{_town(a)}",
        "two_typos": lambda a: f"{_slip(_slip(a.street, rng), rng)} {a.number}{_town(a)}",
        "number_first": lambda a: f"{a.number} {a.street}{_town(a)}",
        "dropped_type": lambda a: f"{a.number} {_without_kind(a.street)}{_town(a)}",
        "folded": lambda a: f"{a.number} {a.street}{_town(a)}".lower(),
    }
    entries = index.entries
    for name, write in forms.items():
        right = wrong = 0
        for address in rng.sample(entries, min(SAMPLES, len(entries))):
            text = write(address)
            began = time.process_time()
            match = index.find(text)
            spent.append(time.process_time() - began)
            is_right = match is not None and distance_m(match.point, address.point) <= RIGHT_M
            wrong += match is not None and match.confidence >= SURE and not is_right
            right += is_right
        found[f"geocode_{name}"] = right / SAMPLES
        found[f"geocode_{name}_sure_and_wrong"] = wrong / SAMPLES
    nonsense = _nonsense(osm, rng)
    found["geocode_nonsense_not_found"] = sum(index.find(text) is None for text in nonsense) / len(
        nonsense
    )
    found["geocode_p95_ms"] = float(np.percentile(spent, 95)) * 1000
    return found


def _held_out(data: AddressData, rng: SeededRng) -> dict[str, float]:
    entries = list(data.index().entries)
    rng.shuffle(entries)
    cut = len(entries) // 5
    rest = AddressIndex(entries[cut:], data.streets, data.cities)
    errors, sure, wrong = [], 0, 0
    for address in entries[:cut]:
        match = rest.find(f"{address.number} {address.street}{_town(address)}")
        if match is None or match.confidence < SURE:
            continue
        sure += 1
        away_m = distance_m(match.point, address.point)
        wrong += away_m > FAR_M
        if match.precision is Precision.INTERPOLATED:
            errors.append(away_m)
    return {
        "geocode_held_out_sure": sure / cut,
        "geocode_held_out_sure_over_200_m": wrong / sure,
        "geocode_interpolated_p50_m": float(np.percentile(errors, 50)),
        "geocode_interpolated_p95_m": float(np.percentile(errors, 95)),
    }


def _town(address: Address) -> str:
    parts = " ".join(part for part in (address.postcode, address.city) if part)
    return f", {parts}" if parts else ""


def _slip(text: str, rng: SeededRng) -> str:
    """Return the text with one letter left out, put in, replaced or swapped with the next."""
    at = rng.choice([i for i, c in enumerate(text) if c.isalpha()])
    letter = rng.choice(string.ascii_lowercase)
    return rng.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        ]
    )


def _without_kind(street: str) -> str:
    words = street.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1] in KINDS else street


def _nonsense(osm: Path, rng: SeededRng) -> list[str]:
    """Return streets of other cities, and letters at random, each with a number."""
    texts = []
    for city in ("porto", "milan", "lauf"):
        names = [street.name for street in read_address_data(osm / f"{city}.osm.pbf").streets]
        texts += [f"{name} {rng.randrange(1, 300)}" for name in rng.sample(names, 250)]
    for _ in range(250):
        first, second = (rng.choices(string.ascii_lowercase, k=7) for _ in range(2))
        texts.append(f"{''.join(first)} {''.join(second)} {rng.randrange(1, 300)}")
    return texts


def matching_and_reach(osm: Path) -> dict[str, float]:
    graph = read_graph(osm / "porto.osm.pbf")
    network = Network(graph, build_hierarchy(graph))
    rng = np.random.default_rng(SEED)
    matcher = TraceMatcher(graph, "car")
    recall: list[float] = []
    precision: list[float] = []
    spent: list[float] = []
    while len(recall) < TRACES:
        leg = _random_leg(network, rng)
        positions = _noisy(leg, rng)
        began = time.process_time()
        trace = matcher.match(positions, NOISE_M)
        spent.append(time.process_time() - began)
        driven: dict[tuple[int, bool], float] = {}
        for one in (one for part in trace.parts for one in part):
            metres = float(graph.edge_length_m[one.edge]) * (one.end - one.start)
            driven[one.edge, one.is_forward] = driven.get((one.edge, one.is_forward), 0) + metres
        true: dict[tuple[int, bool], float] = {}
        for step in leg.steps:
            metres = float(graph.edge_length_m[step.edge]) * (step.end - step.start)
            true[step.edge, step.is_forward] = true.get((step.edge, step.is_forward), 0) + metres
        both = sum(min(metres, driven.get(edge, 0.0)) for edge, metres in true.items())
        recall.append(both / sum(true.values()))
        precision.append(both / sum(driven.values()))
    reach = []
    for _ in range(5):
        began = time.process_time()
        find_isochrones(graph, network.view("van"), Point(41.1579, -8.6291), [300, 600, 900])
        reach.append(time.process_time() - began)
    return {
        "match_recall": float(np.mean(recall)),
        "match_precision": float(np.mean(precision)),
        "match_worst_recall": float(np.min(recall)),
        "match_ms": median(spent) * 1000,
        "isochrones_5_10_15_min_ms": median(reach) * 1000,
    }


def _random_leg(network: Network, rng: np.random.Generator) -> RoadLeg:
    graph = network.graph
    while True:
        a, b = (
            Point(float(graph.node_lat[node]), float(graph.node_lon[node]))
            for node in rng.integers(graph.node_count, size=2).tolist()
        )
        if not SHORTEST_M < distance_m(a, b) < LONGEST_M:
            continue
        try:
            return network.route([a, b], "car").legs[0]
        except NoRouteError:
            continue


def _noisy(leg: RoadLeg, rng: np.random.Generator) -> list[Position]:
    line = leg.geometry
    along = np.concatenate([[0.0], np.cumsum([distance_m(a, b) for a, b in pairwise(line)])])
    wanted = np.linspace(0.0, along[-1], POSITIONS)
    lat = np.interp(wanted, along, [p.lat for p in line])
    lon = np.interp(wanted, along, [p.lon for p in line])
    north, east = rng.normal(0, NOISE_M, size=(2, POSITIONS)) / 111_195.08
    lat, lon = lat + north, lon + east / np.cos(np.radians(lat))
    return [Position(Point(y, x)) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--osm", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    arguments = parser.parse_args()
    found = figures(arguments.osm)
    arguments.json.write_text(json.dumps({"figures": found}, indent=2) + "\n")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
