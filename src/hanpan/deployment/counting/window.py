"""Window: what a service answered on one day, summed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hanpan.deployment.counting.counts import Counts


@dataclass(frozen=True, kw_only=True)
class Window:
    """The rows of one ``day`` (UTC, ISO 8601)."""

    day: str
    counts: Counts


def today() -> str:
    """The present day in UTC, ISO 8601."""
    return datetime.now(UTC).date().isoformat()


def day_before(day: str, days: int) -> str:
    """The day so many days before.

    Examples
    --------
    >>> day_before("2026-03-01", 1)
    '2026-02-28'
    """
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def by_day(windows: Iterable[Window]) -> list[Window]:
    """Windows of one day put together, in order of the days."""
    whole: dict[str, Counts] = {}
    for one in windows:
        whole[one.day] = whole.get(one.day, Counts()) + one.counts
    return [Window(day=day, counts=whole[day]) for day in sorted(whole)]
