"""The guide's Python example does what it says, against a server that listens on a port."""

import contextlib
import io
import re
from pathlib import Path

import httpx2
import pytest

from worlds.own_company import ADA, running_serve
from worlds.repository import ROOT

GUIDE = (ROOT / "docs/guides/api.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_guides_python_takes_an_order_in_and_changes_it(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    with running_serve(tmp_path / "data") as server, httpx2.Client(base_url=server.url) as owner:
        joining = {"token": server.owner_token, **ADA}
        assert owner.post("/api/v1/session/joining", json=joining).status_code == 201
        wish = {"name": "k", "scopes": ["orders:read", "orders:write"]}
        key = owner.post("/api/v1/api-keys", json=wish).json()["secret"]
        with contextlib.redirect_stdout(io.StringIO()) as told:
            exec(example, {"url": server.url, "key": key})  # noqa: S102 -- the guide's own words
    assert told.getvalue().strip() == "['A-1002']"
