"""What a row says about the goods that needs more than a number: cash, danger."""

import re
from decimal import Decimal

from doorstep.kernel import CURRENCIES, Money, minor_digits
from doorstep.orders.csv_file.values import RowCells

_UN_NUMBER = re.compile(r"UN[0-9]{4}")
_MAX_MINOR = 10**12


def read_cod(row: RowCells) -> Money | None:
    """Return the cash to collect, or none; what is wrong goes to the row's findings."""
    currency = row.plain_text("cod_currency").upper()
    amount = row.number("cod_amount", 0, 10**9)
    if not amount:
        return None
    if currency not in CURRENCIES:
        row.refuse(
            "cod_currency",
            "There is an amount without a currency in use.",
            "Write the ISO 4217 code, such as EUR.",
        )
        return None
    minor = amount.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value() or minor > _MAX_MINOR:
        digits = minor_digits(currency)
        row.refuse(
            "cod_amount",
            f"An amount in {currency} has at most {digits} decimals.",
            "Correct the amount.",
        )
        return None
    return Money(int(Decimal(minor)), currency)


def read_dangerous_goods(row: RowCells) -> str:
    """Return the UN number of what the row's goods hold, or empty text."""
    text = row.plain_text("dangerous_goods").upper().replace(" ", "")
    if text and not _UN_NUMBER.fullmatch(text):
        row.refuse(
            "dangerous_goods", "This is not a UN number.", "Write UN and four digits: UN1263."
        )
        return ""
    return text
