"""Answers that are kept under the key their request came with, so that a repetition does nothing.

The header Idempotency-Key, as draft-ietf-httpapi-idempotency-key-header-07 describes it. A kept
answer lies in the same transaction as what it answers: there is never one without the other. A
refusal is not kept, because it left nothing behind: the same request may succeed later.
"""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.plumbing.db import Base, TenantLed, add_rows
from doorstep.plumbing.packing import PackedText
from doorstep.plumbing.problem import ConflictError, DoorstepError, InvalidInputError

LONGEST_KEY = 255
"""Characters a key may have."""


class KeyMissingError(DoorstepError):
    """A request that must not be done twice came without a key."""

    code = "idempotency_key_missing"
    status = HTTPStatus.BAD_REQUEST
    title = "The header Idempotency-Key is missing"
    action = "Send a new random key, such as a UUID, with each new request; repeat it on retry."


class KeyMalformedError(DoorstepError):
    """The key is empty, too long, or not printable ASCII."""

    code = "idempotency_key_malformed"
    status = HTTPStatus.BAD_REQUEST
    title = "The header Idempotency-Key is not valid"
    action = "Send 1 to 255 printable ASCII characters, such as a UUID."


class KeyReusedError(InvalidInputError):
    """The key came before with another request."""

    code = "idempotency_key_reused"
    title = "This key was used for another request"
    action = "Send a new key with a new request, or the first request's very body on retry."


class KeyInFlightError(ConflictError):
    """The first request with this key is still being worked on."""

    code = "idempotency_key_in_flight"
    title = "The first request with this key is still being worked on"
    action = "Wait a second and send it again, with the same key."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": "1"}


class IdempotencyRow(TenantLed, Base):
    """An answer as it was given first."""

    __tablename__ = "idempotency_keys"

    # The tenant comes first in the key, so that what others use is never in the way.
    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int] = mapped_column(Integer)
    # Three lines: the headers Location and ETag, which may be empty, and the body.
    answer: Mapped[str] = mapped_column(PackedText)
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it goes over the wire; empty text where a header is not sent."""

    status: int
    body: str
    location: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under its key; the fingerprint is of all that it says."""

    key: str
    fingerprint: str


def find_answers(
    session: Session, asked: Sequence[Asked]
) -> list[KeptAnswer | KeyReusedError | None]:
    """Return for each request the answer that is kept, that there is none, or what is wrong."""
    rows = session.execute(
        select(
            IdempotencyRow.key,
            IdempotencyRow.fingerprint,
            IdempotencyRow.status,
            IdempotencyRow.answer,
        ).where(IdempotencyRow.key.in_([one.key for one in asked]))
    )
    kept = {row.key: row for row in rows}
    found: list[KeptAnswer | KeyReusedError | None] = []
    for one in asked:
        row = kept.get(one.key)
        if row is None:
            found.append(None)
        elif row.fingerprint.hex() != one.fingerprint:
            message = "Another request came with this key."
            found.append(KeyReusedError(message))
        else:
            location, etag, body = row.answer.split("\n", 2)
            found.append(KeptAnswer(row.status, body, location, etag))
    return found


def keep_answers(
    session: Session,
    tenant_id: str,
    answers: Sequence[tuple[Asked, KeptAnswer]],
    now_at: datetime,
) -> None:
    """Keep answers in the transaction of what they answer."""
    if not answers:
        return
    add_rows(
        session,
        IdempotencyRow,
        [
            {
                "tenant_id": tenant_id,
                "key": asked.key,
                "fingerprint": bytes.fromhex(asked.fingerprint),
                "status": answer.status,
                "answer": f"{answer.location}\n{answer.etag}\n{answer.body}",
                "created_at": now_at,
            }
            for asked, answer in answers
        ],
    )


def forget_answers(session: Session, before_at: datetime) -> int:
    """Forget the answers given before ``before_at``; what they answered stays as it is."""
    done = session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < before_at))
    return cast("CursorResult[Any]", done).rowcount


def forget_naming(session: Session, tenant_id: str, words: Collection[str]) -> None:
    """Forget the answers that hold one of these words, such as ids of erased shipments."""
    mine = select(IdempotencyRow.key, IdempotencyRow.answer).where(
        IdempotencyRow.tenant_id == tenant_id
    )
    for row in session.execute(mine).yield_per(1000).all():
        if any(word in row.answer for word in words):
            session.execute(
                delete(IdempotencyRow).where(
                    IdempotencyRow.tenant_id == tenant_id, IdempotencyRow.key == row.key
                )
            )


@dataclass(slots=True)
class InFlight:
    """The keys of the requests that are being worked on."""

    _keys: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def claim(self, tenant_id: str, key: str) -> Iterator[None]:
        """Hold a key while its request is worked on.

        Raises
        ------
        KeyInFlightError
            Another request holds it.
        """
        name = (tenant_id, key)
        with self._lock:
            if name in self._keys:
                message = "A request with this key is being worked on."
                raise KeyInFlightError(message)
            self._keys.add(name)
        try:
            yield
        finally:
            with self._lock:
                self._keys.discard(name)
