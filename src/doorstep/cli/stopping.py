"""Ctrl-C as a wish to end early, and a second one as an order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_on_interrupt() -> Iterator[threading.Event]:
    """Set the event on the first Ctrl-C; the second one is a ``KeyboardInterrupt`` again."""
    stopping = threading.Event()

    def note(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        signal.signal(signal.SIGINT, before)
        stopping.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)
