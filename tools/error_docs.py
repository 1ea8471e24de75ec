"""Write docs/errors.md from the error classes: `.venv/bin/python tools/error_docs.py`."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import doorstep
from doorstep.plumbing.problem import DoorstepError

PAGE = Path(__file__).parents[1] / "docs" / "errors.md"
HEAD = """# Errors

Every refusal of Doorstep has a code, a sentence about this very case and what to do. Over HTTP
it is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)):

```json
{
  "type": "urn:doorstep:problem:not_found",
  "title": "Not found",
  "status": 404,
  "detail": "There is no shipment with this identifier.",
  "code": "not_found",
  "action": "Check the address; it may have been removed."
}
```

`code` is stable and meant for programs; `detail` and `action` are meant for people. When an
input has several faults, `findings` lists them all, each with `reason`, `fix` and, where it
makes sense, `line`, `column` and `value`. A shipment that cannot be planned is no error: the
plan lists it as unassigned, with a reason.

This page is written by `tools/error_docs.py` from the classes; a test compares the two.

| code | status | title | what happened | what to do |
|---|---|---|---|---|
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page())


def page() -> str:
    """Return the text of docs/errors.md as the classes have it now."""
    for module in pkgutil.walk_packages(doorstep.__path__, "doorstep."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    rows = sorted({_row(error) for error in _subclasses(DoorstepError)})
    return HEAD + "".join(rows)


def _subclasses(base: type[DoorstepError]) -> Iterator[type[DoorstepError]]:
    for error in base.__subclasses__():
        if error.__module__.startswith("doorstep."):
            yield error
        yield from _subclasses(error)


def _row(error: type[DoorstepError]) -> str:
    cause = (inspect.getdoc(error) or "").split("\n\n")[0].replace("\n", " ")
    return f"| `{error.code}` | {int(error.status)} | {error.title} | {cause} | {error.action} |\n"


if __name__ == "__main__":
    main()
