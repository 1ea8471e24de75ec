"""Any routing problem at all, small: what property tests of the engine draw from."""

import numpy as np
from hypothesis import strategies as st

from doorstep.engine import Problem, Profile, Shipment, Vehicle, Window

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
def time_windows(draw: st.DrawFn, longest: int) -> Window:
    early = draw(st.integers(-20, 200))
    return Window(early, early + draw(st.integers(0, longest)))


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
            )
            for number in range(draw(st.integers(0, 8)))
        ),
        load_names=tuple(f"load {number}" for number in range(loads)),
    )
