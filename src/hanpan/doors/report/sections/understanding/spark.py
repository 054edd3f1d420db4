"""A column's distribution as a few bars small enough for a table cell."""

from __future__ import annotations

from typing import Any

from hanpan.data.profiling.profile import ColumnProfile
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.words import Words, short

_MOST_BARS = 24
WIDTH, HEIGHT = 96.0, 26.0


def spark(column: ColumnProfile, words: Words) -> dict[str, Any] | None:
    """Bars as (x, y, width, height), and the same in words; None where nothing can be drawn."""
    counts, label = _counts(column, words)
    if not counts or max(counts) <= 0:
        return None
    step = WIDTH / len(counts)
    tallest = max(counts)
    bars = [
        (
            round(place * step, 1),
            round(HEIGHT * (1 - n / tallest), 1),
            round(step * 0.86, 1),
            round(HEIGHT * n / tallest, 1),
        )
        for place, n in enumerate(counts)
        if n > 0
    ]
    return {"bars": bars, "label": label}


def _counts(column: ColumnProfile, words: Words) -> tuple[list[float], str]:
    if column.histogram.get("counts"):
        counts, edges = column.histogram["counts"], column.histogram["edges"]
        counts = _merged(list(counts))
        label = words.text("report.column.histogram", low=plain(edges[0]), high=plain(edges[-1]), count=len(counts))
        return counts, label
    if not column.counts or column.kind in ("id", "text"):
        return [], ""
    top = list(column.counts.items())[:_MOST_BARS]
    named = ", ".join(f"{short(name, 20)} {n:,}" for name, n in top[:6])
    return [float(n) for _, n in top], words.text("report.column.counts", named=named, distinct=column.n_distinct)


def _merged(counts: list[float]) -> list[float]:
    """Neighbouring bins added up until few enough are left."""
    by = -(-len(counts) // _MOST_BARS)
    return [sum(counts[start : start + by]) for start in range(0, len(counts), by)]
