"""Shares of single answers: what each column adds, in the terms in which the answer was split."""

from __future__ import annotations

import math
from collections.abc import Iterable

from hanpan.doors.telling.numbers import fixed, number, percent, plain
from hanpan.doors.telling.words import Words, clean

_MOST_ODDS = 50.0  # of a share, in log-odds; beyond it the exponent says nothing more
_MOST_LOG = 500.0


def point_text(at: float, unit: str) -> str:
    """A point on the way to an answer: a value, or the probability it stands for.

    Examples
    --------
    >>> point_text(0.0, "log_odds"), point_text(0.25, "probability"), point_text(21.5, "value")
    ('50%', '25%', '21.50')
    """
    if unit == "value":
        return number(at)
    return percent(1 / (1 + math.exp(-max(-_MOST_LOG, min(_MOST_LOG, at)))) if unit == "log_odds" else at)


def share_text(share: float, unit: str, like: Iterable[float], words: Words) -> str:
    """What a column adds: units of y (with the decimals of others like it), percentage points, or a factor of the odds.

    Examples
    --------
    >>> share_text(0.12, "probability", (), Words("en")), share_text(0.7, "log_odds", (), Words("ko"))
    ('+12.0 points', '오즈 ×2.01')
    """
    if unit == "log_odds":
        times = plain(float(f"{math.exp(max(-_MOST_ODDS, min(_MOST_ODDS, share))):.3g}"))
        return words.text("contributions.odds", times=times)
    if unit == "probability":
        return words.text("contributions.points", points=f"{100 * share:+.1f}")
    return ("+" if share > 0 else "") + fixed(share, like)


def cell_text(cell: object, words: Words) -> str:
    """A cell as shown."""
    if cell is None:
        return words.text("contributions.missing")
    return plain(cell) if isinstance(cell, int | float) else clean(cell)
