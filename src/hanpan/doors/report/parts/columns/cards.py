"""One card per column: its statistics, and a picture light enough for forty of them on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanpan.data.profiling.profile import ColumnProfile
from hanpan.doors.telling.numbers import percent, plain
from hanpan.doors.telling.words import Words, clean, short

WIDTH, HEIGHT, BOX = 420.0, 110.0, 26.0  # the box stands beneath the bars
_MOST_CATEGORIES = 12
_NUMBERS = ("mean", "std", "min", "q25", "median", "q75", "max", "zeros")


def column_card(column: ColumnProfile, rows: int, words: Words, order: Sequence[str] = ()) -> dict[str, Any]:
    """What the template shows of a column: ``facts``, and one of ``bars`` (with ``box``) and ``categories``."""
    kind = words.known(f"cli.kind.{column.kind}") or column.kind
    missing = percent(column.missing / rows) if column.missing else "0"
    return {
        "name": short(column.name, 40),
        "kind": kind,
        "target": column.role == "target",
        "note": words.text("column.note", kind=kind, missing=missing, distinct=f"{column.n_distinct:,}"),
        "facts": _facts(column, words),
        "bars": _histogram(column, words) or _periods(column, words),
        "categories": _categories(column, rows, words, order),
    }


def _facts(column: ColumnProfile, words: Words) -> list[tuple[str, str]]:
    told = column.summary
    if "median" in told:
        found = [(words.text(f"profile.{key}"), told.get(key)) for key in _NUMBERS]
        return [(label, plain(value) if isinstance(value, int | float) else "–") for label, value in found]
    if not column.periods.starts:
        return []
    gap = column.periods.longest_gap
    days = "0" if gap.days is None else f"{plain(gap.days)} ({words.between(_day(gap.after), _day(gap.before))})"
    return [
        (words.text("profile.earliest"), _day(told["earliest"])),
        (words.text("profile.latest"), _day(told["latest"])),
        (words.text("column.span"), plain(column.periods.span_days)),
        (words.text("column.gap"), days),
        (
            words.text("column.empty", unit=words.text(f"period.{column.periods.unit}")),
            f"{column.periods.empty:,}",
        ),
    ]


def _day(told: object) -> str:
    return clean(told).replace("T00:00:00", "").replace("T00:00", "").replace("T", " ")[:16]


def _histogram(column: ColumnProfile, words: Words) -> dict[str, Any] | None:
    if not column.histogram.get("counts"):
        return None
    edges, counts = column.histogram["edges"], column.histogram["counts"]
    ends = [column.summary.get(key) for key in ("min", "max")]
    low, high = (plain(value) if isinstance(value, int | float) else "–" for value in ends)
    label = words.text("column.histogram", low=low, high=high, count=len(counts))
    return _drawn(counts, (low, high), label) | {"box": _box(column, edges[0], edges[-1])}


def _periods(column: ColumnProfile, words: Words) -> dict[str, Any] | None:
    if not column.periods.starts:
        return None
    starts, counts = column.periods.starts, column.periods.counts
    label = words.text("column.periods", unit=words.text(f"period.{column.periods.unit}"), count=len(counts))
    return _drawn(counts, (starts[0], starts[-1]), label) | {"box": None}


def _drawn(counts: Sequence[float], ends: tuple[str, str], label: str) -> dict[str, Any]:
    step, tallest = WIDTH / len(counts), max(counts) or 1
    bars = [
        (
            round(place * step, 1),
            round(HEIGHT * (1 - n / tallest), 1),
            round(step * 0.92, 1),
            round(HEIGHT * n / tallest, 1),
        )
        for place, n in enumerate(counts)
        if n > 0
    ]
    return {"rects": bars, "low": ends[0], "high": ends[1], "label": label, "most": f"{max(counts):,.0f}"}


def _box(column: ColumnProfile, low: float, high: float) -> dict[str, float] | None:
    """Where whiskers, quartiles and median stand; whiskers end 1.5 boxes from the quartiles, as in Tukey's box plot."""
    told = [column.summary.get(key) for key in ("min", "q25", "median", "q75", "max")]
    if any(not isinstance(value, int | float) for value in told) or not high > low:
        return None
    least, q25, median, q75, most = (float(value or 0.0) for value in told)
    reach = 1.5 * (q75 - q25)
    named = {"left": max(least, q25 - reach), "q25": q25, "median": median, "q75": q75, "right": min(most, q75 + reach)}
    return {name: round(WIDTH * (value - low) / (high - low), 1) for name, value in named.items()}


def _categories(column: ColumnProfile, rows: int, words: Words, order: Sequence[str]) -> list[dict[str, Any]]:
    """The largest categories with their share and the running sum of shares; the rest as one row, counted.

    An ordered category keeps its order.
    """
    if not column.counts or column.kind in ("id", "text"):
        return []
    shown = list(column.counts.items())[:_MOST_CATEGORIES]
    place = {name: rank for rank, name in enumerate(order)}
    shown.sort(key=lambda one: place.get(one[0], len(place)))
    rest = sum(column.counts.values()) + column.other - sum(n for _, n in shown)
    told = [(short(name, 32), n) for name, n in shown]
    if rest > 0:
        told.append((words.text("column.rest", count=f"{column.n_distinct - len(shown):,}"), rest))
    present, running, found = max(1, rows - column.missing), 0, []
    for name, n in told:
        running += n
        wide = round(100 * n / max(m for _, m in told), 1)
        found.append(
            {
                "name": name,
                "n": f"{n:,}",
                "share": percent(n / present),
                "running": percent(running / present),
                "wide": wide,
            }
        )
    return found
