"""Any routing problem at all, small: what property tests of the engine draw from."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from doorstep.engine import (
    Crossing,
    Emissions,
    Problem,
    Profile,
    Shipment,
    Slices,
    Vehicle,
    Window,
)
from doorstep.engine.hours import RestRule
from doorstep.engine.parts import Activity, Balance, Break, Pickup, TimePrice

SKILLS = ("cold", "crane")

skill_sets = st.frozensets(st.sampled_from(SKILLS))


@st.composite
def matrices(draw: st.DrawFn, name: str, locations: int) -> Profile:
    """Any table: asymmetric, without the triangle inequality, with missing legs."""
    legs = st.integers(-1, 50)
    cells = draw(st.lists(legs, min_size=locations**2, max_size=locations**2))
    duration_s = np.array(cells, dtype=np.int32).reshape(locations, locations)
    np.fill_diagonal(duration_s, 0)
    factor = draw(st.integers(1, 20))
    return Profile(name, duration_s, np.where(duration_s < 0, -1, duration_s * np.int32(factor)))


@st.composite
def by_time(draw: st.DrawFn, profile: Profile) -> Profile:
    """The same connections with any traffic in up to four slices, also some that take no time."""
    starts = sorted(draw(st.sets(st.integers(-20, 300), min_size=1, max_size=4)))
    cells = draw(
        st.lists(
            st.integers(0, 90),
            min_size=len(starts) * profile.duration_s.size,
            max_size=len(starts) * profile.duration_s.size,
        )
    )
    duration_s = np.array(cells, np.int32).reshape(len(starts), *profile.duration_s.shape)
    duration_s[:, np.eye(len(profile.duration_s), dtype=bool)] = 0
    duration_s[:, profile.duration_s < 0] = -1
    crossing = draw(st.sampled_from(Crossing))
    return replace(profile, slices=Slices(tuple(starts), duration_s, crossing))


@st.composite
def time_windows(draw: st.DrawFn, longest: int) -> Window:
    early = draw(st.integers(-20, 200))
    return Window(early, early + draw(st.integers(0, longest)))


emissions = st.builds(Emissions, st.integers(0, 900), st.sampled_from([0, 10**6, 5 * 10**6]))


@st.composite
def vehicles(draw: st.DrawFn, name: str, profiles: int, locations: int, loads: int) -> Vehicle:
    place = st.integers(0, locations - 1)
    return Vehicle(
        name=name,
        profile=draw(st.integers(0, profiles - 1)),
        start=draw(place),
        end=draw(place),
        shift=draw(time_windows(longest=400)),
        capacity=tuple(draw(st.integers(0, 12)) for _ in range(loads)),
        fixed_cost=draw(st.integers(0, 500)),
        cost_per_m=draw(st.integers(0, 3)),
        cost_per_s=draw(st.integers(0, 3)),
        skills=draw(skill_sets),
        max_stops=draw(st.none() | st.integers(0, 4)),
        emissions=draw(st.none() | emissions),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    locations = draw(st.integers(1, 6))
    loads = draw(st.integers(0, 2))
    names = draw(st.sampled_from([("van",), ("van", "bicycle")]))
    return Problem(
        profiles=tuple(draw(matrices(name, locations)) for name in names),
        vehicles=tuple(
            draw(vehicles(f"v{number}", len(names), locations, loads))
            for number in range(draw(st.integers(0, 3)))
        ),
        shipments=tuple(
            Shipment(
                name=f"s{number}",
                location=draw(st.integers(0, locations - 1)),
                load=tuple(draw(st.integers(0, 6)) for _ in range(loads)),
                windows=tuple(draw(st.lists(time_windows(longest=100), max_size=3))),
                service_s=draw(st.integers(0, 20)),
                skills=draw(st.just(frozenset[str]()) | skill_sets),
                prize=draw(st.none() | st.integers(0, 5000)),
                forbidden_skills=draw(st.just(frozenset[str]()) | skill_sets),
            )
            for number in range(draw(st.integers(0, 8)))
        ),
        load_names=tuple(f"load {number}" for number in range(loads)),
    )


@st.composite
def limited_problems(draw: st.DrawFn) -> Problem:
    """As above; vehicles may be out only so long and far, with overtime, and serve only some."""
    plain = draw(problems())
    cars = tuple(
        replace(
            car,
            max_duration_s=draw(st.none() | st.integers(50, 500)),
            max_distance_m=draw(st.none() | st.integers(50, 3000)),
            overtime_s=draw(st.just(0) | st.integers(0, 200)),
            overtime_cost_per_s=draw(st.integers(0, 5)),
        )
        for car in plain.vehicles
    )
    meant = st.none() | st.frozensets(st.sampled_from(range(len(cars)))) if cars else st.none()
    shipments = tuple(replace(stop, vehicles=draw(meant)) for stop in plain.shipments)
    return replace(plain, vehicles=cars, shipments=shipments)


PLACES = 5

places = st.integers(0, PLACES - 1)

instants = st.none() | st.integers(0, 150)

visit_costs = st.just(0) | st.integers(0, 900)


@st.composite
def breaks(draw: st.DrawFn) -> Break:
    return Break(
        windows=tuple(draw(st.lists(time_windows(longest=100), min_size=1, max_size=2))),
        duration_s=draw(st.integers(0, 40)),
        is_paid=draw(st.booleans()),
    )


@st.composite
def resting_problems(draw: st.DrawFn) -> Problem:
    """Drivers with up to three breaks, and shipments of which most can be served."""
    cells = draw(st.lists(st.integers(0, 30), min_size=PLACES**2, max_size=PLACES**2))
    duration_s = np.array(cells, np.int32).reshape(PLACES, PLACES)
    np.fill_diagonal(duration_s, 0)
    cars = tuple(
        Vehicle(
            name=f"v{number}",
            profile=0,
            start=draw(places),
            end=draw(places),
            shift=Window(early := draw(st.integers(-20, 50)), early + draw(st.integers(99, 400))),
            capacity=(draw(st.integers(3, 9)),),
            fixed_cost=draw(st.integers(0, 500)),
            cost_per_m=draw(st.integers(0, 3)),
            cost_per_s=draw(st.integers(0, 3)),
            max_duration_s=draw(st.none() | st.integers(50, 500)),
            overtime_s=draw(st.just(0) | st.integers(0, 99)),
            overtime_cost_per_s=draw(st.integers(0, 5)),
            breaks=tuple(draw(st.lists(breaks(), max_size=3))),
        )
        for number in range(draw(st.integers(1, 2)))
    )
    hours = st.lists(time_windows(longest=200), max_size=2)
    shipments = tuple(
        Shipment(
            f"s{number}",
            draw(places),
            (1,),
            windows=tuple(draw(st.just([]) | hours)),
            service_s=draw(st.integers(0, 20)),
            prize=draw(st.none() | st.integers(0, 5000)),
        )
        for number in range(draw(st.integers(1, 6)))
    )
    profile = Profile("van", duration_s, duration_s * np.int32(draw(st.integers(1, 20))))
    return Problem((profile,), cars, shipments, load_names=("load",))


@st.composite
def rest_rules(draw: st.DrawFn) -> RestRule:
    rest_s = draw(st.integers(2, 30))
    first_s = draw(st.integers(1, rest_s - 1))
    parts_s = draw(st.sampled_from([(), (first_s, rest_s - first_s)]))
    return RestRule(draw(st.integers(20, 120)), rest_s, parts_s, work_counts=not parts_s)


balances = st.builds(
    Balance, st.integers(0, 300), st.integers(0, 3), st.integers(0, 4), st.integers(0, 300)
)


@st.composite
def rich_vehicles(draw: st.DrawFn, name: str) -> Vehicle:
    rest = draw(st.none() | rest_rules())
    return replace(
        draw(vehicles(name, 1, PLACES, 1)),
        breaks=tuple(draw(st.just([]) | st.lists(breaks(), max_size=2))),
        rest=rest,
        max_duration_s=draw(st.none() | st.integers(50, 500)),
        max_driving_s=draw(st.none() | st.integers(50, 300)),
        max_distance_m=draw(st.none() | st.integers(50, 3000)),
        overtime_s=draw(st.just(0) | st.integers(0, 200)),
        overtime_cost_per_s=draw(st.integers(0, 5)),
        max_trips=draw(st.integers(1, 3)),
        reload_s=draw(st.integers(0, 10)),
        reload_at=draw(st.none() | places),
        on_board=draw(st.just(()) | st.tuples(st.integers(0, 3))),
        is_lifo=draw(st.booleans()),
        travel_percent=draw(st.just(100) | st.integers(50, 150)),
        service_percent=draw(st.just(100) | st.integers(50, 150)),
        balance=draw(st.none() | balances),
    )


@st.composite
def rich_shipments(draw: st.DrawFn, number: int, count: int, cars: int) -> Shipment:
    """Any shipment; the earlier ones may come before it, so that there is an order."""
    kind = draw(st.sampled_from([Activity.DELIVERY, Activity.DELIVERY, Activity.PICKUP]))
    is_pair = kind is Activity.DELIVERY and draw(st.booleans())
    pickup = Pickup(
        draw(places),
        tuple(draw(st.lists(time_windows(longest=200), max_size=2))),
        draw(st.integers(0, 20)),
        draw(st.integers(0, 20)),
        draw(visit_costs),
    )
    price = TimePrice(draw(time_windows(longest=100)), draw(st.integers(0, 900)))
    others = st.integers(0, count - 1)
    return Shipment(
        name=f"s{number}",
        location=draw(places),
        load=(draw(st.integers(0, 5)),),
        windows=tuple(draw(st.lists(time_windows(longest=200), max_size=2))),
        service_s=draw(st.integers(0, 20)),
        skills=draw(st.just(frozenset[str]()) | skill_sets),
        prize=draw(st.none() | st.integers(0, 5000)),
        forbidden_skills=draw(st.just(frozenset[str]()) | skill_sets),
        kind=kind,
        returns=(draw(st.integers(0, 4)),) if kind is Activity.DELIVERY else (),
        pickup=pickup if is_pair else None,
        max_ride_s=draw(st.none() | st.integers(0, 150)) if is_pair else None,
        setup_s=draw(st.integers(0, 20)),
        visit_cost=draw(visit_costs),
        release=None if is_pair else draw(instants),
        due=draw(instants),
        late_cost_per_s=draw(st.integers(0, 4)),
        time_prices=draw(st.sampled_from([(), (price,)])),
        vehicles=draw(st.none() | st.frozensets(st.integers(0, cars - 1))) if cars else None,
        kept_by=draw(st.none() | st.integers(0, cars - 1)) if cars else None,
        moving_cost=draw(st.integers(0, 500)),
        goods=frozenset(draw(st.lists(st.sampled_from(["food", "paint"]), max_size=1))),
        not_with=frozenset(draw(st.just([]) | st.lists(st.just("paint"), max_size=1))),
        after=draw(st.just(frozenset[int]()) | st.frozensets(others, max_size=1)) - {number},
    )


@st.composite
def rich_problems(draw: st.DrawFn, most: int = 5, cars: int = 2) -> Problem:
    """Any problem with any of the rules; choices and initial routes are left to drawn towns."""
    count = draw(st.integers(1, most))
    profile = draw(matrices("van", PLACES))
    is_by_time = draw(st.booleans())
    drivers = (draw(rich_vehicles(f"v{number}")) for number in range(cars))
    return Problem(
        profiles=(draw(by_time(profile)) if is_by_time else profile,),
        vehicles=tuple(drivers),
        shipments=tuple(draw(rich_shipments(number, count, cars)) for number in range(count)),
        load_names=("load",),
    )


@st.composite
def sequences(draw: st.DrawFn, problem: Problem) -> list[int]:
    """Any order of some activities; pairs are mostly whole, reloads may be among them."""
    chosen = draw(st.lists(st.integers(0, len(problem.shipments) - 1), unique=True, min_size=1))
    numbers = [number for one in chosen for number in problem.activities.list_of(one)]
    numbers += [problem.activities.reload] * draw(st.integers(0, 1))
    return draw(st.permutations(numbers))
