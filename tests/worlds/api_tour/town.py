"""Where the walk takes place: a company of one's own in central Helsinki, on a real server."""

from dataclasses import dataclass, field
from typing import Any

from starlette.testclient import TestClient

from doorstep.bootstrap import Parts
from doorstep.kernel import FixedClock
from worlds.api_tour.recorder import Recorder
from worlds.receiver import Receiver
from worlds.stripe_server import FakeStripe

API = "/api/v1"
PASSWORD = "correct horse battery"
ADDRESS = "Bulevardi 2"
TODAY = "2026-06-01"


@dataclass(frozen=True, slots=True)
class Town:
    """The server, who is signed in, and the ids of what was made on the way."""

    parts: Parts
    clock: FixedClock
    owner: TestClient
    receiver: Receiver
    stripe: FakeStripe
    recorder: Recorder
    ids: dict[str, str] = field(default_factory=dict)

    def browser(self) -> TestClient:
        return self.recorder.listen(TestClient(self.owner.app))


def good(answer: Any) -> Any:
    """Return the answer, which must be a good one."""
    assert answer.status_code < 400, f"{answer.request.url}: {answer.status_code} {answer.text}"
    return answer
