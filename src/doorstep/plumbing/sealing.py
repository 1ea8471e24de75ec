"""Secrets that must be read again, such as those of second factors, sealed with the server's key.

The key is a file of its own beside the data, or wherever the operator keeps it: who has a copy of
the database alone reads none of them.
"""

import base64
import json
import os
from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from doorstep.kernel import Rng
from doorstep.plumbing.problem import DoorstepError

KEY_FILE = "server-key.json"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_MARK = "1."
"""The first way of sealing; another one would begin otherwise."""


class ServerKeyError(DoorstepError):
    """The server's key cannot be read, or does not fit what was sealed."""

    code = "server_key"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "The server's key does not fit"
    action = "Put the key file that belongs to this database back; backups hold it."


class Sealer:
    """Seals short texts with AES-256-GCM (NIST SP 800-38D).

    Parameters
    ----------
    read_key
        Gives the key, 32 bytes, when it is first needed.
    rng
        Gives the nonces, 96 random bits each.
    """

    def __init__(self, read_key: Callable[[], bytes], rng: Rng) -> None:
        self._read_key = read_key
        self._rng = rng

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._read_key())

    def seal(self, text: str, about: str) -> str:
        """Return ``text`` sealed; it opens only under the same ``about``, such as a row's id."""
        nonce = self._rng.random_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, text.encode(), about.encode())
        return _MARK + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> str:
        """Return the text.

        Raises
        ------
        ServerKeyError
            It was sealed with another key, for something else, or has been changed.
        """
        message = "Something sealed in the database cannot be opened."
        if not sealed.startswith(_MARK):
            raise ServerKeyError(message)
        try:
            raw = base64.b64decode(sealed.removeprefix(_MARK), validate=True)
            opened = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], about.encode())
        except (ValueError, InvalidTag) as error:
            raise ServerKeyError(message) from error
        return opened.decode()


def make_key(file: Path, rng: Rng) -> None:
    """Make the key at the first start, readable by its owner only."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as opened:
        json.dump({"key": base64.b64encode(rng.random_bytes(_KEY_BYTES)).decode()}, opened)
        opened.flush()
        os.fsync(opened.fileno())
    draft.rename(file)


def open_sealer(file: Path, rng: Rng) -> Sealer:
    """Return the sealer of the key in ``file``, which is read when it is first needed."""
    return Sealer(lambda: _read_key(file), rng)


def _read_key(file: Path) -> bytes:
    try:
        key = base64.b64decode(json.loads(file.read_text("utf-8"))["key"], validate=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{file} holds no key."
        raise ServerKeyError(message) from error
    if len(key) != _KEY_BYTES:
        message = f"{file} holds no key of {_KEY_BYTES} bytes."
        raise ServerKeyError(message)
    return key
