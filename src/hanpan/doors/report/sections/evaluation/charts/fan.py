"""Residuals against predictions: a fan, a bend or a step shows what the model has not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, MUTED
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POINTS = 800
_ROWS = 25


class FanChart(Chart):
    """y - ŷ over ŷ. More than 800 points become one picture."""

    size = (4.4, 3.6)

    def __init__(self, words: Words, name: str, residuals: dict[str, list[float]]) -> None:
        super().__init__(words, name)
        self.predicted, self.residual = residuals["predicted"], residuals["residual"]

    def title(self) -> str:
        """What is shown."""
        return self.words.text("report.chart.fan.title")

    def finding(self) -> str:
        """The widest miss on either side."""
        low, high = min(self.residual), max(self.residual)
        return self.words.text("report.chart.fan.finding", low=number(-min(low, 0.0)), high=number(max(high, 0.0)))

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("report.chart.fan.alt", count=len(self.predicted))

    def table(self) -> Table:
        """Rows spread evenly over the predictions."""
        heads = tuple(self.words.text(f"report.behind.{key}") for key in ("predicted", "error"))
        pairs = sorted(zip(self.predicted, self.residual, strict=True))
        step = max(1, -(-len(pairs) // _ROWS))
        return Table(heads, [tuple(map(number_cell, pair)) for pair in pairs[::step]])

    def draw(self, axes: Axes) -> None:
        """Points around the line of no error."""
        many = len(self.predicted) > MOST_POINTS
        axes.axhline(0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot(self.predicted, self.residual, "o", color=FIRST, alpha=0.4, ms=3.5, mew=0, rasterized=many)
        axes.set_xlabel(self.words.text("report.behind.predicted"))
        axes.set_ylabel(self.words.text("report.behind.error"))
        axes.grid()
