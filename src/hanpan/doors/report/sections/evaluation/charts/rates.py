"""ROC and precision-recall curves: what each cut-off would catch, and what it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, MUTED
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 20
_AXES = {"roc": ("false_positive_rate", "true_positive_rate"), "pr": ("recall", "precision")}


class RateChart(Chart):
    """A curve of one rate over another, both from 0 to 1; ``kind`` is ``roc`` or ``pr``."""

    size = (4.4, 3.6)

    def __init__(
        self, words: Words, kind: str, points: dict[str, list[float]], score: float | None, floor: float
    ) -> None:
        super().__init__(words, kind)
        self.kind, self.score, self.floor = kind, score, floor
        self.x, self.y = (points[key] for key in _AXES[kind])

    def title(self) -> str:
        return self.words.text(f"report.chart.{self.kind}.title")

    def finding(self) -> str:
        if self.kind == "roc":
            return self.words.text("report.chart.roc.finding", auc=number(self.score))
        reach = [y for x, y in zip(self.x, self.y, strict=True) if x >= 0.5]
        return self.words.text("report.chart.pr.finding", precision=percent(reach[0] if reach else None))

    def alt(self) -> str:
        return self.words.text(f"report.chart.{self.kind}.alt")

    def table(self) -> Table:
        heads = tuple(self.words.text(f"report.rate.{name}") for name in _AXES[self.kind])
        step = max(1, -(-len(self.x) // _ROWS))
        rows = list(zip(self.x, self.y, strict=True))[::step]
        return Table(heads, [tuple(number_cell(v, f"{v:.3f}") for v in row) for row in rows])

    def draw(self, axes: Axes) -> None:
        if self.kind == "roc":
            axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        else:
            axes.axhline(self.floor, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot(self.x, self.y, color=FIRST, linewidth=2)
        axes.fill_between(self.x, self.y, color=FIRST, alpha=0.08, linewidth=0)
        axes.set_xlim(-0.01, 1.01)
        axes.set_ylim(-0.01, 1.03)
        axes.set_aspect("equal")
        names = [self.words.text(f"report.rate.{name}") for name in _AXES[self.kind]]
        axes.set_xlabel(names[0])
        axes.set_ylabel(names[1])
        axes.grid()
