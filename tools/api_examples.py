"""Walk the whole API and keep an example of each operation: ``make examples``.

Writes ``src/doorstep/api/examples/``, one file for each group of operations.
"""

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from doorstep.api import openapi_document  # noqa: E402 -- after the path, as below
from worlds.api_tour import Recorder, walk  # noqa: E402 -- needs the path

_EXAMPLES = ROOT / "src" / "doorstep" / "api" / "examples"


def main() -> None:
    """Record the examples anew and say which operations the walk does not come by."""
    groups = {
        f"{method.upper()} {path}": operation["tags"][0]
        for path, item in openapi_document()["paths"].items()
        for method, operation in item.items()
        if path.startswith("/api/v1/")
    }
    recorder = Recorder(groups)
    with tempfile.TemporaryDirectory() as folder:
        roads = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "roads"
        walk(recorder, Path(folder), roads)
    written: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for name in sorted(recorder.examples):
        written[groups[name].lower().replace(" ", "-")][name] = recorder.examples[name]
    for old in _EXAMPLES.glob("*.json"):
        old.unlink()
    for group, examples in written.items():
        text = json.dumps(examples, indent=1, ensure_ascii=False)
        (_EXAMPLES / f"{group}.json").write_text(text + "\n")
    missed = sorted(set(groups) - set(recorder.examples))
    print(f"{len(recorder.examples)} of {len(groups)} operations have an example.")
    print("\n".join(missed))


if __name__ == "__main__":
    main()
