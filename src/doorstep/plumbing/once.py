"""Requests that are done once however often they are sent: Idempotency-Key over HTTP."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from doorstep.plumbing import idempotency
from doorstep.plumbing.idempotency import (
    LONGEST_KEY,
    Asked,
    KeptAnswer,
    KeyMalformedError,
    KeyMissingError,
)
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import etag
from doorstep.plumbing.web import Caller

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a use case answers: a view, and where it lies in which version."""

    view: BaseModel
    status: int = 200
    location: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Once:
    """One request under its key."""

    asked: Asked

    def answer(self, caller: Caller, work: Callable[[Unit], Answer]) -> Response:
        """Do ``work`` and keep its answer, or give the kept answer of the first time.

        Raises
        ------
        KeyInFlightError
            The first time is not over yet.
        KeyReusedError
            The key came with another request before.
        """

        def once(unit: Unit) -> _Given:
            (given,) = _answer_all(unit, [self.asked], lambda unit, _: [work(unit)], [None])
            if isinstance(given, Exception):
                raise given
            return given

        with caller.kit.in_flight.claim(caller.principal.tenant_id, self.asked.key):
            return _response(caller.write_together(once))

    async def submit(self, caller: Caller, many: "ManyAnswers[_Item]", item: _Item) -> Response:
        """Have ``many`` answer ``item`` with others that come now; else as ``answer`` does."""
        with caller.kit.in_flight.claim(caller.principal.tenant_id, self.asked.key):
            given: _Given = await caller.submit(_Once(many), (self.asked, item))
            return _response(given)


ManyAnswers = Callable[[Unit, Sequence[_Item]], Sequence[Answer | Exception]]
"""Answers requests of one kind at once, in their order; what it refuses leaves nothing behind."""


@dataclass(frozen=True, slots=True)
class _Given:
    answer: KeptAnswer
    again: bool


@dataclass(frozen=True, slots=True)
class _Once(Generic[_Item]):
    """Answers requests of one kind, each once; equal for equal kinds."""

    many: "ManyAnswers[_Item]"

    def __call__(
        self, unit: Unit, items: Sequence[tuple[Asked, _Item]]
    ) -> list[_Given | Exception]:
        asked = [one for one, _ in items]
        return _answer_all(unit, asked, self.many, [item for _, item in items])


def _answer_all(
    unit: Unit, asked: Sequence[Asked], many: "ManyAnswers[_Item]", items: Sequence[_Item]
) -> list[_Given | Exception]:
    found = idempotency.find_answers(unit.session, asked)
    new = [index for index, kept in enumerate(found) if kept is None]
    outcomes: list[_Given | Exception | None] = [
        _Given(kept, again=True) if isinstance(kept, KeptAnswer) else kept for kept in found
    ]
    kept_now: list[tuple[Asked, KeptAnswer]] = []
    answers = many(unit, [items[index] for index in new]) if new else []
    for index, answer in zip(new, answers, strict=True):
        if isinstance(answer, Exception):
            outcomes[index] = answer
            continue
        version = "" if answer.version is None else etag(answer.version)
        kept = KeptAnswer(answer.status, answer.view.model_dump_json(), answer.location, version)
        kept_now.append((asked[index], kept))
        outcomes[index] = _Given(kept, again=False)
    idempotency.keep_answers(unit.session, unit.tenant_id, kept_now, unit.now())
    return [one for one in outcomes if one is not None]


def _response(given: _Given) -> Response:
    kept = given.answer
    headers = {"Location": kept.location, "ETag": kept.etag}
    if given.again:
        headers["Idempotency-Replayed"] = "true"
    return Response(
        kept.body,
        status_code=kept.status,
        media_type="application/json",
        headers={name: text for name, text in headers.items() if text},
    )


async def _read_key(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Your own random name for this request, such as a UUID: "
            "1 to 255 printable ASCII characters."
        ),
    ] = None,
) -> Once:
    if idempotency_key is None:
        message = "This request must not be done twice and came without a key."
        raise KeyMissingError(message)
    # The draft has the key as a quoted string, most clients send it bare; both name the same.
    key = idempotency_key.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not key or len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        message = f"The key has {len(key)} characters, or some that cannot be printed."
        raise KeyMalformedError(message)
    body = await request.body()
    target = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return Once(Asked(key, hashlib.sha256(target + body).hexdigest()))


OnlyOnce = Annotated[Once, Depends(_read_key)]
"""The request under its Idempotency-Key; answer it with ``once.answer(caller, work)``."""
