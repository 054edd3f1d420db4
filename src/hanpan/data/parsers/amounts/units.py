"""What stands beside a number: money, per cent, 세, kg; and the scales (만, 억, k, bn) that units come in."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

PERCENT = ("%", "％")
SIGNS = "₩￦$€£¥元₽₹฿₫₺₴₦₱₪₡₲₸₼₾"
_CODES = """
    KRW USD EUR JPY GBP CNY RMB INR CHF AUD CAD NZD HKD TWD SGD SEK NOK DKK PLN CZK HUF RUB TRY BRL MXN ZAR THB VND IDR
    MYR PHP ILS AED SAR
"""
_WORDS = """
    원 달러 불 유로 엔 위안 파운드 루피 US$ A$ C$ NZ$ HK$ NT$ S$ R$ MX$ Rs Rp RM kr zł Kč Ft лв lei Fr SFr dollars
    dollar euro euros won yen pounds
"""
CURRENCIES = frozenset(_CODES.split()) | frozenset(_WORDS.split()) | frozenset(SIGNS)
QUIET_MONEY = frozenset(SIGNS) | {"원", "만원", "천원", "백만원", "억원"}  # no word about it is needed
_FOLDED = {word.casefold() for word in CURRENCIES}
_ONE_MONEY = {
    name.casefold(): names[0]
    for names in (
        ("원", "₩", "￦", "KRW", "won"),
        ("$", "USD", "US$", "달러", "불", "dollar", "dollars"),
        ("€", "EUR", "유로", "euro", "euros"),
        ("£", "GBP", "파운드", "pounds"),
        ("JPY", "엔", "円", "yen"),
        ("₹", "INR", "Rs", "루피"),
    )
    for name in names
}
_KOREAN = {
    "천": 1e3,
    "만": 1e4,
    "십만": 1e5,
    "백만": 1e6,
    "천만": 1e7,
    "억": 1e8,
    "십억": 1e9,
    "백억": 1e10,
    "천억": 1e11,
    "조": 1e12,
    "万": 1e4,
    "億": 1e8,
    "亿": 1e8,
    "千": 1e3,
    "百万": 1e6,
    "千万": 1e7,
}
_ENGLISH = {
    "k": 1e3,
    "K": 1e3,
    "thousand": 1e3,
    "thsd": 1e3,
    "Tsd": 1e3,
    "M": 1e6,
    "MM": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "Mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "B": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "Mrd": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "Cr": 1e7,
    "cr": 1e7,
}
_SCALED = re.compile(rf"^(\D*?)({'|'.join(sorted(_KOREAN, key=len, reverse=True))})(.*)$")
_SCALED_ENGLISH = re.compile(rf"^(.*?)({'|'.join(sorted(_ENGLISH, key=len, reverse=True))})$")


class Scaled(NamedTuple):
    """A unit as a multiple of a plain one: 만원 is 10,000 원."""

    factor: float
    base: str


@cache
def scaled(unit: str) -> Scaled:
    """A unit taken apart.

    Examples
    --------
    >>> scaled("만원"), scaled("$M"), scaled("kg")
    (Scaled(factor=10000.0, base='원'), Scaled(factor=1000000.0, base='$'), Scaled(factor=1.0, base='kg'))
    """
    found = _SCALED.match(unit)
    if found and (not found[1] or is_currency(found[1])):
        return Scaled(_KOREAN[found[2]], found[1] + found[3])
    found = _SCALED_ENGLISH.match(unit)
    if found and (not found[1] or is_currency(found[1])):
        return Scaled(_ENGLISH[found[2]], found[1])
    return Scaled(1.0, unit)


def conversion(unit: str, wanted: str) -> tuple[float, float] | None:
    """What to multiply numbers in a unit with, and then to divide by, to have them in another; None: it cannot be told.

    A number without a unit is taken to be in the wanted one.

    Examples
    --------
    >>> conversion("만원", "₩"), conversion("원", "만원"), conversion("kg", "lb"), conversion("", "kg")
    ((10000.0, 1.0), (1.0, 10000.0), None, (1.0, 1.0))
    """
    if unit == wanted or not unit:
        return 1.0, 1.0
    own, other = scaled(unit), scaled(wanted)
    alone = not own.base and is_money(wanted)  # 2.5억 beside 3,000만원
    return (own.factor, other.factor) if alone or _one_name(own.base) == _one_name(other.base) else None


def _one_name(unit: str) -> str:
    """₩, KRW and won are 원; other units are themselves, whatever their capitals."""
    return _ONE_MONEY.get(unit.casefold(), unit.casefold())


def is_currency(unit: str) -> bool:
    """Whether a word or sign, or a scale of one, is money."""
    return unit.casefold() in _FOLDED


def is_money(unit: str) -> bool:
    """Whether a unit is money, in whatever scale: ₩, 만원, $M."""
    return bool(unit) and is_currency(scaled(unit).base)
