"""Amounts: values in a currency or in any other unit, as people write them."""

from __future__ import annotations

import math

from hanpan.doors.telling.numbers import plain

_NO_DECIMALS = 100
_BEFORE = tuple("$€£¥₩￦")  # signs that stand before the number
_WITH_CENTS = tuple("$€£")


def money(value: float | None, currency: str, *, signed: bool = False) -> str:
    """An amount in a currency or any other unit, its sign where people write it.

    Examples
    --------
    >>> money(1234.5, "원"), money(-3.25, "$"), money(2.0, "USD"), money(.5, ""), money(3.0, "원", signed=True)
    ('1,234원', '-$3.25', '2 USD', '0.5', '+3원')
    >>> money(28.7, "bikes"), money(12.0, "%"), money(1.0084, "$"), money(26.8, "$"), money(0.0213, "$")
    ('28.7 bikes', '12%', '$1.01', '$26.80', '$0.021')
    """
    if value is None or not math.isfinite(value):
        return "–"
    told = _cents(abs(value)) if currency in _WITH_CENTS else plain(abs(value))
    sign = "-" if value < 0 else "+" if signed and value > 0 else ""
    if told in ("0", "-0"):
        sign = ""
    return f"{sign}{with_unit(told, currency)}"


def steady(worth: float | None, *beside: float | None) -> float | None:
    """Without decimals from a hundred on, or beside such a one: a tenth is noise, and a range has the same digits.

    Examples
    --------
    >>> steady(883.14), steady(-32.73), steady(None), steady(60.95, 705.3)
    (883.0, -32.73, None, 61.0)
    """
    largest = max((abs(one) for one in (worth, *beside) if one is not None), default=0.0)
    return worth if worth is None or largest < _NO_DECIMALS else float(round(worth))


def _cents(value: float) -> str:
    """An amount of a currency with cents: two decimals or none, more telling digits only below ten cents."""
    if value.is_integer() or value >= 1000:
        return plain(value)
    return f"{value:.2f}" if value >= 0.095 else f"{value:.2g}"


def with_unit(told: str, unit: str) -> str:
    """A number with its unit: signs of money before it, words of Latin letters behind a blank, others joined to it.

    Examples
    --------
    >>> with_unit("3.5", "$"), with_unit("3.5", "kg"), with_unit("3.5", "명")
    ('$3.5', '3.5 kg', '3.5명')
    """
    if unit in _BEFORE:
        return f"{unit}{told}"
    return f"{told}{' ' if unit[:1].isascii() and unit[:1].isalpha() else ''}{unit}"
