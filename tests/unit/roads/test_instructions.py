"""What a driver is told on streets that are drawn by hand, 100 m to a step."""

import pytest

from doorstep.kernel import Point
from doorstep.roads import Network, Side, Way, build_graph
from doorstep.roads.instruction_words import LANGUAGES, Turn, say
from doorstep.roads.instructions import Guide, Instruction
from doorstep.roads.sources import read_profiles

_STEP = 100 / 111_195.08  # degrees at the equator

# Where letters are, east and north, in steps.
_AT = {
    "a": (0, 0),
    "b": (2, 0),
    "c": (4, 0),
    "d": (2, 2),
    "e": (2, -2),
    "f": (4, 0.6),  # a fork to the left of c
    "g": (6, 0.4),
    # A roundabout around (2, 0), driven anticlockwise: west, south, east, north.
    "w": (1.7, 0),
    "s": (2, -0.3),
    "o": (2.3, 0),
    "n": (2, 0.3),
}


def at(letter: str) -> Point:
    east, north = _AT[letter]
    return Point(north * _STEP, east * _STEP)


def way(nodes: str, name: str = "", **tags: str) -> Way:
    named = {"name": name} if name else {}
    points = tuple(at(letter) for letter in nodes)
    return Way(tuple(map(ord, nodes)), points, {"highway": "residential", **named, **tags})


def drive(ways: list[Way], letters: str, side: Side = Side.ON) -> list[Instruction]:
    network = Network(build_graph(ways, read_profiles()))
    leg = network.route([at(letters[0]), at(letters[-1])], "van").legs[0]
    return Guide(network.graph, "van").describe(leg, side)


def told(instructions: list[Instruction]) -> list[str]:
    return [one.text("en") for one in instructions]


CROSSING = [way("abc", "High Street"), way("db", "North Lane"), way("be", "South Lane")]


def test_a_turn_names_its_side_and_the_street() -> None:
    assert told(drive(CROSSING, "ad")) == [
        "Head east on High Street",
        "Turn left onto North Lane",
        "You have arrived",
    ]
    assert told(drive(CROSSING, "ae"))[1] == "Turn right onto South Lane"
    assert told(drive(CROSSING, "de"))[:2] == [
        "Head south on North Lane",
        "Continue straight onto South Lane",
    ]


def test_going_straight_on_in_the_same_street_needs_no_word() -> None:
    assert told(drive(CROSSING, "ac")) == ["Head east on High Street", "You have arrived"]


def test_a_bend_without_a_choice_needs_no_word() -> None:
    bend = [way("ab", "High Street"), way("bd", "High Street")]
    assert told(drive(bend, "ad")) == ["Head east on High Street", "You have arrived"]


def test_the_metres_of_an_instruction_reach_to_the_next() -> None:
    start, turn, end = drive(CROSSING, "ad")

    assert (start.distance_m, turn.distance_m, end.distance_m) == (200, 200, 0)
    assert turn.point == at("b")
    assert end.point == at("d")
    assert start.duration_s > 0


def test_a_fork_names_the_side_to_bear_to() -> None:
    fork = [way("bc", "High Street"), way("bf", "High Street")]
    assert told(drive([way("ab", "High Street"), *fork], "af"))[1] == (
        "Bear left onto High Street"
    )
    # Straight on in the same street is what anybody does unless told otherwise.
    assert told(drive([way("ab", "High Street"), *fork], "ac"))[1] == "You have arrived"
    other = [way("bc", "Low Street"), way("bf", "High Street")]
    assert told(drive([way("ab", "High Street"), *other], "ac"))[1] == (
        "Bear right onto Low Street"
    )


ROUNDABOUT = [
    way("wsonw", junction="roundabout"),
    way("aw", "West Road"),
    way("se", "South Road"),
    way("oc", "East Road"),
    way("nd", "North Road"),
]


@pytest.mark.parametrize(
    ("end", "way_out", "street"),
    [("e", 1, "South Road"), ("c", 2, "East Road"), ("d", 3, "North Road")],
)
def test_ways_out_of_a_roundabout_are_counted(end: str, way_out: int, street: str) -> None:
    assert told(drive(ROUNDABOUT, f"a{end}")) == [
        "Head east on West Road",
        f"At the roundabout, take exit {way_out} onto {street}",
        "You have arrived",
    ]


@pytest.mark.parametrize(
    ("letters", "side", "says"),
    [
        ("ac", Side.RIGHT, "You have arrived, on the right"),
        ("ac", Side.LEFT, "You have arrived, on the left"),
        # Driven from the head to the tail, right of the edge is on the left.
        ("ca", Side.RIGHT, "You have arrived, on the left"),
        ("ca", Side.LEFT, "You have arrived, on the right"),
    ],
)
def test_the_side_of_arrival_is_seen_from_the_driver(letters: str, side: Side, says: str) -> None:
    assert told(drive([way("abc", "High Street")], letters, side))[-1] == says


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("turn", Turn)
def test_every_language_says_everything(turn: Turn, language: str) -> None:
    said = say(turn, language, street="Mill Lane", bearing_deg=50.0, way_out=2)

    assert "{" not in said
    arrives = turn in {Turn.ARRIVE, Turn.ARRIVE_LEFT, Turn.ARRIVE_RIGHT}
    assert ("Mill Lane" in said) == (not arrives)
    assert ("2" in said) == (turn is Turn.ROUNDABOUT)


def test_no_two_turns_sound_the_same_and_an_unknown_language_is_refused() -> None:
    for language in LANGUAGES:
        assert len({say(turn, language) for turn in Turn}) == len(Turn)
    with pytest.raises(ValueError, match="there are en, de, es, fr"):
        say(Turn.LEFT, "xx")


@pytest.mark.parametrize(
    ("degrees", "towards"),
    [(0, "north"), (44, "north-east"), (90, "east"), (200, "south"), (350, "north")],
)
def test_a_departure_names_the_point_of_the_compass(degrees: float, towards: str) -> None:
    assert say(Turn.DEPART, "en", bearing_deg=degrees) == f"Head {towards}"


def test_the_languages_differ() -> None:
    said = {say(Turn.RIGHT, language, street="Mill Lane") for language in LANGUAGES}
    assert said == {
        "Turn right onto Mill Lane",
        "Biegen Sie rechts ab: Mill Lane",
        "Gire a la derecha por Mill Lane",
        "Tournez à droite sur Mill Lane",
    }
