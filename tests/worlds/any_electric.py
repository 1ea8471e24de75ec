"""Any small problem with electric vehicles: what property tests draw from."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from doorstep.engine import Battery, Problem, Profile, Station, Window
from worlds.any_problem import PLACES, SKILLS, places, rich_problems


@st.composite
def stations(draw: st.DrawFn, number: int) -> Station:
    """A station whose curve is a line, or bends once."""
    quick, more = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    bend = draw(st.integers(1, 99))
    curve = ((0, 0), (bend, quick * bend), (100, quick * bend + (quick + more) * (100 - bend)))
    return Station(f"t{number}", draw(places), curve)


@st.composite
def batteries(draw: st.DrawFn) -> Battery:
    capacity = draw(st.integers(5, 100))
    return Battery(
        capacity=capacity,
        level=draw(st.none() | st.integers(0, capacity)),
        reserve=draw(st.integers(0, 4)),
        per_km=draw(st.integers(0, 800)),
        load_percent=draw(st.sampled_from([0, 0, 50])),
        charges_fully=draw(st.booleans()),
    )


@st.composite
def flat_profiles(draw: st.DrawFn) -> Profile:
    """Points on a grid, so that no way around is shorter."""
    xs = draw(st.lists(st.integers(0, 9), min_size=PLACES, max_size=PLACES))
    ys = draw(st.lists(st.integers(0, 9), min_size=PLACES, max_size=PLACES))
    x, y = np.array(xs), np.array(ys)
    steps = (np.abs(x[:, None] - x) + np.abs(y[:, None] - y)).astype(np.int32)
    return Profile("van", steps * np.int32(3), steps * np.int32(50))


@st.composite
def electric_problems(draw: st.DrawFn, *, is_quick: bool = False) -> Problem:
    """Any problem with any of the rules, and batteries; ``is_quick``: priced by the way alone."""
    problem = draw(rich_problems())
    has_energy = draw(st.booleans())
    profile = draw(flat_profiles())
    if not is_quick and draw(st.booleans()):
        profile = replace(problem.profiles[0], slices=None)
    if has_energy:
        cells = draw(st.lists(st.integers(0, 30), min_size=PLACES**2, max_size=PLACES**2))
        energy = np.array(cells, np.int32).reshape(PLACES, PLACES)
        np.fill_diagonal(energy, 0)
        profile = replace(profile, energy=energy)
    vehicles = tuple(
        replace(car, battery=draw(batteries() if is_quick else st.none() | batteries()))
        for car in problem.vehicles
    )
    shipments = problem.shipments
    if is_quick:
        shipments = tuple(
            replace(
                one,
                vehicles=None,
                setup_s=0,
                release=None,
                windows=one.windows[:1],
                pickup=None,
                max_ride_s=None,
                late_cost_per_s=0,
                time_prices=(),
                after=frozenset(),
                goods=frozenset(),
                not_with=frozenset(),
            )
            for one in shipments
        )
        vehicles = tuple(
            replace(
                car,
                shift=Window(0, draw(st.integers(100, 900))),
                capacity=(draw(st.integers(8, 30)),),
                skills=frozenset(SKILLS),
                max_stops=None,
                max_distance_m=None,
                cost_per_s=0,
                overtime_cost_per_s=0,
                max_duration_s=None,
                breaks=(),
                rest=None,
                balance=None,
                max_trips=1,
                max_driving_s=None,
                battery=car.battery and replace(car.battery, load_percent=0, charges_fully=True),
            )
            for car in vehicles
        )
    return Problem(
        profiles=(profile,),
        vehicles=vehicles,
        shipments=shipments,
        load_names=problem.load_names,
        stations=tuple(draw(stations(number)) for number in range(draw(st.integers(0, 3)))),
    )
