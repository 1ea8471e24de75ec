"""The demo's company: a courier with eight vans in central Helsinki."""

from importlib import resources
from pathlib import Path

from doorstep import fleet
from doorstep.demo.logins import EMAIL, OWNER_EMAIL, Login, make_login, read_login
from doorstep.kernel import new_id
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role, Tenant
from doorstep.plumbing.problem import ConflictError
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit

FLEET_FILE = resources.files("doorstep.demo") / "data" / "fleet.toml"
CITY_FILE = Path(str(resources.files("doorstep.demo") / "data" / "helsinki.osm.pbf"))

TIMEZONE = "Europe/Helsinki"
_NAME = "Kotiovi Courier"
_LOCALE = "en-GB"
_PEOPLE = {
    EMAIL: ("Demo dispatcher", Role.DISPATCHER),
    OWNER_EMAIL: ("Demo owner", Role.OWNER),
}


class LoginLostError(ConflictError):
    """The demo's data is there, but not the file with its login."""

    code = "login_lost"
    title = "The demo's login is lost"
    action = "Delete the data folder to begin anew, or name another one with --data."


def seed(kit: Kit, folder: Path) -> tuple[str, Login]:
    """Make the demo's company unless it is there; return its tenant id and login.

    The company is made whole or not at all, so that a first start may be broken off anywhere.

    Raises
    ------
    LoginLostError
        The company is there, but not the file with its login.
    """
    login = read_login(folder)
    with kit.database.read(None) as session:
        tenant = auth.find_tenant(session)
    if tenant is not None and login is None:
        message = f"{folder} holds a demo, but not the file with its login."
        raise LoginLostError(message)
    if tenant is not None and login is not None:
        return tenant.id, login
    login = login or make_login(folder, kit.rng)
    the_fleet = fleet.read_toml(FLEET_FILE.read_bytes())
    tenant = Tenant(
        id=new_id(kit.wall, kit.rng),
        name=_NAME,
        timezone=TIMEZONE,
        currency=the_fleet.currency,
        locale=_LOCALE,
    )
    with kit.write(tenant.id, SYSTEM_ACTOR) as unit:
        auth.create_tenant(unit.session, tenant)
        for email, (name, role) in _PEOPLE.items():
            auth.create_account(unit, email=email, name=name, role=role, password=login.password)
        fleet.save(unit, the_fleet)
    return tenant.id, login


def console_code(kit: Kit, tenant_id: str, email: str) -> str:
    """Return a one-time code that signs one of the demo's people in."""
    name, role = _PEOPLE[email]
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        account_id = auth.find_account_id(unit, email)
        return auth.issue_code(
            unit, Principal("account", account_id, name, role, tenant_id, email)
        )


def driver_code(kit: Kit, tenant_id: str) -> tuple[str, str]:
    """Return the first driver's name and a one-time code that signs them in."""
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        driver = fleet.list_drivers(unit)[0]
        code = auth.issue_code(
            unit,
            Principal(
                kind="driver",
                id=driver.id,
                name=driver.name,
                role=Role.DRIVER,
                tenant_id=tenant_id,
            ),
        )
        return driver.name, code
