"""What must hold of the machine before data is entrusted to it."""
# Bad input: B-75, B-76 (docs/guides/bad-input.md).

from pathlib import Path

import pytest

from doorstep.bootstrap import (
    DemoFolderError,
    open_parts,
    require_own_folder,
)
from doorstep.plumbing.ownership import FolderInUseError
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.start import (
    SAFE_SQLITE,
    DataFolderOpenError,
    DataFolderUnfitError,
    find_file_system,
    is_loopback,
    list_warnings,
    require_private,
)

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- what is warned of
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/shared\\040data nfs4 rw 0 0
/dev/sdb1 /srv/shared\\040data/local xfs rw 0 0
"""


def test_a_folder_that_is_not_there_yet_is_fine(tmp_path: Path) -> None:
    require_private(tmp_path / "new" / "deeper")


def test_a_folder_that_others_can_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    require_private(folder)
    folder.chmod(0o750)
    with pytest.raises(DataFolderOpenError, match="can read"):
        require_private(folder)


def test_the_folder_doorstep_makes_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_parts(Settings(data_dir=folder)):
        assert folder.stat().st_mode & 0o077 == 0
        require_private(folder)


def test_the_nearest_mount_says_what_a_folder_is_on(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    kinds = [
        find_file_system(Path(place), mounts)
        for place in (
            "/opt/doorstep",
            "/srv/shared data/x",
            "/srv/shared data/local/y",
            "/srv/shared",
        )
    ]
    assert kinds == ["ext4", "nfs4", "xfs", "ext4"]
    assert find_file_system(tmp_path, tmp_path / "no such table") == ""


def test_a_network_file_system_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} nfs rw 0 0\n")
    with pytest.raises(DataFolderUnfitError, match="network file system"):
        require_private(tmp_path / "data", mounts)


def test_the_demo_s_folder_is_not_taken_for_a_company(tmp_path: Path) -> None:
    (tmp_path / "demo-login.json").write_text("{}")
    with pytest.raises(DemoFolderError):
        require_own_folder(Settings(data_dir=tmp_path))


def test_a_second_process_is_turned_away(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with open_parts(settings), pytest.raises(FolderInUseError), open_parts(settings):
        pass


def test_only_this_machine_can_reach_the_server_unless_told_otherwise() -> None:
    assert Settings().host == "127.0.0.1"
    reachable = [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", EVERYWHERE, "x")]
    assert reachable == [True, True, True, False, False]


def test_an_operator_is_warned_of_an_old_sqlite_of_root_and_of_a_bare_network() -> None:
    warnings = list(list_warnings(sqlite=(3, 40, 1), user_id=0, host=EVERYWHERE, public_url=""))
    assert ["3.40.1" in warnings[0], "root" in warnings[1], "TLS" in warnings[2]] == [True] * 3
    proxied = "https://d.example"
    quiet = [
        list_warnings(sqlite=SAFE_SQLITE, user_id=1000, host="127.0.0.1", public_url=""),
        list_warnings(sqlite=SAFE_SQLITE, user_id=1000, host=EVERYWHERE, public_url=proxied),
        list_warnings(sqlite=None, user_id=1000, host="localhost", public_url=""),
    ]
    assert [list(one) for one in quiet] == [[], [], []]
