"""One amount as a person writes it: a number with its multiples of ten thousand, and what it is counted in."""

from __future__ import annotations

import math

import pyarrow as pa

from hanpan.data.parsers.amounts.written import Written

_MULTIPLES = (("천만", 1e7), ("백만", 1e6), ("십만", 1e5), ("억", 1e8), ("만", 1e4), ("천", 1e3))


def amount_of(told: str) -> tuple[float, str] | None:
    """Value and unit; None where there is no number.

    Examples
    --------
    >>> amount_of("5천원"), amount_of("$20"), amount_of("1만 5천원"), amount_of("30%"), amount_of("cheap")
    ((5000.0, '원'), (20.0, '$'), (15000.0, '원'), (30.0, '%'), None)
    """
    parts = Written(pa.array([told.strip()], pa.large_string())).parts(".")
    value, unit = float(parts.values[0]), str(parts.units[0].as_py() or "")
    if not math.isfinite(value):
        return None
    word, times = next(((word, times) for word, times in _MULTIPLES if unit.startswith(word)), ("", 1.0))
    return value * times, unit.removeprefix(word).strip()
