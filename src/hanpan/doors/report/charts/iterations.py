"""Loss per round or epoch, train and validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, GOOD, SECOND
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.report.words import Words, number
from hanpan.modeling.trial import IterationCurve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 15


class IterationChart(Chart):
    """A learning curve; a line marks the number of rounds that was taken."""

    size = (4.7, 2.8)

    def __init__(self, words: Words, name: str, algorithm: str, curve: IterationCurve) -> None:
        super().__init__(words, name)
        self.algorithm, self.curve = algorithm, curve
        self.steps = curve.steps or list(range(1, len(curve.validation) + 1))

    def title(self) -> str:
        return self.words.text("report.chart.iteration.title", algorithm=self.words.algorithm(self.algorithm))

    def finding(self) -> str:
        last = self.steps[-1]
        key = "stopped" if self.curve.chosen < last else "to_the_end"
        return self.words.text(f"report.chart.iteration.{key}", chosen=self.curve.chosen, last=last)

    def alt(self) -> str:
        return self.words.text("report.chart.iteration.alt", metric=self.curve.metric, last=self.steps[-1])

    def table(self) -> Table:
        heads = ("report.chart.iteration.step", "report.chart.curve.train", "report.chart.curve.validation")
        step = max(1, -(-len(self.steps) // _ROWS))
        rows = list(zip(self.steps, self.curve.train, self.curve.validation, strict=False))[::step]
        return Table(
            tuple(self.words.text(key) for key in heads),
            [tuple(number_cell(v, number(v)) for v in row) for row in rows],
        )

    def draw(self, axes: Axes) -> None:
        self._line(axes, self.curve.train, SECOND, "--", self.words.text("report.chart.curve.train"))
        self._line(axes, self.curve.validation, FIRST, "-", self.words.text("report.chart.curve.validation"))
        axes.axvline(self.curve.chosen, color=GOOD, linewidth=1.2, linestyle=(0, (2, 2)))
        axes.set_xlabel(self.words.text("report.chart.iteration.step"))
        axes.set_ylabel(self.words.text("report.chart.iteration.loss"))
        axes.grid(axis="y")
        above(axes)

    def _line(self, axes: Axes, values: list[float | None], colour: str, style: str, label: str) -> None:
        pairs = [(step, value) for step, value in zip(self.steps, values, strict=False) if value is not None]
        axes.plot([step for step, _ in pairs], [value for _, value in pairs], style, color=colour, label=label)
