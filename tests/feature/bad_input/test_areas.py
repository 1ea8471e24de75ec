"""Drawn areas that are none, and ways across the 180th meridian."""
# Bad input: B-33 (docs/guides/bad-input.md).

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import open_console

A, B, C, D = [24.940, 60.168], [24.942, 60.168], [24.942, 60.170], [24.940, 60.170]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, region: Region) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("areas")
    with open_console(folder, region) as opened:
        yield opened


def draw(client: TestClient, *rings: list[list[float]]) -> Any:
    body = {
        "name": "Fair",
        "kind": "closure",
        "starts_at": "2026-06-01T00:00:00Z",
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }
    return client.post("disruptions", json=body)


@pytest.mark.parametrize(
    ("rings", "said"),
    [
        ([[A, B, C, D]], "not closed"),
        ([[A, B]], "not closed"),
        ([[A, B, A]], "not closed"),
        ([[A, C, B, D, A]], "crosses itself"),
        ([[A, A, A, A]], "crosses itself"),
        ([[A, B, C, D, A], [A, B, C, A]], "has a hole"),
        ([[[24.94 + n / 1e7, 60.168] for n in range(5001)] + [[24.94, 60.168]]], "too fine"),
        ([[[181.0, 60.168], B, C, [181.0, 60.168]]], "outside -180..180"),
        ([[[24.94, 91.0], B, C, [24.94, 91.0]]], "outside -90..90"),
    ],
    ids=[
        "open",
        "two points",
        "there and back",
        "bow tie",
        "a point",
        "hole",
        "fine",
        "lon",
        "lat",
    ],
)
def test_an_area_that_is_none_is_refused_with_what_is_wrong(
    client: TestClient, rings: list[list[list[float]]], said: str
) -> None:
    refused = draw(client, *rings)
    assert refused.status_code == 422, refused.text
    reasons = [one["reason"] for one in refused.json()["findings"]]
    assert any(said in reason for reason in reasons), reasons
    assert client.get("disruptions").json()["items"] == []


def test_an_area_counts_whichever_way_round_it_was_drawn(client: TestClient) -> None:
    previews = []
    for ring in ([A, B, C, D, A], [A, D, C, B, A]):
        made = draw(client, ring)
        assert made.status_code == 201, made.text
        previews.append(made.json()["edges"])
        path = f"disruptions/{made.json()['id']}"
        assert client.delete(path, headers={"If-Match": made.headers["etag"]}).status_code == 204
    assert previews[0] == previews[1] > 0
