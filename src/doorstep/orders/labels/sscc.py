"""The serial shipping container code: 18 digits that no other parcel on earth has.

GS1 General Specifications, section 3.3.1 (application identifier 00) and 7.9.1 (check digit): an
extension digit, the company's prefix, a serial number, and a check digit.
"""

import re

_PREFIX = re.compile(r"[0-9]{7,10}")
_DIGITS = 18
_BODY = _DIGITS - 1


def check_digit(digits: str) -> int:
    """Return the check digit that follows ``digits``: weights 3 and 1 from the right."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return -total % 10


def is_sscc(text: str) -> bool:
    """Tell whether ``text`` is an SSCC whose check digit fits."""
    if len(text) != _DIGITS or not (text.isascii() and text.isdecimal()):
        return False
    return check_digit(text[:-1]) == int(text[-1])


def make_sscc(company_prefix: str, serial: int) -> str:
    """Return the SSCC of a company's ``serial``-th parcel.

    The extension digit carries the serial's highest digit, so that a company has ten times the
    numbers.

    Raises
    ------
    ValueError
        The prefix is not 7 to 10 digits, or the numbers of the company are used up.
    """
    if not _PREFIX.fullmatch(company_prefix):
        message = "a GS1 company prefix has 7 to 10 digits"
        raise ValueError(message)
    room = _BODY - 1 - len(company_prefix)
    extension, rest = divmod(serial, 10**room)
    if not 0 <= extension <= 9:  # noqa: PLR2004 -- one digit
        message = f"prefix {company_prefix} has no serial {serial}"
        raise ValueError(message)
    body = f"{extension}{company_prefix}{rest:0{room}d}"
    return f"{body}{check_digit(body)}"
