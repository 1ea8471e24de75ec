from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.stripe_server import FakeStripe, running_stripe
from worlds.till import Till, open_till


@pytest.fixture
def stripe() -> Iterator[FakeStripe]:
    with running_stripe() as running:
        yield running


@pytest.fixture
def till(tmp_path: Path, stripe: FakeStripe) -> Iterator[Till]:
    with open_till(tmp_path, stripe) as opened:
        yield opened
