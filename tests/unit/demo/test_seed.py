"""The demo's company is there after the first start, however that went."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep import fleet
from doorstep.demo.logins import make_login
from doorstep.demo.seed import LoginLostError, console_code, seed
from doorstep.kernel import SeededRng
from doorstep.plumbing.unit import Kit
from worlds.server import open_kit


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    with open_kit(tmp_path) as opened:
        yield opened


def test_a_second_start_finds_the_company_of_the_first(kit: Kit, tmp_path: Path) -> None:
    assert seed(kit, tmp_path) == seed(kit, tmp_path)


def test_a_first_start_that_broke_off_is_made_good_by_the_next(kit: Kit, tmp_path: Path) -> None:
    # The login is kept first; then the process died.
    kept = make_login(tmp_path, SeededRng(3))
    tenant_id, login = seed(kit, tmp_path)
    assert login == kept
    assert console_code(kit, tenant_id, login.email)
    with kit.read(tenant_id) as unit:
        assert len(fleet.load(unit).vehicles) == 8


def test_a_lost_login_is_said_and_no_second_company_made(kit: Kit, tmp_path: Path) -> None:
    seed(kit, tmp_path)
    (tmp_path / "demo-login.json").unlink()
    with pytest.raises(LoginLostError):
        seed(kit, tmp_path)
