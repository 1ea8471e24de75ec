"""HTTP in one place: who calls, what they may do, how errors and live news look on the wire."""

import asyncio
import json
import logging
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Sequence,
)
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import State
from starlette.exceptions import HTTPException

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, access
from doorstep.plumbing.auth.access import Policy
from doorstep.plumbing.denials import ALARMING, WINDOW
from doorstep.plumbing.fields import refuse_zero_bytes
from doorstep.plumbing.guesses import Allowance
from doorstep.plumbing.holders import Holders
from doorstep.plumbing.looks import Looks
from doorstep.plumbing.problem import (
    DoorstepError,
    Finding,
    InvalidInputError,
    NotAllowedError,
    NotSignedInError,
    OurError,
)
from doorstep.plumbing.storage_errors import as_storage_error
from doorstep.plumbing.strict_json import read_strict_json
from doorstep.plumbing.unit import Kit, Unit

_log = logging.getLogger(__name__)
SESSION_COOKIE = "doorstep_session"
"""Names the session of an account."""
DRIVER_COOKIE = "doorstep_driver"
"""Names the session of a driver: a cookie of its own, so that a courier with one van, who is
dispatcher and driver in one browser, is not signed out of one by the other."""
PROBLEM_JSON = "application/problem+json"
_LONGEST_DEVICE = 200
_Item = TypeVar("_Item")
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

    async def submit(
        self,
        many: Callable[[Unit, Sequence[_Item]], Sequence[_Result | Exception]],
        item: _Item,
    ) -> _Result:
        """Have ``many`` write ``item`` with others of its kind; see ``Kit.submit``."""
        principal = self.principal
        return await self.kit.submit(principal.tenant_id, principal.actor, many, item)

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


def allow(policy: Policy) -> Callable[[Request], Awaitable[Caller]]:
    """Open a route to those whom ``policy`` allows: with a session, or with an API key."""

    async def allowed(request: Request) -> Caller:
        _refuse_hostile(request)
        callers = await _list_callers(request)
        if not callers:
            message = "Nobody is signed in, or the session has ended."
            raise NotSignedInError(message)
        for caller in callers:
            if policy.allows(caller.principal):
                await _note_look(request, caller)
                return caller
        raise await _denied(request, callers[0], policy)

    allowed.policy = policy  # type: ignore[attr-defined] # read by the API description
    return allowed


async def _denied(request: Request, caller: Caller, policy: Policy) -> NotAllowedError:
    """Return why the caller may not; write it down, and in the journal where it is no mistake."""
    principal = caller.principal
    route = request.scope.get("route")
    about = {"policy": policy.name, "path": getattr(route, "path", ""), "method": request.method}
    _log.warning("access_denied", extra={"actor": principal.actor, **about})
    if caller.kit.denials.note(principal.actor, caller.kit.wall.now()):
        _log.error("access_denied_often", extra={"actor": principal.actor, **about})
        await asyncio.to_thread(_journal_denials, caller)
    if principal.limited:
        message = "Owners and administrators have a second factor here, and you have none yet."
        return auth.SecondFactorRequiredError(message)
    if principal.kind == "key":
        return NotAllowedError(f"The key does not have the scope {policy.scope or 'for this'}.")
    return NotAllowedError(f"This is not for the role {principal.role.value}.")


def _journal_denials(caller: Caller) -> None:
    with caller.write() as unit:
        minutes = int(WINDOW.total_seconds()) // 60
        data = {"more_than": ALARMING, "within_minutes": minutes}
        unit.emit("access.denied_often", caller.principal.id, data)


async def _list_callers(request: Request) -> list[Caller]:
    """Return everybody the request speaks for: a key, or the browser's sessions."""
    kit, holders = kit_of(request), holders_of(request.app.state)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        # A key that is wrong is refused, whatever cookies came along.
        tokens = [secret.strip()]
    else:
        names = (SESSION_COOKIE, DRIVER_COOKIE)
        tokens = [token for name in names if (token := request.cookies.get(name, ""))]
    callers = []
    for token in tokens:
        principal = await holders.find(token)
        if principal is not None:
            if principal.kind == "key":
                kit.rates.spend(principal.id, kit.wall.now())
            callers.append(Caller(kit, principal, token))
    return callers


async def _note_look(request: Request, caller: Caller) -> None:
    if request.method != "GET":
        return
    state = request.app.state
    if not hasattr(state, "looks"):
        state.looks = Looks(caller.kit)
    looks: Looks = state.looks
    path = getattr(request.scope.get("route"), "path", "").removeprefix("/api/v1")
    service_on = request.query_params.get("service_on", "")
    await looks.note(caller.principal, path, request.path_params, service_on)


def holders_of(state: State) -> Holders:
    """Return who finds those who call, for the app that has this state."""
    if not hasattr(state, "holders"):
        state.holders = Holders(state.kit)
    holders: Holders = state.holders
    return holders


def _find_holder(kit: Kit, token: str) -> Principal | None:
    """Return who holds a session's token or a key's secret, from a thread."""
    return Holders(kit).find_all([token])[0]


def recipient(request: Request) -> Kit:
    """Open a route to whoever has a delivery's link; the route looks at its token."""
    return anyone(request)


recipient.policy = access.FOLLOW  # type: ignore[attr-defined] # read by the API description
Anyone = Annotated[Kit, Depends(anyone)]
"""Route policy: open to everybody."""
Recipient = Annotated[Kit, Depends(recipient)]
"""Route policy: whoever has the link of a delivery, about that delivery."""
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
LabelPrinter = Annotated[Caller, Depends(allow(access.PRINT_LABELS))]
"""Route policy: those who print labels."""
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
"""Route policy: everybody in the office."""
AccountHolder = Annotated[Caller, Depends(allow(access.OWN_ACCOUNT))]
"""Route policy: everybody with an account, about that account."""
Merchant = Annotated[Caller, Depends(allow(access.OWN_ORDERS))]
"""Route policy: a merchant's account, about that merchant's own orders."""
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
    # From the scope: taking the whole address apart costs each request a twentieth of its time.
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
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

    def _failed(request: Request, error: Exception) -> JSONResponse:
        told = as_storage_error(error)
        if told is None:
            raise error
        _log.error("storage_failed", extra={"path": _pattern(request)}, exc_info=error)
        return problem_response(told)

    app.add_exception_handler(DBAPIError, _failed)
    app.add_exception_handler(OSError, _failed)

    @app.exception_handler(Exception)
    def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
        # The server logs the error itself with its traceback.
        message = "An error of Doorstep itself kept it from answering."
        return problem_response(OurError(message))


def _pattern(request: Request) -> str:
    path: str = getattr(request.scope.get("route"), "path", "")
    return path


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
