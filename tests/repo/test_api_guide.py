"""The commands of the guide to the API are run as they stand, against a real server."""

import json
import re
import subprocess
from pathlib import Path

import httpx2
import pytest

from doorstep.plumbing.web import SESSION_COOKIE
from worlds.demo_process import new_data_folder, running_demo
from worlds.repository import ROOT

GUIDE = (ROOT / "docs/guides/api.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_guide_s_commands_take_an_order_in_change_it_and_cancel_it(
    tmp_path: Path, roads_folder: Path
) -> None:
    commands = "".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
    data = new_data_folder(tmp_path, roads_folder)
    with running_demo(data) as demo, httpx2.Client(base_url=demo.url, timeout=30) as session:
        account = {"email": demo.email, "password": demo.password}
        assert session.post("/api/v1/session", json=account).status_code == 200
        # The demo's dispatcher may not make keys; a session opens the same doors.
        cookie = f"Cookie: {SESSION_COOKIE}={session.cookies[SESSION_COOKIE]}"
        script = commands.replace("http://127.0.0.1:8000", demo.url).replace(
            "Authorization: Bearer $KEY", cookie
        )
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607 -- the reader's own shell
            capture_output=True,
            text=True,
            check=True,
        )
    reader = json.JSONDecoder()
    text, answers = done.stdout.strip(), []
    while text:
        answer, end = reader.raw_decode(text)
        answers.append(answer)
        text = text[end:].strip()
    taken, found, changed, cancelled = answers
    assert taken["reference"] == "A-1001"
    assert found["total"] == 1
    assert (changed["note"], changed["cod"], changed["version"]) == ("Ring twice", None, 2)
    assert (cancelled["status"], cancelled["hold_note"]) == ("cancelled", "Ordered twice")
