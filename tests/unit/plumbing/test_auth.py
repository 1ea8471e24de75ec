from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from doorstep.kernel import FixedClock
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.auth.errors import WrongCodeError, WrongPasswordError
from doorstep.plumbing.problem import InvalidInputError
from doorstep.plumbing.unit import Kit

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(kit: Kit, tenant_id: str) -> str:
    with kit.write(tenant_id, "system") as unit:
        return auth.create_account(
            unit, email="Ada@Example.com ", name="Ada", role=Role.DISPATCHER, password=PASSWORD
        )


def _sign_in(kit: Kit, email: str, password: str) -> tuple[Principal, str]:
    with kit.database.write(None) as session:
        principal = auth.check_password(session, email=email, password=password)
        return principal, auth.start_session(session, kit.wall, kit.rng, principal)


def _who(kit: Kit, token: str) -> Principal | None:
    with kit.database.read(None) as session:
        return auth.find_principals(session, kit.wall, [token]).get(token)


def _code_for_driver(kit: Kit, tenant_id: str) -> str:
    driver = Principal("driver", "d1", "Aino", Role.DRIVER, tenant_id)
    with kit.write(tenant_id, "system") as unit:
        return auth.issue_code(unit, driver)


def _redeem(kit: Kit, code: str) -> tuple[Principal, str]:
    with kit.database.write(None) as session:
        return auth.redeem_code(session, kit.wall, kit.rng, code)


def _later(kit: Kit, delta: timedelta) -> None:
    assert isinstance(kit.wall, FixedClock)
    kit.wall.advance(delta)


def test_the_right_password_signs_in(kit: Kit, ada: str) -> None:
    principal, token = _sign_in(kit, "ada@example.com", PASSWORD)
    assert principal.id == ada
    assert _who(kit, token) == principal


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.com", "wrong"), ("eve@example.com", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(
    kit: Kit, email: str, password: str
) -> None:
    with pytest.raises(WrongPasswordError, match="No account fits"):
        _sign_in(kit, email, password)


@pytest.mark.usefixtures("ada")
def test_signing_out_takes_effect_at_once(kit: Kit) -> None:
    _, token = _sign_in(kit, "ada@example.com", PASSWORD)
    with kit.database.write(None) as session:
        auth.end_session(session, token)
    assert _who(kit, token) is None


@pytest.mark.usefixtures("ada")
def test_a_session_ends_after_two_weeks(kit: Kit) -> None:
    _, token = _sign_in(kit, "ada@example.com", PASSWORD)
    _later(kit, timedelta(days=14, seconds=1))
    assert _who(kit, token) is None


def test_a_code_works_once_and_however_it_is_typed(kit: Kit, tenant_id: str) -> None:
    code = _code_for_driver(kit, tenant_id)
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    principal, token = _redeem(kit, typed)
    assert principal.role is Role.DRIVER
    assert _who(kit, token) == principal
    with pytest.raises(WrongCodeError):
        _redeem(kit, code)


def test_a_code_is_dead_after_a_day(kit: Kit, tenant_id: str) -> None:
    code = _code_for_driver(kit, tenant_id)
    _later(kit, timedelta(hours=24, seconds=1))
    with pytest.raises(WrongCodeError):
        _redeem(kit, code)


def test_a_short_password_is_refused(kit: Kit, tenant_id: str) -> None:
    def create() -> None:
        with kit.write(tenant_id, "system") as unit:
            auth.create_account(unit, email="a@b.c", name="A", role=Role.ADMIN, password="short")

    with pytest.raises(InvalidInputError, match="12"):
        create()


@pytest.mark.parametrize("secret", [_code_for_driver])
def test_the_database_never_holds_a_code_in_clear(
    kit: Kit, tenant_id: str, secret: Callable[[Kit, str], str]
) -> None:
    code = secret(kit, tenant_id)
    with kit.database.read(None) as session:
        every = {"any_tenant": True}
        query = text("select * from sign_in_codes")
        rows = session.execute(query, execution_options=every).all()
    assert len(rows) == 1
    assert code not in str(rows)
