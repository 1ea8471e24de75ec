"""Live news over HTTP: server-sent events that go on where a browser left off."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse

from doorstep.plumbing import journal
from doorstep.plumbing.bus import Message, Subscription
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.web import Caller

_HEARTBEAT_S = 15.0
_ASK_AGAIN_S = 2.0
"""How often a live stream asks whether its reader may still read it."""
_MOST_STREAMS = 30
_LAST_SEEN = re.compile(r"([1-9]\d{0,17})\.([0-9a-f]{8})", re.ASCII)
"""A journal's sequence, which fits into 64 bits, and the mark of the event there."""
_BEGINNING = "0"
"""Named by who wants to hear all of the journal."""
_RESET = 'event: reset\ndata: {"kind": "reset", "subject_id": ""}\n\n'
"""Told to who saw what is not in the journal: everything has to be loaded anew."""


class TooManyStreamsError(DoorstepError):
    """One account has more live streams open than it can have screens."""

    code = "too_many_streams"
    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many live streams"
    action = "Close some windows of Doorstep and load this one again."


def live_response(
    request: Request,
    kit: Kit,
    tenant_id: str,
    heard: Callable[[Message], Message | None],
    caller: Caller | None = None,
) -> StreamingResponse:
    """Stream the tenant's news as server-sent events.

    ``heard`` gives each message as this listener may hear it, or none. It runs for every
    message on the event loop, so it must not wait for anything.

    A browser that reconnects names the last event it saw and gets what it missed; of very much,
    the latest. Whoever names an event that is not here, as after a restore from a backup, is told
    to load everything anew. A stream of a ``caller`` ends within seconds of their losing the right
    to it.

    Raises
    ------
    TooManyStreamsError
        The caller has so many open that more can only be a mistake.
    """
    who = caller.principal.actor if caller else ""
    if who and kit.bus.count(who) >= _MOST_STREAMS:
        message = f"{_MOST_STREAMS} live streams of one account are open already."
        raise TooManyStreamsError(message)
    last = request.headers.get("last-event-id", "")
    return StreamingResponse(
        _news(kit, tenant_id, heard, last, caller),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _news(
    kit: Kit,
    tenant_id: str,
    heard: Callable[[Message], Message | None],
    last: str,
    caller: Caller | None,
) -> AsyncIterator[str]:
    who = caller.principal.actor if caller else ""
    async with kit.bus.listen(tenant_id, who) as subscription:
        yield "retry: 1000\n: connected\n\n"
        seen = 0
        missed = await asyncio.to_thread(_missed, kit, tenant_id, last) if last else []
        if missed is None:
            yield _RESET
        elif named := _LAST_SEEN.fullmatch(last):
            seen = int(named[1])
        for message in missed or []:
            seen = message.sequence or seen
            if (told := heard(message)) is not None:
                yield _frame(told)
        async for news in _listen(subscription, caller):
            if news is None:
                yield ": still here\n\n"
            elif news.sequence is not None and news.sequence <= seen:
                continue
            elif (told := heard(news)) is not None:
                yield _frame(told)


async def _listen(
    subscription: Subscription, caller: Caller | None
) -> AsyncIterator[Message | None]:
    """Yield each message, and none when there was nothing for long; end when it must."""
    loop = asyncio.get_running_loop()
    asked_s = spoke_s = loop.time()
    while True:
        news: Message | None = None
        is_over = False
        try:
            news = await subscription.next(_ASK_AGAIN_S)
            is_over = news is None
        except TimeoutError:
            pass
        # Asked also where news come faster than the patience ends.
        if caller is not None and loop.time() - asked_s >= _ASK_AGAIN_S:
            is_over = is_over or not await asyncio.to_thread(caller.is_still_in)
            asked_s = loop.time()
        if is_over:
            return
        if news is not None or loop.time() - spoke_s >= _HEARTBEAT_S:
            spoke_s = loop.time()
            yield news


def _missed(kit: Kit, tenant_id: str, last: str) -> list[Message] | None:
    """Return what came after the event that was seen last; none when that is not here."""
    named = _LAST_SEEN.fullmatch(last)
    with kit.database.read(tenant_id) as session:
        since = int(named[1]) if named else 0
        if last != _BEGINNING and (named is None or not journal.is_here(session, since, named[2])):
            return None
        return [
            Message(event.kind, event.subject_id, event.data, event.sequence, event.mark)
            for event in journal.list_after(session, since)
        ]


def _frame(message: Message) -> str:
    data: dict[str, Any] = {"kind": message.kind, "subject_id": message.subject_id}
    data |= message.data
    name = f"id: {message.sequence}.{message.mark}\n" if message.sequence is not None else ""
    return f"{name}event: {message.kind}\ndata: {json.dumps(data)}\n\n"
