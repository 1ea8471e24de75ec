"""Finding the best place for one more shipment."""

from dataclasses import replace

from doorstep.engine.insertion import Positions
from doorstep.engine.keeping import keep_feasible
from doorstep.engine.places import Place
from worlds.problems import OK_SMALL, draw, during, ok_small, van


def test_the_cheapest_place_is_found_with_what_it_adds() -> None:
    # c between d and the depot is on the way; the round then costs what it did
    positions = Positions(ok_small(), {0: [0, 1, 3]})

    assert positions.find_best(2) == Place(vehicle=0, position=3, added_cost=0)


def test_an_unused_vehicle_offers_an_empty_route_at_its_full_price() -> None:
    positions = Positions(ok_small(), {})

    # a and back: 1000 + 6 x 160
    assert positions.find_best(0) == Place(vehicle=0, position=0, added_cost=1960)


def test_what_is_put_in_takes_its_place_and_its_load() -> None:
    problem = draw(OK_SMALL, [replace(van(), capacity=(2,))])
    positions = Positions(problem, {0: [0]})
    place = positions.find_best(1)
    assert place is not None

    positions.put(1, place)

    assert sorted(positions.sequences[0]) == [0, 1]
    assert positions.find_best(2) is None


def test_the_next_alike_vehicle_is_offered_once_the_first_is_used() -> None:
    single = [replace(van(f"van {number}"), capacity=(1,)) for number in (1, 2)]
    positions = Positions(draw(OK_SMALL, single), {0: [0]})

    assert positions.find_best(1) == Place(vehicle=1, position=0, added_cost=1000 + 12 * 160)


def test_a_place_that_makes_a_later_stop_late_is_no_place() -> None:
    # b closes at 08:06 and is reached just then by way of a; the detour over c takes 4 more
    problem = draw(OK_SMALL, windows={"b": [during("08:00", "08:06")]})
    positions = Positions(problem, {0: [0, 1]})

    place = positions.find_best(2)

    assert place is not None
    assert place.position == 2


def test_a_broken_route_keeps_the_stops_that_fit() -> None:
    problem = draw(OK_SMALL, windows={"b": [during("08:00", "08:04")]})

    # b is six minutes away
    assert keep_feasible(problem, 0, [0, 1, 3, 2]) == [0, 3, 2]
    assert keep_feasible(problem, 0, [0, 3, 2]) == [0, 3, 2]
