"""What would make a shipment fit, drawn. The van's cell is one minute and costs 160."""

from dataclasses import replace

from doorstep.engine import Change, Problem, Relaxation, Vehicle, check, evaluate, explain, relax
from doorstep.engine.problem import Window
from worlds.problems import at, draw, during, van, with_vehicles

A, B = 0, 1
TOWN = "D . a . b"


def shift(early: str, late: str) -> Vehicle:
    return replace(van(), shift=during(early, late))


def offers_for_b(town: Problem) -> tuple[Relaxation, ...]:
    """Explain the plan in which van 1 goes to a and back: 4 cells, 1000 + 640."""
    return explain(town, evaluate(town, [(0, [A])])).relaxations[B]


def test_a_shift_that_is_a_minute_short_is_offered_a_minute() -> None:
    # D b a D takes 4 + 2 + 2 = 8 minutes of 7 and adds 4 cells: 4 x 160
    assert offers_for_b(draw(TOWN, [shift("08:00", "08:07")])) == (
        Relaxation(B, Change.SHIFT_END, 0, 0, 60, added_cost=640, window=during("08:00", "08:08")),
    )


def test_a_window_that_closes_before_anyone_can_be_there_is_offered_to_close_later() -> None:
    # b is 4 minutes away and closes after 3
    town = draw(TOWN, windows={"b": [during("08:00", "08:03")]})

    assert offers_for_b(town) == (
        Relaxation(
            B, Change.WINDOW_LATER, 0, 0, 60, added_cost=640, window=during("08:00", "08:04")
        ),
    )


def test_a_window_that_opens_too_late_is_offered_to_open_earlier_or_the_shift_to_end_later() -> (
    None
):
    # To be back at 08:20 service must start by 08:16, and the window opens at 08:30; starting
    # then, b is left for home at 08:30 and the van back at 08:34. Both add 4 cells: 640.
    town = draw(TOWN, [shift("08:00", "08:20")], windows={"b": [during("08:30", "09:00")]})

    found = offers_for_b(town)

    assert [(one.change, one.amount, one.window, one.added_cost) for one in found] == [
        (Change.WINDOW_EARLIER, 14 * 60, during("08:16", "09:00"), 640),
        (Change.SHIFT_END, 14 * 60, during("08:00", "08:34"), 640),
    ]


def test_part_of_a_minute_is_rounded_up() -> None:
    # back at 08:08:00, 30 seconds after the shift
    car = replace(van(), shift=Window(at("08:00"), at("08:07") + 30))

    assert [one.amount for one in offers_for_b(draw(TOWN, [car]))] == [60]


def test_a_full_van_is_offered_more_room_before_another_van() -> None:
    # 2 kg into 1 kg left of 2; another van costs 1000 and 8 cells: 1000 + 1280
    town = draw(TOWN, [replace(van(), capacity=(2,))], loads={"b": 2})

    found = offers_for_b(town)

    assert [(one.change, one.load, one.added_cost) for one in found] == [
        (Change.CAPACITY, (1,), 640),
        (Change.VEHICLE, (), 2280),
    ]


def test_the_vehicle_that_lacks_the_smallest_part_of_its_capacity_is_offered() -> None:
    # a takes 1 kg of each: b's 4 kg are 1 of 4 kg too much for van 1, 2 of 20 for van 2
    small = replace(van(), capacity=(4,), shift=during("08:00", "12:00"))
    large = replace(van("van 2"), capacity=(20,))
    town = draw("c D . a . b", [small, large], loads={"b": 4, "c": 18})

    found = explain(town, evaluate(town, [(0, [A]), (1, [2])])).relaxations[B]

    assert (found[0].change, found[0].vehicle, found[0].load) == (Change.CAPACITY, 1, (2,))


def test_a_missing_skill_is_offered() -> None:
    town = draw(TOWN, skills={"b": ["cold"]})

    found = offers_for_b(town)

    assert [(one.change, one.skills, one.added_cost) for one in found] == [
        (Change.SKILLS, frozenset({"cold"}), 640)
    ]


def test_one_more_stop_is_offered() -> None:
    found = offers_for_b(draw(TOWN, [replace(van(), max_stops=1)]))

    assert [(one.change, one.amount) for one in found] == [
        (Change.MAX_STOPS, 1),
        (Change.VEHICLE, 1),
    ]


def test_what_is_not_worth_it_is_offered_the_prize_that_would_be() -> None:
    # 640 more must be less than the prize of 5 + 636
    found = offers_for_b(draw(TOWN, prizes={"b": 5}))

    assert [(one.change, one.amount, one.added_cost) for one in found] == [
        (Change.PRIZE, 636, 640)
    ]


def test_what_fits_as_it_is_needs_nothing() -> None:
    found = offers_for_b(draw(TOWN))

    assert [(one.change, one.amount, one.added_cost) for one in found] == [
        (Change.NOTHING, 0, 640)
    ]


def test_an_unused_van_is_no_other_van() -> None:
    # van 2 stands idle with its own, shorter shift: b and back takes 8 minutes of 5
    idle = replace(van("van 2"), shift=during("08:00", "08:05"))
    town = draw(TOWN, [replace(van(), capacity=(1,)), idle])

    found = offers_for_b(town)

    assert [(one.change, one.vehicle, one.amount) for one in found] == [
        (Change.CAPACITY, 0, 0),
        (Change.SHIFT_END, 1, 180),
        (Change.VEHICLE, 0, 1),
    ]


def test_two_things_missing_at_once_are_not_offered() -> None:
    town = draw(TOWN, [replace(van(), max_stops=1)], skills={"b": ["cold"]})

    assert offers_for_b(town) == ()


def test_nothing_helps_where_no_road_leads() -> None:
    assert offers_for_b(draw(TOWN, closed=["Db", "ab"])) == ()


def test_nothing_helps_without_vehicles() -> None:
    town = with_vehicles(draw("D . a"))

    assert explain(town, evaluate(town, [])).relaxations == {0: ()}


def test_of_many_the_dearest_are_looked_at_and_the_rest_is_named() -> None:
    town = draw("D a b c", [shift("08:00", "08:00")], prizes={"a": 5, "b": 9})

    found = explain(town, evaluate(town, []), most_shipments=2)

    assert (list(found.relaxations), found.skipped) == ([1, 2], (0,))


def test_another_vehicle_gets_a_name_of_its_own() -> None:
    town = draw(TOWN, [replace(van(), capacity=(1,))])
    another = offers_for_b(town)[1]

    changed = relax(town, another)

    assert [car.name for car in changed.vehicles] == ["van 1", "van 1 (another)"]
    assert check(changed, evaluate(changed, [(0, [A]), (1, [B])])) == []
