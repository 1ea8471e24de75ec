"""The generated half of the Python client is made from the present API description."""

import json

from tools import python_client


def test_the_python_client_is_what_the_description_gives() -> None:
    # Out of date? `make clients`.
    made = python_client.generate(json.loads(python_client.DESCRIPTION.read_text("utf-8")))
    kept = {
        file.name: file.read_text("utf-8")
        for file in (python_client.PACKAGE / "generated").glob("*.py")
    }
    assert kept == made
