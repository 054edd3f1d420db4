"""The answer as a picture: the score with its interval, on the way from the baseline to a perfect answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.business.metrics import metric
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, LINE, MUTED, TEXT, width_of
from hanpan.doors.report.tables import Cell, Table, number_cell
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import Judged

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LETTER = 0.0105  # of the picture's width, at the size of its names


class AnswerChart(Chart):
    """Baseline, model with interval and perfect answer on one line; better always lies to the right."""

    size = (7.2, 0.95)

    def __init__(self, words: Words, name: str, metric_name: str, judged: Judged) -> None:
        super().__init__(words, name)
        self.name_of, self.metric, self.judged = metric_name, words.metric(metric_name), judged
        self.optimum = metric(metric_name).optimum

    def title(self) -> str:
        """What is shown."""
        return self.words.text("report.chart.answer.title", metric=self.metric)

    def finding(self) -> str:
        """Where the interval lies."""
        told = self.judged
        fields = {"value": told.value, "low": told.low, "high": told.high, "baseline": told.baseline}
        known = {name: shown(self.name_of, value, (told.value, told.baseline)) for name, value in fields.items()}
        return self.words.text("report.chart.answer.finding", perfect=shown(self.name_of, self.optimum), **known)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("report.chart.answer.alt")

    def table(self) -> Table:
        """The numbers drawn."""
        told = self.judged
        rows = [
            ("baseline", told.baseline),
            ("low", told.low),
            ("model", told.value),
            ("high", told.high),
            ("perfect", self.optimum),
        ]
        heads = (self.metric, self.words.text("report.metric.value"))
        return Table(
            heads,
            [
                (Cell(self.words.text(f"report.chart.answer.{name}")), number_cell(value, shown(self.name_of, value)))
                for name, value in rows
            ],
        )

    @property
    def span(self) -> tuple[float, float]:
        """The worst and the best number shown, as they stand from left to right."""
        known = [self.judged.baseline, self.judged.low, self.judged.value, self.judged.high]
        numbers = [value for value in known if value is not None]
        worst = max(numbers, key=lambda value: abs(value - self.optimum))
        return worst, self.optimum

    def draw(self, axes: Axes) -> None:
        """One line, three marks, their names above."""
        worst, best = self.span
        reach = (best - worst) or 1.0
        axes.set(xlim=(worst - 0.04 * reach, best + 0.04 * reach), ylim=(-0.6, 1.8))
        axes.plot([worst, best], [0, 0], color=LINE, linewidth=3, solid_capstyle="round")
        told = self.judged
        if told.low is not None and told.high is not None:
            axes.plot([told.low, told.high], [0, 0], color=FIRST, linewidth=9, alpha=0.3, solid_capstyle="round")
        axes.plot([best], [0], "|", color=MUTED, ms=13, mew=1.6)
        for key, value, color in (("baseline", told.baseline, MUTED), ("model", told.value, FIRST)):
            if value is not None:
                axes.plot([value], [0], "o", color=color, ms=9 if key == "baseline" else 12)
        self._name_marks(axes, worst, reach)
        axes.set_yticks([])
        axes.set_xticks([])
        axes.spines[["left", "bottom"]].set_visible(False)

    def _name_marks(self, axes: Axes, worst: float, reach: float) -> None:
        """Names above the marks; where two would touch, the model's is lifted."""
        marks = (("baseline", self.judged.baseline), ("perfect", self.optimum), ("model", self.judged.value))
        taken: list[tuple[float, float]] = []
        for key, value in marks:
            if value is None:
                continue
            label = f"{self.words.text(f'report.chart.answer.{key}')} {shown(self.name_of, value)}"
            place, half = (value - worst) / reach, width_of(label) * _LETTER / 2
            side = "left" if place < half else "right" if place > 1 - half else "center"
            middle = place + {"left": half, "right": -half, "center": 0.0}[side]
            lifted = any(middle - half < high and low < middle + half for low, high in taken)
            taken.append((middle - half, middle + half))
            color = {"model": FIRST, "perfect": MUTED}.get(key, TEXT)
            weight = "bold" if key == "model" else "normal"
            axes.text(
                value, 1.35 if lifted else 0.62, label, ha=side, va="center", fontsize=9, color=color, fontweight=weight
            )
