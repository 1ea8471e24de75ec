"""Sign drivers in by one-time codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from doorstep import fleet
from doorstep.dispatch.errors import NotADriverCodeError
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.qr_code import draw_qr
from doorstep.plumbing.unit import Kit, Unit

_HALF = 4
_LONGEST_NAME = 200
_COURIERS_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A one-time code in the forms in which it reaches the driver.

    Parameters
    ----------
    code
        As read aloud: "K7QM-4XPT".
    url
        Path of the driver's app that signs in by itself; the code stands behind ``#``, so that
        it reaches no server and no log.
    qr_svg
        The whole address as a QR code.
    """

    code: str
    url: str
    qr_svg: str
    expires_at: datetime


def issue_driver_code(unit: Unit, driver_id: str, base_url: str, company: str = "") -> SignInCode:
    """Return a new one-time code for a driver.

    Parameters
    ----------
    company
        Of a courier who drives for another company: signed in for a day at a time, and named
        with it.

    Raises
    ------
    UnknownDriverError
        There is no such driver.
    """
    driver = fleet.get_driver(unit, driver_id)
    role = Role.COURIER if company else Role.DRIVER
    name = f"{driver.name} ({company})"[:_LONGEST_NAME] if company else driver.name
    until = unit.kit.wall.now() + _COURIERS_DAY if company else None
    plain = auth.issue_code(
        unit, Principal("driver", driver.id, name, role, unit.tenant_id), until
    )
    url = f"/driver#code={plain}"
    return SignInCode(
        code=f"{plain[:_HALF]}-{plain[_HALF:]}",
        url=url,
        qr_svg=draw_qr(urljoin(base_url, url)),
        expires_at=unit.kit.wall.now() + auth.CODE_LIFETIME,
    )


def sign_driver_in(kit: Kit, code: str, device: str = "") -> tuple[Principal, str]:
    """Use up a driver's one-time code; return who it was for and their session's token.

    Raises
    ------
    WrongCodeError
        The code is unknown, used or expired.
    NotADriverCodeError
        It is somebody else's; then it is not used up.
    """
    with kit.database.write(None) as session:
        principal, token = auth.redeem_code(session, kit.wall, kit.rng, code, device)
        if principal.kind != "driver":
            message = "This code signs somebody in to the console."
            raise NotADriverCodeError(message)
    return principal, token
