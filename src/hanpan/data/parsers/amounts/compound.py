"""Amounts told in parts, as Korean does: 328만 3329원, 3억 5천만 원, 1조 2,000억, and 3억 5,000 for 3억 5,000만."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from hanpan.data.parsers.masks import matches, replaced

if TYPE_CHECKING:
    from hanpan.data.parsers.amounts.numbers import NumberText

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_PART = rf"{_NUMBER}\s?[천백십]?"
SHAPE = (
    rf"^(?P<sign>[+\-△▲])?\s?(?P<currency>[₩¥￥])?\s?(?=.*[조억만천万億])(?:(?P<jo>{_PART})\s?조\s?)?(?:(?P<eok>{_PART})\s?[억億亿]\s?)?"
    rf"(?:(?P<man>{_PART})\s?[만万]\s?)?(?:(?P<cheon>{_NUMBER})\s?천\s?)?(?P<one>{_NUMBER})?\s?(?P<unit>원|달러|엔|유로|위안|명|개|円|元)?$"
)
_PARTS = {"jo": 1e12, "eok": 1e8, "man": 1e4, "cheon": 1e3, "one": 1.0}
_SHORT_PARTS = {**_PARTS, "cheon": 1e7, "one": 1e4}
_INNER = {"천": 1e3, "백": 1e2, "십": 1e1}
_SEVERAL = r"\d\s?[조억만천万億]\s?\d|\d\s?[천백십][만억]"
_compiled = re.compile(SHAPE)
SHORT = rf"[억億亿]\s?(?:{_NUMBER}|{_NUMBER}\s?천)$"  # the 만 behind the last number goes without saying
_BARE = rf"^{_NUMBER}$"
TEN_THOUSAND = 1e4


def added(words: pa.Array, found: NumberText, mark: str) -> NumberText:
    """What was found in the cells (k,), with the amounts told in parts put in their places."""
    which = matches(words, _SEVERAL) if mark == "." else np.zeros(len(words), dtype=bool)
    which &= ~np.isfinite(found.values)
    if not which.any():
        return found
    told = [amount(word) for word in words.filter(pa.array(which)).to_pylist()]
    values = found.values.copy()
    values[which] = [value for value, _ in told]
    units = replaced(found.units, which, [unit for _, unit in told])
    return found._replace(values=values, units=units, ways={**found.ways, "parts": which & np.isfinite(values)})


def shortened(words: pa.Array, found: NumberText) -> NumberText:
    """What was found in the cells (k,) of a column that leaves out 만: a number alone (8,500 beside 2억) is in 만."""
    bare = matches(words, _BARE) & np.isfinite(found.values)
    values = np.where(bare, found.values * TEN_THOUSAND, found.values)
    return found._replace(values=values, ways={**found.ways, "shortened": bare | matches(words, SHORT)})


def amount(word: str) -> tuple[float, str]:
    """An amount and its unit; NaN where the word is none.

    Examples
    --------
    >>> amount("328만 3329원"), amount("3억 5천만"), amount("2천만원"), amount("3억 5천")
    ((3283329.0, '원'), (350000000.0, ''), (20000000.0, '원'), (350000000.0, ''))
    """
    parts = _compiled.match(word)
    if not parts or not any(parts[name] for name in ("jo", "eok", "man", "cheon")):
        return np.nan, ""
    sizes = _SHORT_PARTS if re.search(SHORT, word) and not parts["man"] else _PARTS
    total = sum(_value(parts[name]) * size for name, size in sizes.items() if parts[name])
    return (-total if parts["sign"] in ("-", "△", "▲") else total), parts["unit"] or parts["currency"] or ""


def _value(part: str) -> float:
    inner = _INNER.get(part[-1], 1.0)
    return float(re.sub(r"[,\s천백십]", "", part)) * inner
