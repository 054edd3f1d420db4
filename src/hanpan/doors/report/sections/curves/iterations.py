"""Loss per round or epoch, train and validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, GOOD, SECOND
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words
from hanpan.modeling.algorithms.catalogue import algorithm as entry_of
from hanpan.modeling.trial import IterationCurve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 15


class IterationChart(Chart):
    """A learning curve; a line marks the number of rounds or epochs that was taken."""

    size = (4.7, 2.8)

    def __init__(self, words: Words, name: str, algorithm: str, curve: IterationCurve) -> None:
        super().__init__(words, name)
        self.algorithm, self.curve = algorithm, curve
        self.unit = "epochs" if entry_of(algorithm).family == "network" else "rounds"
        self.steps = curve.steps or list(range(1, len(curve.validation) + 1))
        self.validation = [
            (step, value) for step, value in zip(self.steps, curve.validation, strict=False) if value is not None
        ]

    @property
    def loss(self) -> str:
        """What is drawn: RMSE or log loss; "loss" in studies made before all algorithms told the same."""
        return (
            self.words.text("report.chart.iteration.loss")
            if self.curve.metric == "loss"
            else self.words.metric(self.curve.metric)
        )

    @property
    def lowest(self) -> tuple[int, float]:
        """Where the validation curve is lowest, and how low."""
        return min(self.validation, key=lambda pair: (pair[1], pair[0]))

    def title(self) -> str:
        algorithm = self.words.algorithm(self.algorithm)
        return self.words.text(f"report.chart.iteration.{self.unit}.title", algorithm=algorithm, loss=self.loss)

    def finding(self) -> str:
        """How many were taken, and whether the curve is lowest there: networks choose fold by fold, on other rows."""
        lowest, low = self.lowest
        chosen, last = self.curve.chosen, self.steps[-1]
        key = "apart" if lowest != chosen else "to_the_end" if chosen == last else "lowest"
        at = min(self.validation, key=lambda pair: abs(pair[0] - chosen))[1]
        told = {"chosen": chosen, "last": last, "lowest": lowest, "loss": self.loss}
        return self.words.text(f"report.chart.iteration.{self.unit}.{key}", **told, low=number(low), at=number(at))

    def alt(self) -> str:
        return self.words.text(f"report.chart.iteration.{self.unit}.alt", loss=self.loss, last=self.steps[-1])

    def table(self) -> Table:
        step = max(1, -(-len(self.steps) // _ROWS))
        told = list(zip(self.steps, self.curve.train, self.curve.validation, strict=False))
        kept = {*range(0, len(told), step), *(self.steps.index(at) for at in self._marked()), len(told) - 1}
        heads = (
            f"report.chart.iteration.{self.unit}.step",
            "report.chart.curve.train",
            "report.chart.curve.validation",
        )
        return Table(
            tuple(self.words.text(key) for key in heads),
            [tuple(number_cell(v, number(v)) for v in told[place]) for place in sorted(kept)],
        )

    def _marked(self) -> list[int]:
        """Steps that the sentence names."""
        return [at for at in (self.curve.chosen, self.lowest[0]) if at in self.steps]

    def draw(self, axes: Axes) -> None:
        self._line(axes, self.curve.train, SECOND, "--", self.words.text("report.chart.curve.train"))
        self._line(axes, self.curve.validation, FIRST, "-", self.words.text("report.chart.curve.validation"))
        axes.plot(*self.lowest, "o", color=FIRST, ms=5)
        axes.axvline(self.curve.chosen, color=GOOD, linewidth=1.2, linestyle=(0, (2, 2)))
        axes.set_xlabel(self.words.text(f"report.chart.iteration.{self.unit}.step"))
        axes.set_ylabel(self.loss)
        axes.grid(axis="y")
        above(axes)

    def _line(self, axes: Axes, values: list[float | None], colour: str, style: str, label: str) -> None:
        pairs = [(step, value) for step, value in zip(self.steps, values, strict=False) if value is not None]
        axes.plot([step for step, _ in pairs], [value for _, value in pairs], style, color=colour, label=label)
