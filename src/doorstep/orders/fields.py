"""Types of what comes in about orders, narrowed to what can be kept and shown.

Text is kept as it was typed, in Unicode's composed form (NFC), without control characters; it is
escaped where it is shown, never here. What things are found by is more plain: see ``Reference``.
"""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from doorstep.kernel import CURRENCIES
from doorstep.orders.card_numbers import has_card_number

MAX_MINOR = 10**12
"""Most minor units of an amount."""

# Characters that turn the direction of writing: a name that holds them shows another one.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
# Unicode's category Cc, but for the ends of lines and tabs.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_E164_HINT = re.compile(r"[0-9]")


def clean_text(value: str) -> str:
    """Return text in the form in which it is kept.

    Raises
    ------
    ValueError
        It holds control characters, or what looks like a payment card's number.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if _CONTROL.search(text):
        message = "the text holds control characters"
        raise ValueError(message)
    if has_card_number(text):
        message = "this looks like the number of a payment card; it must not be sent here"
        raise ValueError(message)
    return text


def clean_reference(value: str) -> str:
    """Return a name that things are found by: one line, one spelling, nothing invisible.

    Raises
    ------
    ValueError
        Nothing is left, or it holds control characters.
    """
    text = _BIDI.sub("", unicodedata.normalize("NFKC", value)).strip()
    if not text or any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        message = "the reference is empty or holds control characters"
        raise ValueError(message)
    return text


def _check_email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+", value):
        message = "this is not one e-mail address"
        raise ValueError(message)
    return value


def _check_phone(value: str) -> str:
    if value and not _E164_HINT.search(value):
        message = "a phone number has digits"
        raise ValueError(message)
    return value


def _check_currency(value: str) -> str:
    if value not in CURRENCIES:
        message = "this is not a currency in use (ISO 4217)"
        raise ValueError(message)
    return value


def _fold_skill(value: str) -> str:
    return clean_text(value).casefold()


Reference = Annotated[
    str, Field(min_length=1, max_length=100, examples=["A-1001"]), AfterValidator(clean_reference)
]
"""The merchant's own name for something."""
ShortText = Annotated[str, Field(max_length=200), AfterValidator(clean_text)]
"""A name, a place."""
Address = Annotated[
    str,
    Field(max_length=300, examples=["Bulevardi 5, 00120 Helsinki"]),
    AfterValidator(clean_text),
]
"""Street, number, postcode, city."""
Note = Annotated[str, Field(max_length=1000), AfterValidator(clean_text)]
"""Words for the driver."""
Reason = Annotated[str, Field(max_length=300), AfterValidator(clean_text)]
"""Why somebody did it."""
Phone = Annotated[
    str,
    Field(max_length=50, examples=["+358 00 000 0001"]),
    AfterValidator(clean_text),
    AfterValidator(_check_phone),
]
"""A phone number as typed."""
Email = Annotated[
    str,
    Field(max_length=254, examples=["aino@example.com"]),
    AfterValidator(clean_text),
    AfterValidator(_check_email),
]
"""One e-mail address, or empty."""
Code = Annotated[str, Field(max_length=50), AfterValidator(clean_text)]
"""What opens a door."""
Skill = Annotated[str, Field(min_length=1, max_length=50), AfterValidator(_fold_skill)]
"""What vehicle and driver must have."""
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$"), AfterValidator(_check_currency)]
"""ISO 4217 code of a currency in use."""
AmountMinor = Annotated[int, Field(ge=1, le=MAX_MINOR)]
"""Whole minor units: cents of EUR, yen of JPY, fils of KWD."""
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
"""Latitude, WGS 84 degrees."""
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
"""Longitude, WGS 84 degrees."""
DangerousGoods = Annotated[str, Field(pattern=r"^(UN[0-9]{4})?$", examples=["UN1263"])]
"""The UN number of what it holds, or empty."""
Barcode = Annotated[
    str, Field(max_length=100), AfterValidator(lambda value: value and clean_reference(value))
]
"""What is printed on the parcel's label, or empty."""
