"""Set a company up: its name, time zone, currency, language and region."""

import re
import threading
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from zoneinfo import available_timezones

from fastapi import APIRouter, Request, Response
from pydantic import Field

from doorstep import dispatch, fleet, planning
from doorstep.bootstrap import Regions
from doorstep.kernel import CURRENCIES
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.problem import ConflictError, DoorstepError, InvalidInputError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, CompanyManager, OfficeUser, StrictRoute, View
from doorstep.roads.sources import Watcher

router = APIRouter(tags=["Company"], route_class=StrictRoute)

_bringing = threading.Lock()


class CurrencyFixedError(ConflictError):
    """Costs are kept in the currency, so it cannot change any more."""

    code = "currency_fixed"
    title = "The currency cannot change any more"
    action = "Retire the vehicles first: their costs are in the old currency."


class FixedByDemoError(ConflictError):
    """The demo works in the one region it brings."""

    code = "fixed_by_demo"
    title = "The demo has one region"
    action = "Start doorstep serve for a company of your own."


class BusyBringingError(DoorstepError):
    """A region is being brought in already."""

    code = "region_busy"
    status = HTTPStatus.CONFLICT
    title = "A region is being brought in already"
    action = "Wait until it is there."


class CompanyBody(Body):
    """A company as it shall be."""

    name: str = Field(min_length=1, max_length=200, pattern=r"\S", examples=["Own Courier"])
    timezone: str = Field(max_length=64, examples=["Europe/Lisbon"])
    currency: str = Field(max_length=3, examples=["EUR"])
    locale: str = Field(
        max_length=35, pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$", examples=["pt-PT"]
    )


class CompanyView(View):
    """A company; its name is empty until it has been set up."""

    name: str
    timezone: str
    currency: str
    locale: str
    region: str
    asks_managers_twice: bool
    version: int


class SecondFactorBody(Body):
    """Whether owners and administrators must have a second factor."""

    asks: bool


class RegionName(Body):
    """The region to work in."""

    name: str = Field(max_length=100, examples=["lisbon"])


class RegionWish(Body):
    """A region to bring in, by its name in the index."""

    name: str = Field(max_length=100, pattern=r"^[a-z0-9][a-z0-9-]*$", examples=["portugal"])


class RegionView(View):
    """A region that can be worked in."""

    name: str
    number: int
    size_bytes: int
    source: str
    added_at: str


class SetupView(View):
    """How far the set-up has come.

    ``region`` is the one worked in, or null; ``regions`` are those to choose from; ``profiles``
    are the ways of travelling that its roads know.
    """

    company: CompanyView
    region: str | None
    regions: list[RegionView]
    depots: int
    vehicles: int
    drivers: int
    profiles: list[str]
    done: bool


@router.get("/setup", summary="How far the set-up has come")
@refuses("no_region")
def get_setup(caller: OfficeUser, request: Request) -> SetupView:
    """Return what is set up and what is not."""
    with caller.read() as unit:
        company = auth.get_company(unit)
        stored = fleet.load(unit)
        drivers = fleet.list_drivers(unit)
    regions: Regions | None = request.app.state.regions
    is_open = regions is None or regions.is_open
    region = request.app.state.region.name if is_open else None
    here = regions.list_all() if regions else []
    has_fleet = bool(stored.depots) and bool(stored.vehicles)
    return SetupView(
        company=CompanyView.model_validate(company),
        region=region,
        regions=[RegionView.model_validate(one) for one in here],
        depots=len(stored.depots),
        vehicles=len(stored.vehicles),
        drivers=len(drivers),
        profiles=list(request.app.state.region.profiles) if is_open else [],
        done=bool(company.name) and is_open and has_fleet,
    )


@router.get("/company", summary="The company")
def get_company(caller: OfficeUser, response: Response) -> CompanyView:
    """Return the company's name, time zone, currency, language and region."""
    with caller.read() as unit:
        return _show(auth.get_company(unit), response)


@router.put("/company", summary="Change the company")
@refuses("currency_fixed", "routes_open", "plan_in_progress")
def change_company(
    body: CompanyBody, caller: CompanyManager, expected: ExpectedVersion, response: Response
) -> CompanyView:
    """Make the company what the body says.

    The time zone changes only while no driver has a route. Windows and other agreed times stay
    the same moments; shifts and breaks keep their clock times, so plans that nobody has released
    must be made again.
    """
    if body.timezone not in available_timezones():
        message = f"There is no time zone {body.timezone!r}."
        raise InvalidInputError(message, action="Write it like Europe/Lisbon.")
    if body.currency not in CURRENCIES:
        message = f"There is no currency {body.currency!r}."
        raise InvalidInputError(message, action="Write its ISO 4217 code, like EUR.")
    with caller.write() as unit:
        company = auth.get_company(unit)
        if company.currency != body.currency and fleet.load(unit).vehicles:
            message = f"The costs of the vehicles are in {company.currency}."
            raise CurrencyFixedError(message)
        if company.timezone != body.timezone:
            dispatch.require_all_home(unit)
            # Today may be another date in the new zone.
            planning.drop_unreleased(unit, dispatch.today_of(unit) - timedelta(days=1))
        wanted = replace(
            company,
            name=re.sub(r"\s+", " ", body.name).strip(),
            timezone=body.timezone,
            currency=body.currency,
            locale=body.locale,
        )
        return _show(auth.change_company(unit, wanted, expected), response)


@router.put("/company/second-factor", summary="Ask managers for a second factor, or not")
def ask_managers_twice(
    body: SecondFactorBody, caller: CompanyManager, response: Response
) -> CompanyView:
    """Let owners and administrators do nothing before they have a second factor, from now on."""
    with caller.write() as unit:
        return _show(auth.ask_managers_twice(unit, asks=body.asks), response)


@router.put("/company/region", summary="Choose the region to work in")
@refuses("fixed_by_demo", "region_refused", "no_region")
def choose_region(
    body: RegionName, caller: CompanyManager, request: Request, response: Response
) -> CompanyView:
    """Load the region's streets, addresses and map, and work in it from now on."""
    regions = _regions(request)
    regions.open(body.name)
    request.app.state.region, request.app.state.tiles = regions.region, regions.tiles
    with caller.write() as unit:
        return _show(auth.choose_region(unit, body.name), response)


@router.post("/regions", status_code=201, summary="Bring a region in from the index")
@refuses("fixed_by_demo", "region_busy", "region_refused")
def bring_region(body: RegionWish, caller: CompanyManager, request: Request) -> RegionView:
    """Download a region by its name in the index and prepare it; this takes minutes."""
    assert caller  # noqa: S101 -- asked for by the policy
    regions = _regions(request)
    if not _bringing.acquire(blocking=False):
        message = "One region is brought in at a time."
        raise BusyBringingError(message)
    try:
        name = regions.bring(body.name, Watcher(_unheard, _unheard, _unheard))
    finally:
        _bringing.release()
    found = next(one for one in regions.list_all() if one.name == name)
    return RegionView.model_validate(found)


def _regions(request: Request) -> Regions:
    regions: Regions | None = request.app.state.regions
    if regions is None or request.app.state.demo is not None:
        message = "The demo's city comes with it."
        raise FixedByDemoError(message)
    return regions


def _show(tenant: Tenant, response: Response) -> CompanyView:
    set_etag(response, tenant.version)
    return CompanyView.model_validate(tenant)


def _unheard(*_args: object) -> None:
    """Take a report nobody asked for."""
