"""A server of an own company with its owner signed in, and colleagues who join by links."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import FirstStart, Parts, open_parts, prepare_company
from doorstep.kernel import FixedClock
from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import migrate
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import Kit
from worlds.server import MONDAY_NOON

API = "/api/v1"
PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Office:
    """A server of an own company, its owner signed in."""

    parts: Parts
    clock: FixedClock
    owner: TestClient
    first: FirstStart

    @property
    def kit(self) -> Kit:
        return self.parts.kit

    def browser(self) -> TestClient:
        return TestClient(self.owner.app)

    def hire(self, role: str, email: str = "bo@x.example", merchant: str = "") -> TestClient:
        """Invite somebody and let them join in a browser of their own."""
        wish = {"email": email, "role": role, "merchant": merchant}
        made = self.owner.post(f"{API}/team/invitations", json=wish)
        assert made.status_code == 201, made.text
        token = made.json()["url"].removeprefix("/#join=")
        client = self.browser()
        body = {"token": token, "name": "Bo", "password": PASSWORD}
        assert client.post(f"{API}/session/joining", json=body).status_code == 201
        return client

    def member(self, email: str = "bo@x.example") -> dict[str, Any]:
        team = self.owner.get(f"{API}/team").json()
        return next(one for one in team["members"] if one["email"] == email)

    def change(self, what: str, body: dict[str, Any], email: str = "bo@x.example") -> Any:
        member = self.member(email)
        headers = {"If-Match": f'"{member["version"]}"'}
        return self.owner.put(
            f"{API}/team/members/{member['id']}/{what}", json=body, headers=headers
        )


@lru_cache
def _empty_database() -> Path:
    """Return a migrated database without anything in it, made once by each process."""
    file = Path(tempfile.mkdtemp(prefix="doorstep-office-")) / "doorstep.db"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.close()  # the last connection moves all into the one file
    atexit.register(shutil.rmtree, file.parent)
    return file


@contextmanager
def open_office(folder: Path, roads: Path | None = None, **settings: Any) -> Iterator[Office]:
    """Open a server in ``folder`` whose first owner, Ada, has joined."""
    clock = FixedClock(MONDAY_NOON)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(_empty_database(), folder / "doorstep.db")
    with open_parts(Settings(data_dir=folder, **settings), roads, clock) as opened:
        object.__setattr__(opened.kit, "wall", clock)  # the door's clock, so that time can pass
        first = prepare_company(opened)
        owner = TestClient(create_app(opened), raise_server_exceptions=False)
        body = {
            "token": first.owner_token,
            "name": "Ada",
            "email": "Ada@x.example",
            "password": PASSWORD,
        }
        assert owner.post(f"{API}/session/joining", json=body).status_code == 201
        yield Office(opened, clock, owner, first)
