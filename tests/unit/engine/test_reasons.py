"""Each reason a shipment is left out, drawn."""

from dataclasses import replace

from doorstep.engine import Problem, Reason, Vehicle, Window, solve
from worlds.problems import draw, during, van, with_vehicles


def reasons_of(problem: Problem) -> dict[str, Reason]:
    solution = solve(problem, seconds=10, iterations=50)
    return {problem.shipments[left.shipment].name: left.reason for left in solution.unassigned}


def shift(early: str, late: str) -> Vehicle:
    return replace(van(), shift=during(early, late))


def test_no_vehicle() -> None:
    assert reasons_of(with_vehicles(draw("D . a"))) == {"a": Reason.NO_VEHICLE}


def test_skills() -> None:
    town = draw("D . a . b", skills={"a": ["cold"]})

    assert reasons_of(town) == {"a": Reason.SKILLS}


def test_skills_must_be_together_on_one_vehicle() -> None:
    crane = replace(van("van 1"), skills=frozenset({"crane"}))
    cold = replace(van("van 2"), skills=frozenset({"cold"}))
    town = draw("D . a . b", [crane, cold], skills={"a": ["cold", "crane"], "b": ["cold"]})

    assert reasons_of(town) == {"a": Reason.SKILLS}


def test_capacity_counts_the_skilled_vehicles_only() -> None:
    cold = replace(van("van 2"), skills=frozenset({"cold"}), capacity=(4,))
    town = draw("D . a . b", [van(), cold], skills={"a": ["cold"]}, loads={"a": 5, "b": 10})

    assert reasons_of(town) == {"a": Reason.CAPACITY}


def test_unreachable_there() -> None:
    assert reasons_of(draw("D . a . b", closed=["Da", "ba"])) == {"a": Reason.UNREACHABLE}


def test_unreachable_back() -> None:
    assert reasons_of(draw("D . a . b", closed=["aD", "ab"])) == {"a": Reason.UNREACHABLE}


def test_what_is_reachable_by_way_of_another_stop_is_served() -> None:
    assert reasons_of(draw("D . a . b", closed=["Da"])) == {}


def test_time_window_too_early_for_the_way() -> None:
    town = draw("D . a . b", windows={"b": [during("08:00", "08:03")]})

    assert reasons_of(town) == {"b": Reason.TIME_WINDOW}


def test_shift_too_short_to_come_back() -> None:
    # b is 4 minutes away: there at 08:04, back at 08:08
    assert reasons_of(draw("D . a . b", [shift("08:00", "08:07")])) == {"b": Reason.SHIFT}


def test_window_after_the_shift() -> None:
    town = draw("D . a", [shift("08:00", "12:00")], windows={"a": [during("13:00", "14:00")]})

    assert reasons_of(town) == {"a": Reason.SHIFT}


def test_no_stop_allowed() -> None:
    assert reasons_of(draw("D . a", [replace(van(), max_stops=0)])) == {"a": Reason.MAX_STOPS}


def test_one_stop_too_many() -> None:
    # b is farther than a, so it is the one left out: 2 x 4 cells against 2 x 2
    town = draw("D . a . b", [replace(van(), max_stops=1)])

    assert reasons_of(town) == {"b": Reason.MAX_STOPS}


def test_fleet_full_by_load() -> None:
    town = draw("D . a . b", [replace(van(), capacity=(1,))])

    assert reasons_of(town) == {"b": Reason.FLEET_FULL}


def test_fleet_full_by_time() -> None:
    # both need the whole minute from 08:02 on, four cells apart
    now = Window(8 * 3600 + 120, 8 * 3600 + 121)
    town = draw("a . D . b", windows={"a": [now], "b": [now]}, prizes={"a": 9000, "b": 9001})

    assert reasons_of(town) == {"a": Reason.FLEET_FULL}


def test_not_worth_it() -> None:
    assert reasons_of(draw("D . a", prizes={"a": 5})) == {"a": Reason.NOT_WORTH_IT}
