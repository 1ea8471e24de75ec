"""What a format can say survives being written and read."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from doorstep.engine import Problem, Profile, Shipment, Vehicle, Window, check, evaluate
from doorstep.engine.formats import vroom

SKILLS = ("0", "7", "4294967295")


@st.composite
def windows(draw: st.DrawFn) -> Window:
    early = draw(st.integers(0, 2**31 - 100))
    return Window(early, early + draw(st.integers(0, 99)))


@st.composite
def profiles(draw: st.DrawFn, name: str, locations: int) -> Profile:
    cells = draw(st.lists(st.integers(-1, 2000), min_size=locations**2, max_size=locations**2))
    duration_s = np.array(cells, dtype=np.int32).reshape(locations, locations)
    np.fill_diagonal(duration_s, 0)
    distance_m = np.where(duration_s < 0, -1, duration_s * np.int32(draw(st.integers(0, 30))))
    return Profile(name, duration_s, distance_m.astype(np.int32))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    locations, loads = draw(st.integers(1, 5)), draw(st.integers(0, 2))
    names = draw(st.sampled_from([("car",), ("van", "bicycle")]))
    place, skills = st.integers(0, locations - 1), st.frozensets(st.sampled_from(SKILLS))
    amounts = st.tuples(*[st.integers(0, 2**32 - 1)] * loads)
    return Problem(
        profiles=tuple(draw(profiles(name, locations)) for name in names),
        vehicles=tuple(
            Vehicle(
                name=f"v{number}",
                profile=draw(st.integers(0, len(names) - 1)),
                start=draw(place),
                end=draw(place),
                shift=draw(windows()),
                capacity=draw(amounts),
                fixed_cost=draw(st.integers(0, 10_000)),
                cost_per_m=draw(st.integers(0, 1000)),
                skills=draw(skills),
                max_stops=draw(st.none() | st.integers(0, 9)),
            )
            for number in range(draw(st.integers(1, 3)))
        ),
        shipments=tuple(
            Shipment(
                name=f"s{number}",
                location=draw(place),
                load=draw(amounts),
                windows=tuple(sorted(draw(st.lists(windows(), max_size=3)))),
                service_s=draw(st.integers(0, 10_000)),
                skills=draw(skills),
            )
            for number in range(draw(st.integers(0, 5)))
        ),
        load_names=tuple(f"load {number}" for number in range(1, loads + 1)),
    )


@given(problems())
def test_a_problem_written_for_vroom_and_read_back_is_the_same(problem: Problem) -> None:
    text = json.dumps(vroom.write_problem(problem))

    reading = vroom.read(vroom.parse(text))

    again = reading.problem
    assert (again.vehicles, again.shipments) == (problem.vehicles, problem.shipments)
    assert again.load_names == problem.load_names
    assert reading.scale == 1
    for ours, other in zip(problem.profiles, again.profiles, strict=True):
        assert ours.name == other.name
        assert (ours.duration_s == other.duration_s).all()
        assert (ours.distance_m == other.distance_m).all()


@given(problems(), st.data())
def test_the_answer_to_any_routes_is_json_and_counts_every_job(
    problem: Problem, data: st.DataObject
) -> None:
    reading = vroom.read(vroom.parse(json.dumps(vroom.write_problem(problem))))
    served = data.draw(st.lists(st.sampled_from(range(len(problem.shipments) or 1)), unique=True))
    sequence = served if problem.shipments else []
    solution = evaluate(problem, [(0, sequence)])
    assert "cost" not in {violation.rule for violation in check(problem, solution)}

    answer = json.loads(json.dumps(vroom.write(reading, solution)))

    jobs = [step["id"] for route in answer["routes"] for step in route["steps"] if "id" in step]
    jobs += [left["id"] for left in answer["unassigned"]]
    assert sorted(jobs) == list(range(1, len(problem.shipments) + 1))
    assert answer["summary"]["cost"] == sum(route.cost for route in solution.routes)
