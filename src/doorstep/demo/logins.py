"""The demo's password, made on the first start and kept where only its owner reads it."""

import base64
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from doorstep.kernel import Rng

EMAIL = "dispatcher@doorstep.example"
OWNER_EMAIL = "owner@doorstep.example"
"""Signs in with the same password, and sees the office and the team as well."""


@dataclass(frozen=True, slots=True)
class Login:
    """What the demo's dispatcher signs in with."""

    email: str
    password: str


def read_login(folder: Path) -> Login | None:
    """Return the login of the demo in ``folder``, or none before its first start."""
    file = _file(folder)
    if not file.exists():
        return None
    return Login(**json.loads(file.read_text()))


def make_login(folder: Path, rng: Rng) -> Login:
    """Make a login with a password nobody can guess and keep it, readable by its owner only."""
    letters = base64.b32encode(rng.random_bytes(10)).decode().lower()
    password = "-".join(letters[start : start + 4] for start in range(0, 16, 4))
    login = Login(EMAIL, password)
    draft = _file(folder).with_suffix(".tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(login), file)
    draft.replace(_file(folder))
    return login


def _file(folder: Path) -> Path:
    return folder / "demo-login.json"
