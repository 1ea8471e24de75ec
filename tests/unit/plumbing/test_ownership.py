from pathlib import Path

import pytest

from doorstep.plumbing.ownership import FolderInUseError, own


def test_a_second_process_is_turned_away_from_a_folder_in_use(tmp_path: Path) -> None:
    with own(tmp_path), pytest.raises(FolderInUseError, match="used by process"), own(tmp_path):
        pass


def test_a_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with own(tmp_path):
            assert (tmp_path / "owner.lock").exists()


def test_a_new_folder_is_closed_to_everybody_else(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with own(folder):
        assert folder.stat().st_mode & 0o077 == 0
