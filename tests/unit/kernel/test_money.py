"""Money: whole minor units, rounded half to even, never mixed."""

from decimal import Decimal

import pytest

from doorstep.kernel import Money
from doorstep.kernel.money import minor_digits


@pytest.mark.parametrize(
    ("amount", "currency", "amount_minor"),
    [
        ("12.34", "EUR", 1234),
        ("0.125", "EUR", 12),  # half to even: 12.5 -> 12
        ("0.135", "EUR", 14),  # half to even: 13.5 -> 14
        ("-0.125", "EUR", -12),
        ("1500", "JPY", 1500),
        ("0.5", "JPY", 0),
        ("1.2345", "KWD", 1234),
        (Decimal("1E+2"), "EUR", 10_000),
    ],
)
def test_major_units_become_whole_minor_units(
    amount: str | Decimal, currency: str, amount_minor: int
) -> None:
    assert Money.from_major(amount, currency) == Money(amount_minor, currency)


@pytest.mark.parametrize("amount", ["", "twelve", "NaN", "Infinity", "1,5"])
def test_what_is_not_an_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        Money.from_major(amount, "EUR")


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("TND", 3)])
def test_currencies_have_their_own_number_of_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "E1R", "EUR\n"])
def test_what_is_not_a_currency_code_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


def test_money_of_one_currency_adds_up_and_of_two_does_not() -> None:
    assert Money(150, "EUR") + Money(50, "EUR") == Money(200, "EUR")
    with pytest.raises(ValueError, match="cannot add"):
        Money(1, "EUR") + Money(1, "USD")


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1234, "EUR"), "12.34 EUR"),
        (Money(-5, "EUR"), "-0.05 EUR"),
        (Money(1500, "JPY"), "1500 JPY"),
        (Money(1, "KWD"), "0.001 KWD"),
    ],
)
def test_money_reads_in_major_units(money: Money, text: str) -> None:
    assert str(money) == text
