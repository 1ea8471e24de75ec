"""``doorstep backup`` takes a running installation along, ``doorstep restore`` brings it back."""

import io
import json
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from doorstep import bootstrap, dispatch, orders
from doorstep.bootstrap import NoInstallationError, OtherDatabaseError, Parts, open_parts
from doorstep.cli import make_app
from doorstep.demo.seed import CITY_FILE, seed
from doorstep.plumbing.backup import (
    BackupDamagedError,
    BackupExistsError,
    FolderNotEmptyError,
    Manifest,
)
from doorstep.plumbing.migrate import DatabaseUnreadableError
from doorstep.plumbing.ownership import FolderInUseError, own
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import SYSTEM_ACTOR
from worlds.day_on_server import photo
from worlds.demo_process import new_data_folder

PHOTO, PHOTO_BYTES = photo()
pytestmark = pytest.mark.sqlite_only(reason="PostgreSQL is left to its own backup tools")


@pytest.fixture
def data(tmp_path: Path, roads_folder: Path) -> Path:
    """Give a stopped installation with a company, a fleet and one photo."""
    folder = new_data_folder(tmp_path, roads_folder)
    with open_parts(Settings(data_dir=folder), CITY_FILE) as parts:
        tenant_id, _ = seed(parts.kit, folder)
        picture = dispatch.store_picture(parts.kit, PHOTO, PHOTO_BYTES)
        with parts.kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            dispatch.keep_picture(unit, picture)
    return folder


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    file = tmp_path / "backup.tar.gz"
    run("backup", "--data", str(data), "--out", str(file))
    return file


def run(*arguments: str) -> str:
    done = CliRunner().invoke(make_app(["backup", "restore"]), arguments)
    if isinstance(done.exception, Exception):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def restore(file: Path, folder: Path) -> Manifest:
    return bootstrap.restore(Settings(data_dir=folder), file)


def violated(folder: Path) -> list[str]:
    with bootstrap.open_stopped(Settings(data_dir=folder)) as installation:
        return [one.name for one in bootstrap.verify(installation) if one.violations]


def dump(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "doorstep.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_what_was_backed_up_is_restored_as_it_was(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    said = run("restore", str(backup), "--data", str(tmp_path / "new"))

    assert "doorstep verify" in said
    assert dump(tmp_path / "new") == dump(data)
    assert (tmp_path / "new/files" / PHOTO[:2] / PHOTO).read_bytes() == PHOTO_BYTES
    assert (tmp_path / "new/demo-login.json").read_bytes() == (
        data / "demo-login.json"
    ).read_bytes()
    assert violated(tmp_path / "new") == []


def test_nobody_else_on_the_machine_may_read_a_backup_or_what_it_restores(
    backup: Path, tmp_path: Path
) -> None:
    restore(backup, tmp_path / "new")

    made = [backup, *(tmp_path / "new").rglob("*")]
    assert [file for file in made if file.is_file() and file.stat().st_mode & 0o077] == [
        tmp_path / "new/owner.lock"  # holds nothing but a process number
    ]


@pytest.fixture
def busy(data: Path) -> Iterator[Parts]:
    """Give the installation running, with a thread that imports a shipment at a time."""
    stop = threading.Event()
    with open_parts(Settings(data_dir=data), CITY_FILE) as parts:
        tenant_id, _ = seed(parts.kit, data)
        service_on = parts.kit.clock.now().date()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                rows = f"reference,lat,lon,name\nB-{number},60.17,24.95,Aino".encode()
                with parts.kit.write(tenant_id, SYSTEM_ACTOR) as unit:
                    orders.import_csv(unit, rows, service_on=service_on, region=parts.region)

        writer = threading.Thread(target=write)
        writer.start()
        yield parts
        stop.set()
        writer.join()


def test_backups_of_a_running_installation_are_consistent(busy: Parts, tmp_path: Path) -> None:
    counts = []
    for number in range(3):
        bootstrap.back_up(busy.settings, tmp_path / f"{number}.tar.gz")
        restore(tmp_path / f"{number}.tar.gz", tmp_path / str(number))
        assert violated(tmp_path / str(number)) == []
        counts.append(sum('INTO "shipments"' in line for line in dump(tmp_path / str(number))))

    assert counts == sorted(set(counts))  # each holds more than the one before


def test_a_flipped_byte_is_refused_unless_it_says_the_very_same_bytes(
    backup: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    restore(backup, tmp_path / "whole")
    # Bytes 4 to 9 (time and machine) and the bits before the 8 bytes of checksum say nothing.
    checksum = len(whole) - 8
    places = [*range(4), *range(10, checksum - 1, checksum // 60), *range(checksum, len(whole))]
    refused = 0
    for place in places:
        flipped = bytes([whole[place] ^ 0x10])
        backup.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        folder = tmp_path / f"at-{place}"
        try:
            restore(backup, folder)
        except BackupDamagedError:
            refused += 1
            assert [one.name for one in folder.iterdir()] == ["owner.lock"]
        else:
            # In a run of zeros another distance back copies the same zeros: nothing is lost.
            assert contents(folder) == contents(tmp_path / "whole")
    assert refused > 0.9 * len(places)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "owner.lock"
    }


@pytest.mark.parametrize("kept", [0, 5, 0.01, 0.5, 0.99, -1, -8])
def test_a_backup_that_was_cut_short_is_refused(backup: Path, tmp_path: Path, kept: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: round(kept * len(whole)) if 0 < kept < 1 else int(kept)])

    with pytest.raises(BackupDamagedError):
        restore(backup, tmp_path / "new")


def test_a_file_that_names_a_place_outside_the_folder_is_refused(tmp_path: Path) -> None:
    members = [{"name": "../evil", "size": 0, "sha256": ""}]
    head = json.dumps({"format": 1, "created_at": "", "members": members}).encode()
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(head)
        tar.addfile(info, io.BytesIO(head))

    with pytest.raises(BackupDamagedError, match="no backup holds"):
        restore(tmp_path / "evil.tar.gz", tmp_path / "new")


def test_nothing_is_restored_over_anything(data: Path, backup: Path) -> None:
    with pytest.raises(FolderNotEmptyError, match=r"doorstep\.db"):
        restore(backup, data)


def test_nothing_is_restored_into_a_folder_in_use(backup: Path, tmp_path: Path) -> None:
    with own(tmp_path / "new"), pytest.raises(FolderInUseError):
        restore(backup, tmp_path / "new")


def test_no_backup_is_overwritten(data: Path, backup: Path) -> None:
    with pytest.raises(BackupExistsError):
        run("backup", "--data", str(data), "--out", str(backup))


def test_there_must_be_an_installation_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(NoInstallationError):
        run("backup", "--data", str(tmp_path / "no"), "--out", str(tmp_path / "file"))


def test_a_damaged_database_is_not_passed_off_as_a_backup(data: Path, tmp_path: Path) -> None:
    with (data / "positions.db").open("r+b") as file:
        file.write(bytes(200))

    with pytest.raises(DatabaseUnreadableError, match=r"positions\.db"):
        run("backup", "--data", str(data), "--out", str(tmp_path / "file"))

    assert not (tmp_path / "file").exists()


def test_data_outside_the_folder_is_left_to_its_own_tools(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", "postgresql://somewhere/else")

    with pytest.raises(OtherDatabaseError):
        run("backup", "--data", str(data), "--out", str(tmp_path / "file"))
