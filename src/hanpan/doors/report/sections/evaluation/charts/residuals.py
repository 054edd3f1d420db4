"""Residuals: the actual value against the predicted one, and how errors are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POINTS = 800
_ROWS = 20
_LEANS = 0.1  # so far from a half is worth a word


class PredictedChart(Chart):
    """Actual against predicted; on the line, a prediction is exact. More than 800 points become one picture."""

    size = (4.4, 3.6)

    def __init__(self, words: Words, name: str, residuals: dict[str, list[float]]) -> None:
        super().__init__(words, name)
        self.predicted = residuals["predicted"]
        pairs = zip(self.predicted, residuals["residual"], strict=True)
        self.actual = residuals.get("actual") or [said + residual for said, residual in pairs]

    def title(self) -> str:
        return self.words.text("report.chart.predicted.title")

    def finding(self) -> str:
        far = max(zip(self.actual, self.predicted, strict=True), key=lambda pair: abs(pair[0] - pair[1]))
        return self.words.text("report.chart.predicted.finding", actual=number(far[0]), predicted=number(far[1]))

    def alt(self) -> str:
        return self.words.text("report.chart.predicted.alt", count=len(self.actual))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"report.behind.{key}") for key in ("y", "predicted", "error"))
        pairs = list(zip(self.actual, self.predicted, strict=True))
        step = max(1, -(-len(pairs) // _ROWS))
        return Table(heads, [tuple(map(number_cell, (y, said, y - said))) for y, said in pairs[::step]])

    def draw(self, axes: Axes) -> None:
        low, high = min(*self.actual, *self.predicted), max(*self.actual, *self.predicted)
        many = len(self.actual) > MOST_POINTS
        axes.plot(self.predicted, self.actual, "o", color=FIRST, alpha=0.4, ms=3.5, mew=0, rasterized=many)
        axes.plot([low, high], [low, high], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.set_xlabel(self.words.text("report.behind.predicted"))
        axes.set_ylabel(self.words.text("report.behind.y"))
        axes.grid()


class ErrorChart(Chart):
    """A histogram of y - ŷ."""

    size = (4.4, 3.6)

    def __init__(self, words: Words, name: str, residuals: dict[str, list[float]]) -> None:
        super().__init__(words, name)
        self.edges, self.counts = residuals["edges"], residuals["counts"]

    @property
    def bins(self) -> list[tuple[float, float, float]]:
        """From, to, rows."""
        return list(zip(self.edges, self.edges[1:], self.counts, strict=False))

    def title(self) -> str:
        return self.words.text("report.chart.error.title")

    def finding(self) -> str:
        above = sum(count for low, high, count in self.bins if low + high > 0)
        share = above / max(1.0, sum(self.counts))
        lean = "low" if share > 0.5 + _LEANS else "high" if share < 0.5 - _LEANS else "even"
        told = self.words.text("report.chart.error.finding", share=percent(share))
        return f"{told} {self.words.text(f'report.chart.error.is_{lean}')}"

    def alt(self) -> str:
        return self.words.text("report.chart.error.alt", count=len(self.counts))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"report.chart.error.{key}") for key in ("low", "high", "rows"))
        return Table(heads, [tuple(map(number_cell, row)) for row in self.bins])

    def draw(self, axes: Axes) -> None:
        for low, high, count in self.bins:
            axes.bar(low, count, width=0.94 * (high - low), align="edge", color=FIRST, alpha=0.8)
        axes.axvline(0, color=BAD, linewidth=1.2)
        axes.set_xlabel(self.words.text("report.behind.error"))
        axes.set_ylabel(self.words.text("report.chart.error.rows"))
        axes.grid(axis="y")
