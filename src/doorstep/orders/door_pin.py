"""The PIN that a recipient says at the door; pure.

Its last digit is a check digit, so that a slip is noticed on a phone without a network and
without any secret on it. Whether it is the right PIN only the server can say.

Damm, H. M. (2004), *Total anti-symmetrische Quasigruppen*, doctoral thesis, University of
Marburg: the table finds every wrong digit and every swap of two neighbours.
"""

from doorstep.kernel import Rng

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_RANDOM_DIGITS = 5
DIGITS = _RANDOM_DIGITS + 1


def check_digit(digits: str) -> int:
    """Return the digit that follows ``digits``; 0 where the last of them is right already."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def new_pin(rng: Rng) -> str:
    """Return a new PIN of six digits."""
    # 2**64 is so much larger that no digit is likelier than another by more than 10**-14.
    number = int.from_bytes(rng.random_bytes(8)) % 10**_RANDOM_DIGITS
    digits = f"{number:0{_RANDOM_DIGITS}d}"
    return f"{digits}{check_digit(digits)}"


def is_pin(text: str) -> bool:
    """Tell whether ``text`` can be a PIN: six digits of which the last one fits."""
    if len(text) != DIGITS or not (text.isascii() and text.isdecimal()):
        return False
    return check_digit(text) == 0
