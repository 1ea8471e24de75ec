"""A plan as files: complete, well formed, and safe to open."""

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from jsonschema import Draft202012Validator
from PIL import Image

from doorstep.engine import Change, Reason
from doorstep.orders import Area, read_csv
from doorstep.planning import (
    plan_schema,
    to_geojson,
    to_html,
    to_json,
    to_manifest,
    to_rejected_csv,
    to_stops_csv,
)
from doorstep.planning.files.atomic import write_files
from doorstep.planning.files.manifest import manifest_pictures
from doorstep.plumbing.formulas import defuse, restore
from worlds.plans import FORMULA, HOSTILE, small_plan


def test_plan_json_keeps_to_its_schema() -> None:
    schema = plan_schema()
    document = json.loads(to_json(small_plan()))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    assert document["version"] == 1
    # 09:30 in Helsinki in May.
    assert document["routes"][0]["stops"][0]["service_start_at"] == "2026-05-04T06:30:00Z"


def test_the_schema_refuses_what_is_not_a_plan() -> None:
    schema = plan_schema()
    document = json.loads(to_json(small_plan()))
    del document["routes"][0]["stops"][0]["parcels"]
    document["unassigned"][0]["reason"] = "bad_luck"
    document["extra"] = 1
    assert len(list(Draft202012Validator(schema).iter_errors(document))) == 3


def test_the_schema_knows_every_reason_and_every_change() -> None:
    change = plan_schema()["$defs"]["fix"]["properties"]["change"]
    assert change["enum"] == [change.value for change in Change]
    reason = plan_schema()["$defs"]["unassigned"]["properties"]["reason"]
    assert reason["enum"] == [*(reason.value for reason in Reason), "collection"]


def test_geojson_puts_longitude_first_and_draws_every_route_and_stop() -> None:
    features = json.loads(to_geojson(small_plan()))["features"]
    kinds = [feature["properties"]["kind"] for feature in features]
    assert kinds == ["depot", "route", "stop", "stop", "unassigned"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [24.952, 60.166]}
    assert features[1]["geometry"]["coordinates"][1] == [24.94, 60.165]


def test_a_route_without_length_is_still_a_line() -> None:
    plan = small_plan()
    plan = replace(plan, routes=(replace(plan.routes[0], geometry=""),))
    line = json.loads(to_geojson(plan))["features"][1]["geometry"]
    assert line["coordinates"] == [[24.952, 60.166]] * 2


def test_stops_csv_runs_no_formula_and_loses_no_text() -> None:
    text = to_stops_csv(small_plan()).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert first["name"] == "'" + FORMULA
    assert restore(first["name"]) == FORMULA
    assert restore(first["note"]) == "'quoted"
    assert second["reference"] == "Ä-2 漢"
    # 06:10 UTC is 09:10 in Helsinki in May.
    assert first["arrival"] == "2026-05-04T09:10+03:00"
    assert first["windows"] == "2026-05-04T09:30+03:00/2026-05-04T12:00+03:00"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "'x", "\uff1d1", "a=1", ""]
)
def test_what_is_defused_can_always_be_restored(text: str) -> None:
    assert defuse(text)[:1] not in {"=", "+", "-", "@", "\t"}
    assert restore(defuse(text)) == text


def test_every_stop_has_a_barcode_that_reads_as_its_reference() -> None:
    (page,) = manifest_pictures(small_plan(), ppi=200)
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L"))
    assert sorted(code.text for code in found) == ["A-1", "Ä-2 漢"]


def test_the_manifest_is_the_same_file_for_the_same_plan() -> None:
    assert to_manifest(small_plan()) == to_manifest(small_plan())


def test_a_long_route_continues_and_the_next_begins_on_its_own_page() -> None:
    plan = small_plan()
    (route,) = plan.routes
    stop = route.stops[0]
    stops = tuple(replace(stop, sequence=n, reference=f"R{n}") for n in range(1, 31))
    plan = replace(plan, routes=(replace(route, stops=stops), replace(route, vehicle="Van 2")))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_manifest(plan))).pages]
    assert [("Van 2" in page) for page in pages] == [False, False, True]
    assert "Route 1 of 2 · Page 2" in pages[1]
    assert "Bulevardi 5" in pages[0]


class Elements(HTMLParser):
    """Counts what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]


def test_the_page_stands_alone_and_takes_texts_as_texts() -> None:
    page = to_html(small_plan())
    elements = Elements()
    elements.feed(page)
    assert HOSTILE not in page
    assert elements.tags.count("img") == 0
    assert elements.tags.count("script") == 2
    assert set(elements.addresses) == {"#routes", "data:,"}
    assert "default-src 'none'" in page


def test_rejected_rows_keep_their_cells_and_say_why() -> None:
    data = b"reference;lat;lon;name\nA;60;x;=cmd\nB;-1,5;2;Bo\nC;91;2;Cy;more\n"
    found = read_csv(data, timezone="UTC", service_on=small_plan().service_on, area=Area())
    text = to_rejected_csv(found).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert (first["lon"], first["name"], first["line"]) == ("x", "'=cmd", "2")
    assert first["reasons"].startswith("lon: This is not a number.")
    assert second["reasons"].endswith("Cells beyond the header: more")


def test_files_are_replaced_whole_and_removed_when_they_are_gone(tmp_path: Path) -> None:
    write_files(tmp_path / "new", {"a": b"1", "b": b"2"})
    write_files(tmp_path / "new", {"a": b"3", "b": None})
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a"]
    assert (tmp_path / "new/a").read_bytes() == b"3"
