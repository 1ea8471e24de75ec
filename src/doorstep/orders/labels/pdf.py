"""Labels as a PDF of 100 by 150 mm pages."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

from doorstep.orders.labels.label import Label, Symbology

MOST_IN_A_PDF = 1000
"""Labels of one PDF; a page is laid out whole in memory. Printers' code has no such limit."""
_MOST_SHOWN = {"recipient": 80, "address": 200, "phone": 50, "note": 160, "reference": 60}
# What the package's fonts can write; other scripts take the machine's own.
_LAST_KNOWN = 0x1EFF


def to_pdf(labels: Sequence[Label]) -> bytes:
    """Return the labels, one a page.

    Raises
    ------
    ValueError
        There are none, or more than fit.
    """
    if not 0 < len(labels) <= MOST_IN_A_PDF:
        message = f"a PDF has 1 to {MOST_IN_A_PDF} labels, not {len(labels)}"
        raise ValueError(message)
    return draw(labels, "pdf")


def draw(labels: Sequence[Label], form: str, ppi: float | None = None) -> bytes:
    """Return labels as a document, or one label as a picture."""
    import typst  # noqa: PLC0415 -- with the first document

    data = json.dumps([_page(label) for label in labels], ensure_ascii=False)
    known = all(ord(char) <= _LAST_KNOWN or 0x2000 <= ord(char) < 0x2300 for char in data)  # noqa: PLR2004 -- punctuation
    with as_file(files("doorstep.plumbing") / "fonts") as fonts:
        compiled = typst.Compiler(
            files(__package__).joinpath("label.typ").read_bytes(),
            font_paths=typst.Fonts(include_system_fonts=not known, font_paths=[str(fonts)]),
            sys_inputs={"data": data},
        ).compile(
            format=form,  # type: ignore[arg-type]  # a literal that the callers give
            ppi=ppi,
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        )
    if not isinstance(compiled, bytes):
        message = "typst gave no document"
        raise TypeError(message)
    return compiled


def _page(label: Label) -> dict[str, Any]:
    symbol = label.symbol()
    texts = {name: _shorten(getattr(label, name), most) for name, most in _MOST_SHOWN.items()}
    return texts | {
        "service_on": label.service_on,
        "number": label.number,
        "marks": label.marks,
        "code": label.shown_code,
        "symbol": symbol.to_svg(),
        "wide": label.drawn_as is Symbology.CODE128,
    }


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
