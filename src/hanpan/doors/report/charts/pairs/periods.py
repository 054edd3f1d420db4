"""A date against the target: its mean, or the share of a class, in each calendar period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import above
from hanpan.doors.report.charts.ink import FIRST, GOOD, SECOND, fitted
from hanpan.doors.report.charts.pairs.pair import PairChart
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LETTERS = 52  # that fit under the picture


class PeriodsChart(PairChart):
    """A line over periods; a period of fewer than two rows leaves a gap."""

    @property
    def shares(self) -> bool:
        """Whether shares of classes are shown, not means."""
        return bool(self.told.problem.labels)

    def alt(self) -> str:
        unit = self.words.text(f"period.{self.picture.unit}")
        return self.words.text("pair.periods.alt", unit=unit, count=len(self.picture.starts))

    def table(self) -> Table:
        series = self.picture.series
        heads = (self.column, self.words.text("profile.rows"), *(clean(one.label or self.target) for one in series))
        values = zip(*(one.value for one in series), strict=True)
        rows = zip(self.picture.starts, self.picture.counts, values, strict=True)
        return Table(heads, [(name_cell(start), number_cell(n), *map(self._cell, told)) for start, n, told in rows])

    def _cell(self, value: float | None) -> Cell:
        return number_cell(value, percent(value) if self.shares else None)

    def draw(self, axes: Axes) -> None:
        starts, series = self.picture.starts, self.picture.series
        for one, color in zip(series, (FIRST, SECOND, GOOD), strict=False):
            values = [float("nan") if value is None else value for value in one.value]
            label = fitted(clean(one.label), 18) if one.label else None
            axes.plot(range(len(starts)), values, "o-", color=color, ms=3, linewidth=1.6, label=label)
        step = -(-len(starts) * (len(starts[0]) + 2) // _LETTERS)
        axes.set_xticks(range(0, len(starts), step), starts[::step])
        axes.yaxis.set_major_formatter(lambda value, _: percent(value) if self.shares else number(value, 3))
        axes.set_xlabel(self.column)
        axes.set_ylabel(self.words.text("pair.periods.share" if self.shares else "pair.periods.mean", y=self.target))
        axes.grid(axis="y")
        if self.shares:
            above(axes)
