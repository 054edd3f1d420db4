"""Columns over stretches of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.data.across.record import Drifting
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words, clean, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TICKS = 4
_SHOWN = ("strength", "low", "high")


class DriftChart(Chart):
    """Mean of a number, or share of a category, in ten stretches of equally many rows."""

    size = (4.5, 2.3)

    def __init__(self, words: Words, name: str, time: str, starts: list[str], told: Drifting) -> None:
        super().__init__(words, name)
        self.time, self.starts, self.told = time, starts, told
        self.shares = bool(told.label)

    def title(self) -> str:
        key = "share" if self.shares else "mean"
        return self.words.text(f"drift.{key}", name=short(self.told.name, 28), label=short(self.told.label, 20))

    def finding(self) -> str:
        told = self.told
        key = "clear" if told.low > 0.1 else "perhaps" if told.high > 0.1 else "steady"
        return self.words.text(f"drift.{key}", **{name: f"{getattr(told, name):.2f}" for name in _SHOWN})

    def alt(self) -> str:
        return self.words.text("drift.alt", count=len(self.starts), time=short(self.time, 28))

    def table(self) -> Table:
        rows = zip(self.starts, self.told.series, strict=False)
        heads = (self.words.text("drift.from"), self.title())
        return Table(
            heads, [(name_cell(start), number_cell(v, percent(v) if self.shares else None)) for start, v in rows]
        )

    def draw(self, axes: Axes) -> None:
        values = [float("nan") if v is None else v for v in self.told.series[: len(self.starts)]]
        axes.plot(range(len(values)), values, "o-", color=FIRST, ms=4, linewidth=1.8)
        step = -(-len(self.starts) // _TICKS)
        axes.set_xticks(range(0, len(self.starts), step), [_tick(s) for s in self.starts[::step]])
        axes.yaxis.set_major_formatter(lambda value, _: percent(value) if self.shares else number(value, 3))
        axes.locator_params(axis="y", nbins=5)
        axes.grid(axis="y")


def _tick(start: str) -> str:
    """A date without its time of day, for which there is no room; anything else cut to a width.

    Examples
    --------
    >>> _tick("2018-01-02 07:00"), _tick("1234")
    ('2018-01-02', '1234')
    """
    day = clean(start).split(" ")[0].split("T")[0]
    return day if day.count("-") == 2 else fitted(clean(start), 12)
