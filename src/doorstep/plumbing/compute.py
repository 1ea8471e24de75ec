"""Heavy computing in a process of its own, with progress and a way to stop it early."""

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Answer = TypeVar("Answer")
Tell = Callable[[Any], None]
ShouldStop = Callable[[], bool]

_LISTEN_S = 0.05
_STOP = "stop"
# How long an ended process may take to be gone; a busy machine needs its time.
_END_S = 10


class ComputeError(RuntimeError):
    """The computing process died or raised; the message says what it said."""


def run(
    function: Callable[[Any, Tell, ShouldStop], Answer],
    payload: Any,  # noqa: ANN401 -- whatever the function takes
    *,
    on_message: Tell,
    should_stop: ShouldStop,
) -> Answer:
    """Call ``function(payload, tell, should_stop)`` in a spawned process and return its answer.

    Parameters
    ----------
    function
        A module-level function; function, payload and answer must pickle.
    on_message
        Called here with whatever the function passes to its ``tell``.
    should_stop
        Asked about 20 times a second; once true, the function's own ``should_stop`` is true.

    Raises
    ------
    ComputeError
        The process ended without an answer.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, function, payload), daemon=True)
    process.start()
    theirs.close()
    try:
        answer: Answer = _listen(ours, on_message, should_stop)
    except (EOFError, ConnectionResetError) as error:
        process.join(_END_S)
        message = f"the computing process ended with exit code {process.exitcode}"
        raise ComputeError(message) from error
    finally:
        ours.close()
        process.join(_END_S)
        if process.is_alive():
            process.kill()
            process.join()
    return answer


def _listen(connection: Connection, on_message: Tell, should_stop: ShouldStop) -> Any:  # noqa: ANN401
    stopped = False
    while True:
        if not stopped and should_stop():
            with suppress(OSError):  # it has ended by itself: its answer waits to be read
                connection.send(_STOP)
            stopped = True
        if not connection.poll(_LISTEN_S):
            continue
        kind, value = connection.recv()
        if kind == "answer":
            return value
        if kind == "error":
            raise ComputeError(value)
        on_message(value)


def _child(
    connection: Connection,
    function: Callable[[Any, Tell, ShouldStop], Any],
    payload: Any,  # noqa: ANN401 -- whatever the function takes
) -> None:
    # Ctrl-C reaches every process of the terminal; whether this one stops is the parent's to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stopped = False

    def tell(value: Any) -> None:  # noqa: ANN401 -- whatever the function tells
        connection.send(("message", value))

    def should_stop() -> bool:
        nonlocal stopped
        while not stopped and connection.poll():
            stopped = connection.recv() == _STOP
        return stopped

    try:
        answer = function(payload, tell, should_stop)
    except Exception as error:  # noqa: BLE001 -- the parent must hear of anything
        connection.send(("error", f"{type(error).__name__}: {error}"))
    else:
        connection.send(("answer", answer))
