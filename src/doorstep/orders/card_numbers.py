"""Find payment card numbers in text, so that none is ever kept.

A number of 13 to 19 digits that begins as cards do and fits the check digit of ISO/IEC 7812-1
(Luhn's formula) is taken for one. One in ten numbers of that length and beginning fits by chance;
a reference or an SSCC is not looked at.
"""

import re

_DIGITS = re.compile(r"(?<![0-9])(?:[0-9][ -]?){12,18}[0-9](?![0-9])")
# Visa 4, Mastercard 51-55 and 2221-2720, American Express 34 and 37, Discover 6011 and 65.
_PREFIX = re.compile(r"4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|6011|65")


def has_card_number(text: str) -> bool:
    """Tell whether ``text`` holds what looks like the number of a payment card."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        if _PREFIX.match(digits) and _fits_luhn(digits):
            return True
    return False


def _fits_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 -- the sum of two digits
    return total % 10 == 0
