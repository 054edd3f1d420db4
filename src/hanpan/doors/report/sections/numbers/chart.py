"""The curve of -log p: right and sure costs nothing, wrong and sure costs without bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import BAD, FIRST
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEAST_TOP = 4.0


class SurpriseChart(Chart):
    """The rows of the table behind the log loss, on its curve."""

    size = (5.2, 3.1)

    def __init__(self, words: Words, name: str, rows: Sequence[tuple[float, float]]) -> None:
        super().__init__(words, name)
        self.rows = sorted(rows)

    def title(self) -> str:
        """What is shown."""
        return self.words.text("report.chart.surprise.title")

    def finding(self) -> str:
        """The row that costs most."""
        probability, cost = self.rows[0]
        return self.words.text(
            "report.chart.surprise.finding", probability=number(probability, 3), cost=number(cost, 3)
        )

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("report.chart.surprise.alt", count=len(self.rows))

    def table(self) -> Table:
        """Probability of the true class and its cost, per row."""
        heads = (self.words.text("report.behind.true_probability"), self.words.text("report.behind.minus_log"))
        return Table(heads, [(number_cell(p, f"{p:.3f}"), number_cell(cost, f"{cost:.3f}")) for p, cost in self.rows])

    def draw(self, axes: Axes) -> None:
        """The curve, with the rows as dots."""
        import numpy as np

        top = max(_LEAST_TOP, 1.12 * self.rows[0][1])
        x = np.concatenate([np.geomspace(np.exp(-top), 0.05, 60), np.linspace(0.05, 1.0, 40)])
        axes.plot(x, -np.log(x), color=FIRST, linewidth=2)
        axes.plot([p for p, _ in self.rows], [cost for _, cost in self.rows], "o", color=BAD, ms=5, clip_on=False)
        axes.set(xlim=(-0.01, 1.02), ylim=(-0.02 * top, top))
        axes.set_xlabel(self.words.text("report.behind.true_probability"))
        axes.set_ylabel(self.words.text("report.behind.minus_log"))
        axes.grid()
