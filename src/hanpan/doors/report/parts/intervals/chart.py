"""Prediction intervals: the truth over the prediction, with the band in which it is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, MUTED, SECOND
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words
from hanpan.evaluation.explanation.band import PredictionIntervals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEPS = 120


class IntervalsChart(Chart):
    """Rows judged on as dots; the wider band for 95 %, the narrower for 80 %."""

    size = (8.4, 3.8)

    def __init__(
        self, words: Words, told: PredictionIntervals, points: dict[str, list[float]], *, target: str, finding: str
    ) -> None:
        super().__init__(words, "intervals")
        self.told, self.points, self.target, self._finding = told, points, target, finding

    def title(self) -> str:
        return self.words.text("intervals.chart.title", target=self.target)

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        return self.words.text("intervals.chart.alt", rows=len(self.points["predicted"]), levels=len(self.told.levels))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"intervals.head.{key}") for key in ("level", "at", "low", "high"))
        at = np.asarray([self.told.typical] if self.told.even else self.told.at)
        rows = []
        for one in self.told.levels:
            low, high = self.told.limits(at, one.level) or (at, at)
            for said, below, above_it in zip(at, low, high, strict=True):
                cells = (number_cell(value, number(value)) for value in map(float, (said, below, above_it)))
                rows.append((number_cell(one.level, percent(one.level)), *cells))
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        said, came = self.points["predicted"], self.points["actual"]
        grid = np.linspace(min(said), max(said), _STEPS)
        for one, alpha in zip(reversed(self.told.levels), (0.16, 0.3), strict=False):
            found = self.told.limits(grid, one.level)
            if found is not None:
                axes.fill_between(grid, *found, color=FIRST, alpha=alpha, linewidth=0, label=percent(one.level))
        axes.plot(grid, grid, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot(said, came, "o", color=SECOND, alpha=0.55, ms=3.2, mew=0)
        axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        axes.yaxis.set_major_formatter(lambda value, _: plain(value))
        axes.set_xlabel(self.words.text("intervals.chart.predicted"))
        axes.set_ylabel(self.words.text("intervals.chart.actual"))
        axes.grid()
        above(axes)
