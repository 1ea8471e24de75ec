"""HTTP in one place: who calls, what they may do, how errors and live news look on the wire."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, model_validator
from starlette.exceptions import HTTPException

from doorstep.plumbing import auth, journal
from doorstep.plumbing.auth import Principal, access
from doorstep.plumbing.auth.access import Policy
from doorstep.plumbing.bus import Message, Subscription
from doorstep.plumbing.fields import refuse_zero_bytes
from doorstep.plumbing.guesses import Allowance
from doorstep.plumbing.problem import (
    DoorstepError,
    Finding,
    InvalidInputError,
    NotAllowedError,
    NotSignedInError,
    OurError,
)
from doorstep.plumbing.strict_json import read_strict_json
from doorstep.plumbing.unit import Kit, Unit

SESSION_COOKIE = "doorstep_session"
"""Names the session of an account."""
DRIVER_COOKIE = "doorstep_driver"
"""Names the session of a driver: a cookie of its own, so that a courier with one van, who is
dispatcher and driver in one browser, is not signed out of one by the other."""
PROBLEM_JSON = "application/problem+json"
_HEARTBEAT_S = 15.0
_ASK_AGAIN_S = 2.0
"""How often a live stream asks whether its reader may still read it."""
_MOST_STREAMS = 30
_LONGEST_DEVICE = 200
_MOST_DIGITS = 18  # of a journal's sequence: what fits into 64 bits
TOO_MANY: dict[int | str, dict[str, Any]] = {429: {"description": "too_many_guesses"}}
"""What a route that guards its secrets says in the API description."""
_Result = TypeVar("_Result")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PLAIN_ACTIONS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "Check the request against the API description.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Send less at once, in several requests.",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "Ask for bytes that the file has.",
}


class Body(BaseModel):
    """The base of request bodies: no guessing of types, no unknown members."""

    model_config = ConfigDict(strict=True, extra="forbid")

    _no_zero_bytes = model_validator(mode="before")(refuse_zero_bytes)


class StrictRoute(APIRoute):
    """A route that reads JSON bodies without guessing: see ``strict_json``.

    Make a router with ``APIRouter(route_class=StrictRoute)``.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the stricter reader before it."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def read_strictly(request: Request) -> Response:
            media_type = request.headers.get("content-type", "").partition(";")[0].strip()
            if media_type == "application/json" or media_type.endswith("+json"):
                body = await request.body()
                if body:
                    request._json = read_strict_json(body)  # noqa: SLF001 -- what json() returns
            return await handle(request)

        return read_strictly


class View(BaseModel):
    """The base of answers, read from frozen dataclasses."""

    model_config = ConfigDict(from_attributes=True)


class ForeignOriginError(NotAllowedError):
    """A change was asked for by a page of another site."""

    code = "foreign_origin"
    title = "This request came from another site"
    action = "Open Doorstep itself and try again there."


class TooManyStreamsError(DoorstepError):
    """One account has more live streams open than it can have screens."""

    code = "too_many_streams"
    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many live streams"
    action = "Close some windows of Doorstep and load this one again."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, with the units of work they may open.

    Parameters
    ----------
    token
        What they showed: of a session, or the secret of a key.
    """

    kit: Kit
    principal: Principal
    token: str = ""

    def is_still_in(self) -> bool:
        """Tell whether the same one would still be let in with the same role, asking anew."""
        return _find_holder(self.kit, self.token) == self.principal

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Open a unit of work for the caller; committed before the answer is sent."""
        with self.kit.write(self.principal.tenant_id, self.principal.actor) as unit:
            yield unit

    def write_together(self, work: Callable[[Unit], _Result]) -> _Result:
        """Do ``work`` in a transaction that others may share; committed before it returns."""
        return self.kit.write_together(self.principal.tenant_id, self.principal.actor, work)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Open a unit for reading for the caller."""
        with self.kit.read(self.principal.tenant_id, self.principal.actor) as unit:
            yield unit


def kit_of(request: Request) -> Kit:
    """Return the machinery of the process that serves ``request``."""
    kit: Kit = request.app.state.kit
    return kit


def anyone(request: Request) -> Kit:
    """Open a route to everybody, signed in or not."""
    _refuse_hostile(request)
    return kit_of(request)


def find_caller(request: Request, cookie: str = SESSION_COOKIE) -> Principal | None:
    """Return who is signed in, by ``cookie``, on the browser that sent ``request``."""
    token = request.cookies.get(cookie)
    return _find_holder(kit_of(request), token) if token else None


def allow(policy: Policy) -> Callable[[Request], Caller]:
    """Open a route to those whom ``policy`` allows: with a session, or with an API key."""

    def allowed(request: Request) -> Caller:
        _refuse_hostile(request)
        callers = list(_list_callers(request))
        if not callers:
            message = "Nobody is signed in, or the session has ended."
            raise NotSignedInError(message)
        for caller in callers:
            if policy.allows(caller.principal):
                return caller
        message = f"This is not for the role {callers[0].principal.role.value}."
        if callers[0].principal.kind == "key":
            message = f"The key does not have the scope {policy.scope or 'for this'}."
        raise NotAllowedError(message)

    allowed.policy = policy  # type: ignore[attr-defined] # read by the API description
    return allowed


def _list_callers(request: Request) -> Iterator[Caller]:
    """Yield everybody the request speaks for: a key, or the browser's sessions."""
    kit = kit_of(request)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        # A key that is wrong is refused, whatever cookies came along.
        principal = _find_holder(kit, secret.strip())
        if principal is not None:
            yield Caller(kit, principal, secret.strip())
        return
    for cookie in (SESSION_COOKIE, DRIVER_COOKIE):
        token = request.cookies.get(cookie, "")
        if token and (principal := _find_holder(kit, token)) is not None:
            yield Caller(kit, principal, token)


def _find_holder(kit: Kit, token: str) -> Principal | None:
    """Return who holds a session's token or a key's secret."""
    if not token.startswith(auth.KEY_MARK):
        with kit.database.read(None) as session:
            return auth.find_principal(session, kit.wall, token)
    with kit.database.read(None) as session:
        found = auth.find_key_holder(session, token)
    if found is None:
        return None
    principal, key = found
    if auth.is_use_stale(key, kit.wall):
        with kit.database.write(None) as session:
            auth.note_use(session, kit.wall, key.id)
    return principal


Anyone = Annotated[Kit, Depends(anyone)]
"""Route policy: open to everybody."""
OrdersReader = Annotated[Caller, Depends(allow(access.READ_ORDERS))]
"""Route policy: those who see orders."""
OrdersWriter = Annotated[Caller, Depends(allow(access.WRITE_ORDERS))]
"""Route policy: those who import, change and cancel orders."""
DayReader = Annotated[Caller, Depends(allow(access.READ_DAY))]
"""Route policy: those who see plans, routes, live news and numbers."""
Planner = Annotated[Caller, Depends(allow(access.WRITE_PLANS))]
"""Route policy: those who make plans."""
Dispatcher = Annotated[Caller, Depends(allow(access.RUN_DAY))]
"""Route policy: those who run the day."""
DepotWorker = Annotated[Caller, Depends(allow(access.WORK_DEPOT))]
"""Route policy: those who load, unload and take back parcels."""
FleetReader = Annotated[Caller, Depends(allow(access.READ_FLEET))]
"""Route policy: those who see depots, vehicles and drivers."""
FleetWriter = Annotated[Caller, Depends(allow(access.WRITE_FLEET))]
"""Route policy: those who change depots, vehicles and drivers."""
MoneyReader = Annotated[Caller, Depends(allow(access.READ_MONEY))]
"""Route policy: those who see cash and amounts."""
MoneyWriter = Annotated[Caller, Depends(allow(access.WRITE_MONEY))]
"""Route policy: those who take cash in and approve."""
HookManager = Annotated[Caller, Depends(allow(access.MANAGE_HOOKS))]
"""Route policy: those who set up webhooks."""
CompanyManager = Annotated[Caller, Depends(allow(access.MANAGE_COMPANY))]
"""Route policy: those who set the company up."""
TeamManager = Annotated[Caller, Depends(allow(access.MANAGE_TEAM))]
"""Route policy: those who invite, suspend and change people."""
KeyManager = Annotated[Caller, Depends(allow(access.MANAGE_KEYS))]
"""Route policy: those who make and delete API keys."""
OfficeUser = Annotated[Caller, Depends(allow(access.USE_CONSOLE))]
"""Route policy: everybody with an account, about that account."""
Driver = Annotated[Caller, Depends(allow(access.DRIVE))]
"""Route policy: a driver on a device of their own."""


def guard_guess(
    request: Request, allowance: Allowance, about: str = ""
) -> AbstractContextManager[None]:
    """Return a block in which a secret is tried; a refusal in it counts against the sender.

    Behind a proxy the sender is whom the proxy names, as far as the server trusts that proxy.

    Parameters
    ----------
    about
        Whose secret, where each one's guesses count apart: the same sender may be out of guesses
        for one account and not for another, and the account's owner never is because of others.
    """
    kit = kit_of(request)
    address = request.client.host if request.client else ""
    return kit.guesses.guard(allowance, address, kit.wall, about)


def _refuse_hostile(request: Request) -> None:
    _refuse_zero_byte(request)
    _refuse_foreign_origin(request)


def _refuse_zero_byte(request: Request) -> None:
    """Refuse an address with a zero byte, which no name of ours has and PostgreSQL chokes on."""
    if "\0" in request.url.path or "%00" in request.url.query:
        message = "The address of the request holds a zero byte."
        raise InvalidInputError(message)


def _refuse_foreign_origin(request: Request) -> None:
    """Refuse a change asked for by another site's page, which the cookie alone would allow."""
    origin = request.headers.get("origin")
    if request.method in _SAFE_METHODS or origin is None:
        return
    if _host_of(origin) != request.headers.get("host"):
        message = f"The request came from {origin}."
        raise ForeignOriginError(message)


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def device_of(request: Request) -> str:
    """Return what the browser says it is, to be shown as text only."""
    told = request.headers.get("user-agent", "")
    return "".join(sign for sign in told if sign.isprintable())[:_LONGEST_DEVICE]


def set_session_cookie(
    request: Request, response: Response, token: str, cookie: str = SESSION_COOKIE
) -> None:
    """Give the browser its session; scripts cannot read it, other sites cannot send it."""
    response.set_cookie(
        cookie,
        token,
        max_age=int(auth.SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def end_session(
    request: Request, response: Response, kit: Kit, cookie: str = SESSION_COOKIE
) -> None:
    """Sign the browser out, effective on the next request."""
    token = request.cookies.get(cookie)
    if token:
        with kit.database.write(None) as session:
            auth.end_session(session, token)
    response.delete_cookie(cookie, path="/", httponly=True, samesite="lax")


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every error as problem+json with code, sentence and action."""

    @app.exception_handler(DoorstepError)
    def _refused(_request: Request, error: DoorstepError) -> JSONResponse:
        return problem_response(error)

    @app.exception_handler(RequestValidationError)
    def _malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        findings = [
            Finding(
                column=".".join(str(part) for part in one["loc"]),
                reason=str(one["msg"]),
                fix="Send what the API description asks for here.",
            )
            for one in error.errors()
        ]
        message = "The request does not fit the API description."
        return problem_response(InvalidInputError(message, findings=findings))

    @app.exception_handler(HTTPException)
    def _plain(_request: Request, error: HTTPException) -> JSONResponse:
        problem = plain_problem(error.status_code, str(error.detail))
        return _ProblemResponse(problem, error.status_code, headers=error.headers)

    @app.exception_handler(Exception)
    def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
        # The server logs the error itself with its traceback.
        message = "An error of Doorstep itself kept it from answering."
        return problem_response(OurError(message))


class _ProblemResponse(JSONResponse):
    media_type = PROBLEM_JSON

    def render(self, content: Any) -> bytes:  # noqa: ANN401 -- as the base class has it
        # Escaped, because what is wrong may be quoted and need not be valid Unicode.
        return json.dumps(content, ensure_ascii=True).encode("ascii")


def problem_response(error: DoorstepError) -> JSONResponse:
    """Return ``error`` as it goes over the wire."""
    return _ProblemResponse(error.as_problem(), int(error.status), headers=error.headers())


def plain_problem(status: int, detail: str) -> dict[str, Any]:
    """Return the problem document of a refusal that is HTTP's own and has no class of ours."""
    title = HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": f"http_{status}",
        "action": _PLAIN_ACTIONS.get(status, "Check the address and the method."),
    }


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
    the latest. A stream of a ``caller`` ends within seconds of their losing the right to it.

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
    since = int(last) if last.isdecimal() and len(last) <= _MOST_DIGITS else None
    return StreamingResponse(
        _news(kit, tenant_id, heard, since, caller),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _news(
    kit: Kit,
    tenant_id: str,
    heard: Callable[[Message], Message | None],
    since: int | None,
    caller: Caller | None,
) -> AsyncIterator[str]:
    who = caller.principal.actor if caller else ""
    async with kit.bus.listen(tenant_id, who) as subscription:
        yield "retry: 1000\n: connected\n\n"
        seen = since or 0
        if since is not None:
            for message in await asyncio.to_thread(_missed, kit, tenant_id, since):
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


def _missed(kit: Kit, tenant_id: str, since: int) -> list[Message]:
    with kit.database.read(tenant_id) as session:
        return [
            Message(event.kind, event.subject_id, event.data, event.sequence)
            for event in journal.list_after(session, since)
        ]


def _frame(message: Message) -> str:
    data: dict[str, Any] = {"kind": message.kind, "subject_id": message.subject_id}
    data |= message.data
    name = f"id: {message.sequence}\n" if message.sequence is not None else ""
    return f"{name}event: {message.kind}\ndata: {json.dumps(data)}\n\n"
