"""Labels as ZPL II, which label printers speak, one after another.

The symbol is sent as a picture (``^GFA``), so that what the printer draws is what was read back
when this was tested, whatever its firmware makes of GS1.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from doorstep.orders.labels.label import Label, Symbology

_WIDTH, _HEIGHT = 800, 1200  # 100 by 150 mm at 203 dpi
_MARGIN = 48
_ESCAPED = str.maketrans({"^": "_5E", "~": "_7E", "_": "_5F", "\\": "_5C"})


def to_zpl(labels: Iterable[Label]) -> Iterator[str]:
    """Yield each label as a ZPL format of its own."""
    for label in labels:
        yield _format(label)


def _format(label: Label) -> str:
    picture = _draw(label)
    height = picture.shape[0]
    top = _HEIGHT - height - 150
    lines = [
        "^XA^CI28",
        f"^PW{_WIDTH}^LL{_HEIGHT}",
        _text(_MARGIN, 40, 28, label.service_on),
        _text(600, 30, 52, label.number),
        f"^FO{_MARGIN},100^GB{_WIDTH - 2 * _MARGIN},3,3^FS",
        _block(130, 52, 2, label.recipient),
        _block(250, 40, 3, label.address),
        _text(_MARGIN, 390, 32, label.phone),
        _block(440, 28, 3, label.note),
        _text(_MARGIN, 560, 44, label.marks),
        f"^FO{max(0, (_WIDTH - picture.shape[1]) // 2)},{top}{_graphic(picture)}^FS",
        _text(_MARGIN, _HEIGHT - 140, 34, label.shown_code),
        _text(_MARGIN, _HEIGHT - 80, 28, label.reference),
        "^XZ\n",
    ]
    return "\n".join(lines)


def _text(x: int, y: int, size: int, text: str) -> str:
    return f"^FO{x},{y}^A0N,{size},{size}^FH^FD{_plain(text, 60)}^FS"


def _block(y: int, size: int, lines: int, text: str) -> str:
    width = _WIDTH - 2 * _MARGIN
    return f"^FO{_MARGIN},{y}^A0N,{size},{size}^FB{width},{lines},4,L^FH^FD{_plain(text, 160)}^FS"


def _plain(text: str, most: int) -> str:
    """Return text that cannot become a command: the printer's own signs are sent as numbers."""
    one_line = " ".join(text.split())
    shown = one_line if len(one_line) <= most else one_line[: most - 1] + "…"
    return "".join(char for char in shown if char.isprintable()).translate(_ESCAPED)


def _draw(label: Label) -> npt.NDArray[np.bool_]:
    symbol = label.symbol()
    is_bars = label.drawn_as is Symbology.CODE128
    scale = 6 if not is_bars else 2
    pixels = np.asarray(symbol.to_image(scale=scale)) < 128  # noqa: PLR2004 -- black
    if pixels.shape[1] > _WIDTH:
        pixels = np.asarray(symbol.to_image(scale=1)) < 128  # noqa: PLR2004 -- black
    if is_bars:
        pixels = np.repeat(pixels, max(1, 200 // pixels.shape[0]), axis=0)
    return pixels


def _graphic(pixels: npt.NDArray[np.bool_]) -> str:
    packed = np.packbits(pixels, axis=1)
    rows, width = packed.shape
    return f"^GFA,{packed.size},{rows * width},{width},{packed.tobytes().hex().upper()}"
