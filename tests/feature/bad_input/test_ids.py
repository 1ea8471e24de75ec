"""Ids that devices make: of another form, climbing, endless."""
# Bad input: B-72 (docs/guides/bad-input.md).

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from worlds.day import at
from worlds.day_on_server import API, Served, photo, report, serve_day
from worlds.devices import Phone

WRONG = ("../x", "..", "a/b", "A" * 36, "0" * 35, "0" * 4096, "🛵" * 36, "%2e%2e", "a\0b")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("ids")
    with serve_day(folder) as opened:
        opened.release()
        opened.day.clock.advance(at("06:30") - at("05:00"))
        yield opened


@pytest.mark.parametrize("name", WRONG, ids=lambda one: one[:8])
def test_no_device_is_registered_under_an_id_of_another_form(served: Served, name: str) -> None:
    path = f"{API}/driver/devices/{quote(name, safe='')}"
    answer = served.ada.put(path, json=Phone().registration())
    assert answer.status_code in (404, 405, 422), answer.text
    handed = served.ada.post(f"{path}/held-reports", json={"commands": []})
    assert handed.status_code in (404, 405, 422), handed.text


@pytest.mark.parametrize("name", WRONG, ids=lambda one: one[:8])
def test_a_report_under_such_an_id_is_refused_and_holds_up_no_other(
    served: Served, name: str
) -> None:
    route = served.route_of(served.ada)
    good = report("arrive", route, "06:10", stop="A")
    device = {"id": name.replace("\0", ""), "sequence": 1}
    bad = report("arrive", route, "06:10", stop="A")
    sent = [bad | {"id": f"{name[:35]}x"}, bad | {"device": device}, good]
    outcomes = [one["outcome"] for one in served.report(served.ada, *sent)]
    assert outcomes == ["refused", "refused", "applied"]


def test_a_picture_is_kept_under_its_hash_whatever_it_was_called(
    served: Served, tmp_path: Path
) -> None:
    _, data = photo()
    for name in WRONG:
        answer = served.ada.put(f"{API}/driver/files/{quote(name, safe='')}", content=data)
        assert answer.status_code in (404, 405, 422), answer.text
    assert list(tmp_path.parent.glob("x")) == []
