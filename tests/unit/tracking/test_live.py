"""What each listener hears."""

from doorstep.plumbing.bus import Message
from doorstep.tracking.live import DriverEar, RecipientEar, heard_by_dispatcher
from doorstep.tracking.pace import Pace

RELEASED = Message(
    "route.released",
    "r1",
    {"route_id": "r1", "driver_id": "ada", "stops": [{"shipment_id": "s1"}]},
    7,
)
DELIVERED = Message("stop.delivered", "x", {"route_id": "r1", "driver_id": "ada"}, 8)
POSITION = Message(
    "position.updated", "r1", {"route_id": "r1", "driver_id": "ada", "near": ["s1"]}
)


def test_the_office_hears_the_days_work_and_not_who_signs_in() -> None:
    assert heard_by_dispatcher(DELIVERED) == DELIVERED
    assert heard_by_dispatcher(Message("sign_in_code.issued", "x", {}, 1)) is None
    assert heard_by_dispatcher(Message("account.created", "x", {}, 1)) is None


def test_a_driver_hears_only_the_own_route() -> None:
    assert DriverEar("ada")(DELIVERED) == DELIVERED
    assert DriverEar("bo")(DELIVERED) is None


def test_a_driver_hears_of_a_release_without_what_is_in_it() -> None:
    message = Message("plan.released", "p1", {"route_ids": ["r1", "r2"]}, 9)
    assert DriverEar("bo")(message) == Message("plan.released", "p1", {}, 9)


def test_a_recipient_hears_that_something_changed_and_never_what() -> None:
    ear = RecipientEar("s1", "r1")
    for message in (DELIVERED, POSITION, RELEASED):
        assert ear(message) == Message("changed", "", {})


def test_a_recipient_hears_nothing_of_other_routes() -> None:
    ear = RecipientEar("s2", "r2")
    assert [ear(message) for message in (RELEASED, DELIVERED, POSITION)] == [None, None, None]
    assert RecipientEar("s2", None)(DELIVERED) is None


def test_a_recipient_follows_the_shipment_to_its_route() -> None:
    ear = RecipientEar("s1", None)
    assert ear(DELIVERED) is None
    assert ear(RELEASED) is not None
    assert ear(DELIVERED) is not None


def test_a_recipient_hears_of_the_driver_only_when_near() -> None:
    far = Message("position.updated", "r1", {"route_id": "r1", "near": ["s9"]})
    assert RecipientEar("s1", "r1")(far) is None


def test_news_of_a_driver_is_told_at_most_once_a_second() -> None:
    pace = Pace(gap_s=3600)
    assert pace.may_tell("ada")
    assert not pace.may_tell("ada")
    assert pace.may_tell("bo")
    assert Pace(gap_s=0).may_tell("ada")
