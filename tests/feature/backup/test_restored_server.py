"""The server was restored from a backup and is older than the phones and screens it serves."""
# Bad input: B-83 (docs/guides/bad-input.md).

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep.plumbing import journal
from worlds.day import at
from worlds.day_on_server import API, Served, report, serve_day
from worlds.devices import Phone
from worlds.in_hand import bring_back, set_aside


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve_day(tmp_path) as opened:
        opened.release()
        opened.day.clock.advance(at("06:30") - at("05:00"))
        yield opened


def last_id(heard: str) -> str:
    return str(re.findall(r"^id: (\S+)$", heard, re.MULTILINE)[-1])


def listen(served: Served, last: str) -> str:
    return served.hear(served.office, "/live", last)


def test_a_screen_that_saw_what_was_undone_is_told_to_load_everything_anew(
    served: Served, tmp_path: Path
) -> None:
    route = served.route_of(served.ada)
    served.report(served.ada, report("start_route", route, "06:00"))
    set_aside(tmp_path)
    before = last_id(listen(served, "0"))
    served.report(served.ada, report("deliver", route, "06:15", stop="A"))
    undone = last_id(listen(served, "0"))

    bring_back(tmp_path)

    # At the very place that the backup ends at, what the screen saw still holds.
    assert "event: reset" not in listen(served, before)
    ahead = listen(served, undone)
    assert "event: reset" in ahead
    # As far as before, by other events: the number is there again, the event is not.
    served.report(served.ada, report("arrive", route, "06:10", stop="A"))
    served.report(served.ada, report("fail", route, "06:20", stop="A", reason="refused"))
    other = listen(served, undone)
    assert "event: reset" in other
    assert int(last_id(listen(served, "0")).partition(".")[0]) >= int(undone.partition(".")[0])


@pytest.mark.parametrize(
    "last", ["9999999.01234567", "1", "1.0123456", "-1.01234567", "x", "1.0123456g"]
)
def test_a_place_in_the_journal_that_never_was_means_everything_anew(
    served: Served, last: str
) -> None:
    heard = listen(served, last)
    assert "event: reset" in heard
    assert "\nid: " not in heard


def test_a_place_in_another_company_s_journal_is_none_here(served: Served) -> None:
    mine = last_id(listen(served, "0"))
    with served.day.kit.database.write(None) as session:
        session.connection().exec_driver_sql(
            "insert into tenants (id, name, timezone, currency, locale, region,"
            " asks_managers_twice, version) select 'other', name, timezone, currency, locale,"
            " region, asks_managers_twice, version from tenants"
        )
    with served.day.kit.write("other", "system") as unit:
        unit.emit("thing.happened", "1", {})
    with served.day.kit.read("other") as unit:
        (event,) = journal.list_after(unit.session, 0)
    assert "event: reset" in listen(served, f"{event.sequence}.{event.mark}")
    assert "event: reset" not in listen(served, mine)


def test_reports_that_the_restore_has_lost_show_as_a_gap_and_what_waited_is_taken(
    served: Served, tmp_path: Path
) -> None:
    """A phone forgets what was acknowledged; the numbers tell that something is missing."""
    phone, route = Phone(), served.route_of(served.ada)
    phone.register(served)
    served.report(served.ada, phone.seal(report("start_route", route, "06:00")))
    set_aside(tmp_path)
    served.report(served.ada, phone.seal(report("deliver", route, "06:15", stop="A")))
    waiting = phone.seal(report("fail", route, "06:20", stop="B", reason="refused"))

    bring_back(tmp_path)

    (result,) = served.report(served.ada, waiting)
    assert result["outcome"] == "applied"
    (gap,) = served.office.get(f"{API}/devices/gaps").json()["items"]
    assert (gap["device_id"], gap["missing"], gap["count"]) == (phone.id, [2], 1)
    # Done again by hand, it counts once: the office's word, and the phone's number stays open.
    assert served.day.status("A") == "out_for_delivery"
