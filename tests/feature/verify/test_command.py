"""``doorstep verify`` on a data folder that a server has left behind."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from doorstep import bootstrap, orders
from doorstep.bootstrap import NoInstallationError, Parts, SchemaDiffersError, open_parts
from doorstep.cli import make_app
from doorstep.demo.seed import CITY_FILE, seed
from doorstep.kernel import Point
from doorstep.plumbing.invariants import Installation, Verdict
from doorstep.plumbing.migrate import DatabaseUnreadableError
from doorstep.plumbing.ownership import own
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.in_hand import tamper
from worlds.postgres import running_postgres


@pytest.fixture
def data(tmp_path: Path, roads_folder: Path) -> Path:
    folder = new_data_folder(tmp_path, roads_folder)
    with open_parts(Settings(data_dir=folder), CITY_FILE) as parts:
        seed(parts.kit, folder)
    return folder


def run(data: Path, *arguments: str) -> tuple[int, str]:
    app = make_app(["verify", "plan"])
    done = CliRunner().invoke(app, ["verify", "--data", str(data), *arguments])
    if isinstance(done.exception, Exception):
        raise done.exception
    return done.exit_code, done.output


def change(data: Path, statement: str) -> None:
    tamper(data, statement)


def test_a_stopped_server_verifies_and_is_not_changed(data: Path) -> None:
    before = {file.name: file.read_bytes() for file in data.glob("*.db")}

    code, said = run(data)

    assert code == 0
    assert "0 violated" in said
    assert {file.name: file.read_bytes() for file in data.glob("*.db")} == before


def test_a_violation_is_told_with_what_to_do_and_exit_code_1(data: Path) -> None:
    change(data, "update vehicles set depot_id = 'nowhere'")

    code, said = run(data)

    assert code == 1
    assert "names a row of depots that is not there" in said
    assert "And 3 more" in said  # the demo has eight vans, five are shown
    assert "restore the last good backup" in said


def test_programs_read_the_verdicts_as_json(data: Path) -> None:
    change(data, "update vehicles set depot_id = 'nowhere'")

    code, said = run(data, "--json")

    report = json.loads(said)
    violated = [one for one in report["invariants"] if one["status"] == "violated"]
    assert (code, report["ok"]) == (1, False)
    assert [(one["name"], len(one["violations"])) for one in violated] == [
        ("foreign_keys_hold", 8)
    ]


def test_a_folder_without_an_installation_is_refused_and_left_empty(tmp_path: Path) -> None:
    with pytest.raises(NoInstallationError):
        run(tmp_path)

    assert list(tmp_path.iterdir()) == []


def write_until(done: threading.Event, parts: Parts, tenant_id: str) -> int:
    """Let orders come in, one transaction each, until told to stop; return how many."""
    count = 0
    while not done.is_set():
        count += 1
        shipment = orders.Shipment(
            f"W-{count}", orders.Recipient("Aino"), "Somewhere", Point(60.17, 24.94)
        )
        new = orders.NewOrder(
            shipment.reference, (orders.NewShipment(date(2026, 6, 1), shipment),)
        )
        with parts.kit.write(tenant_id, "system") as unit:
            orders.add_order(unit, new)
    return count


def test_an_installation_is_verified_while_its_server_writes(
    tmp_path: Path, roads_folder: Path
) -> None:
    """Orders, parcels and the journal change all the time; what is looked at is one moment."""
    folder = new_data_folder(tmp_path, roads_folder)
    done = threading.Event()
    with open_parts(Settings(data_dir=folder), CITY_FILE) as parts:
        tenant_id, _ = seed(parts.kit, folder)
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(write_until, done, parts, tenant_id)
            try:
                said = [run(folder) for _ in range(2)]
            finally:
                done.set()
        assert writing.result() > 10
        assert [(code, "0 violated" in text) for code, text in said] == [(0, True)] * 2

        tamper(folder, "update vehicles set depot_id = 'nowhere'")
        code, text = run(folder)
    assert (code, "names a row of depots that is not there" in text) == (1, True)
    assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []


def test_what_is_wrong_at_one_look_only_was_a_picture_whose_time_was_over(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def wrong_at_first(installation: Installation) -> list[Verdict]:
        looks.append(1)
        verdicts = bootstrap.verify(installation)
        if len(looks) == 1:
            verdicts[0] = replace(verdicts[0], violations=("A picture is not there.",))
        return verdicts

    monkeypatch.setattr("doorstep.cli.verify.verify_installation", wrong_at_first)
    with own(data):
        code, said = run(data)
    assert (code, "0 violated" in said, len(looks)) == (0, True, 2)


def test_a_database_of_another_version_is_refused(data: Path) -> None:
    change(data, "update alembic_version set version_num = '0000'")

    with pytest.raises(SchemaDiffersError):
        run(data)


@pytest.mark.sqlite_only(reason="PostgreSQL's files are not ours to read")
def test_a_database_whose_head_is_gone_is_refused_with_what_to_do(data: Path) -> None:
    with (data / "doorstep.db").open("r+b") as file:
        file.write(bytes(100))

    with pytest.raises(DatabaseUnreadableError, match="not a database"):
        run(data)


def test_an_installation_on_postgresql_verifies(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    roads_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = new_data_folder(tmp_path, roads_folder)
    with running_postgres(tmp_path_factory.mktemp("pg")) as url:
        monkeypatch.setenv("DOORSTEP_DATABASE_URL", url)
        with open_parts(Settings(data_dir=folder), CITY_FILE) as parts:
            seed(parts.kit, folder)

        code, said = run(folder)
        with own(folder):
            beside = run(folder)

    assert (code, "0 violated" in said) == (0, True)
    assert (beside[0], "0 violated" in beside[1]) == (0, True)
