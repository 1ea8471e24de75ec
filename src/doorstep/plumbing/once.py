"""Requests that are done once however often they are sent: Idempotency-Key over HTTP."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from doorstep.plumbing import idempotency
from doorstep.plumbing.idempotency import (
    LONGEST_KEY,
    KeptAnswer,
    KeyMalformedError,
    KeyMissingError,
)
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import etag
from doorstep.plumbing.web import Caller


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

    key: str
    fingerprint: str

    def answer(self, caller: Caller, work: Callable[[Unit], Answer]) -> Response:
        """Do ``work`` and keep its answer, or give the kept answer of the first time.

        Raises
        ------
        KeyInFlightError
            The first time is not over yet.
        KeyReusedError
            The key came with another request before.
        """

        def once(unit: Unit) -> tuple[KeptAnswer, bool]:
            kept = idempotency.find_answer(unit.session, self.key, self.fingerprint)
            if kept is not None:
                return kept, True
            given = work(unit)
            kept = KeptAnswer(
                given.status,
                given.view.model_dump_json(),
                given.location,
                "" if given.version is None else etag(given.version),
            )
            idempotency.keep_answer(
                unit.session, unit.tenant_id, self.key, self.fingerprint, kept, unit.now()
            )
            return kept, False

        kit = caller.kit
        with kit.in_flight.claim(caller.principal.tenant_id, self.key):
            kept, again = caller.write_together(once)
        return _response(kept, again=again)


def _response(kept: KeptAnswer, *, again: bool) -> Response:
    headers = {"Location": kept.location, "ETag": kept.etag}
    if again:
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
    return Once(key, hashlib.sha256(target + body).hexdigest())


OnlyOnce = Annotated[Once, Depends(_read_key)]
"""The request under its Idempotency-Key; answer it with ``once.answer(caller, work)``."""

KEYED: dict[int | str, dict[str, Any]] = {
    400: {"description": "idempotency_key_missing, idempotency_key_malformed, json_malformed"},
    409: {"description": "idempotency_key_in_flight"},
    422: {"description": "idempotency_key_reused, invalid_input"},
}
"""What a route under a key says in the API description."""
