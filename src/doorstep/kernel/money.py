"""Money as whole minor units with a currency; never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Self

# Currencies whose minor unit is not a hundredth. ISO 4217, list one, "minor unit" column.
_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


# fmt: off
CURRENCIES = frozenset({
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD",
    "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF",
    "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN",
    "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD",
    "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES",
    "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL",
    "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN",
    "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP",
    "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK",
    "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT",
    "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES",
    "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG"
})
# fmt: on
"""Codes of the currencies people pay with; ISO 4217, list one, without funds and metals."""


def minor_digits(currency: str) -> int:
    """Return how many decimal digits the minor unit of ``currency`` (ISO 4217) has."""
    return _DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency.

    Parameters
    ----------
    amount_minor
        Whole minor units (cents for EUR, yen for JPY).
    currency
        ISO 4217 code, three capital letters.

    Raises
    ------
    ValueError
        The currency is not three capital letters, or two currencies are added.
    """

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is not a currency code."""
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            message = f"{self.currency!r} is not an ISO 4217 currency code"
            raise ValueError(message)

    @classmethod
    def from_major(cls, amount: str | Decimal, currency: str) -> Self:
        """Return the money for an amount in major units, rounded half to even.

        Raises
        ------
        ValueError
            ``amount`` is not a finite decimal number.
        """
        try:
            scaled = Decimal(amount).scaleb(minor_digits(currency))
        except InvalidOperation as error:
            message = f"{amount!r} is not an amount"
            raise ValueError(message) from error
        if not scaled.is_finite():
            message = f"{amount!r} is not an amount"
            raise ValueError(message)
        return cls(int(scaled.to_integral_value(ROUND_HALF_EVEN)), currency)

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            message = f"cannot add {other.currency} to {self.currency}"
            raise ValueError(message)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __str__(self) -> str:
        digits = minor_digits(self.currency)
        return f"{Decimal(self.amount_minor).scaleb(-digits):.{digits}f} {self.currency}"
