# Bad input: B-38 (docs/guides/bad-input.md).
import hashlib
from pathlib import Path

import pytest

from doorstep.plumbing.blobs import BlobStore


def test_a_file_is_named_by_its_content_and_comes_back_whole(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    name = store.put(b"photo")
    assert name == hashlib.sha256(b"photo").hexdigest()
    assert store.get(name) == b"photo"
    assert store.put(b"photo") == name


def test_a_damaged_file_is_never_served_as_good(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    name = store.put(b"photo")
    (tmp_path / name[:2] / name).write_bytes(b"phot0")
    with pytest.raises(FileNotFoundError, match="damaged"):
        store.get(name)
    # Sent again, it is whole again.
    store.put(b"photo")
    assert store.get(name) == b"photo"


@pytest.mark.parametrize("name", ["../secret", "..%5C", "", "a" * 63, "A" * 64, "/etc/passwd"])
def test_a_name_that_is_no_hash_reaches_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        BlobStore(tmp_path).get(name)


def test_a_file_that_could_not_be_written_is_not_there(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    name = hashlib.sha256(b"photo").hexdigest()
    (tmp_path / name[:2]).write_text("a file where a folder should be")
    with pytest.raises(OSError, match=r"exists|directory"):
        store.put(b"photo")
    with pytest.raises(OSError, match="directory"):
        store.get(name)
