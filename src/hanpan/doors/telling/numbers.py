"""Numbers as people read them: about four telling digits, thousands apart, shares as per cent."""

from __future__ import annotations

import math
from collections.abc import Iterable

IN_PERCENT = ("mape",)  # metrics that are shares and told as per cent
_HUGE = 1e15  # from here on digits are noise


def number(value: float | None, digits: int = 4) -> str:
    """A number with about four telling digits.

    Examples
    --------
    >>> number(0.99123), number(126012.3), number(None), number(3.0), number(-12.3456)
    ('0.9912', '126,012', '–', '3', '-12.35')
    >>> number(1.7976931348623157e308)
    '1.80e+308'
    """
    if value is None or not math.isfinite(value):
        return "–"
    if float(value).is_integer() and abs(value) < _HUGE:
        return f"{value:,.0f}"
    if abs(value) >= _HUGE:
        return f"{value:.2e}"
    size = math.floor(math.log10(abs(float(f"{value:.{digits}g}"))))
    decimals = max(0, min(8, digits - 1 - size))
    return f"{value:,.{decimals}f}" if abs(value) >= 10**-6 else f"{value:.2e}"


def plain(value: float | None) -> str:
    """A value of the table: like ``number``, without zeros at the end.

    Examples
    --------
    >>> plain(21.2), plain(100.0), plain(0.385)
    ('21.2', '100', '0.385')
    """
    shown = number(value)
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown


def fixed(value: float | None, like: Iterable[float | None]) -> str:
    """A number with as many decimals as the largest of its column needs, so that columns line up.

    Examples
    --------
    >>> fixed(0.5, [0.5, 0.8123]), fixed(3.14159, [120.0, 3.14159])
    ('0.5000', '3.1')
    """
    known = [abs(other) for other in like if other is not None and math.isfinite(other) and other]
    if value is None or not math.isfinite(value):
        return "–"
    size = math.floor(math.log10(max(known))) if known else 0
    return f"{value:,.{max(0, min(6, 3 - max(size, -1)))}f}"


def seconds(value: float | None) -> str:
    """A duration in seconds, three digits.

    Examples
    --------
    >>> seconds(0.00123), seconds(0.0001), seconds(12.345), seconds(None)
    ('0.001', '< 0.001', '12.3', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value < 0.0005:
        return "< 0.001"
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3}f}"


def percent(value: float | None) -> str:
    """A share as per cent.

    Examples
    --------
    >>> percent(0.1234), percent(1.0), percent(None)
    ('12.3%', '100%', '–')
    """
    return "–" if value is None or not math.isfinite(value) else f"{value:.1%}".replace(".0%", "%")


def shown(name: str, value: float | None, like: Iterable[float | None] | None = None, digits: int = 4) -> str:
    """A score as its sentence tells it: a share of the true value as per cent; ``like`` others, or by itself.

    Examples
    --------
    >>> shown("mape", 0.1121), shown("rmse", 2.5, (2.5, 10.0)), shown("auc", 0.76934)
    ('11.2%', '2.50', '0.7693')
    """
    if name in IN_PERCENT:
        return percent(value)
    return number(value, digits) if like is None else fixed(value, like)


def p_value(p: float | None, sign: bool = False) -> str:
    """A p-value to three digits; ``sign``: with its sign before it, to stand in a sentence.

    Examples
    --------
    >>> p_value(0.0123), p_value(0.0001), p_value(None), p_value(0.0123, sign=True), p_value(0.0001, sign=True)
    ('0.012', '< 0.001', '–', '= 0.012', '< 0.001')
    """
    if p is None or not math.isfinite(p):
        return "= –" if sign else "–"
    return "< 0.001" if p < 0.001 else f"{'= ' if sign else ''}{p:.3f}"
