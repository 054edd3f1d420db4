"""Coefficients of several classes against one: for each column a dot and interval per class."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, GOOD, MUTED, SECOND, fitted
from hanpan.doors.report.questions import prepared_name
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, p_value, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.coefficients.record import Coefficient, Coefficients

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 10
_COLORS = (FIRST, SECOND, GOOD)
_APART = 0.24  # between the classes of one column


class ClassCoefficientsChart(Chart):
    """The columns that weigh most for any class shown; numbers per standard deviation, 0/1 columns as they are."""

    def __init__(self, words: Words, told: Coefficients, *, target: str, finding: str) -> None:
        super().__init__(words, "coefficients")
        self.told, self.target, self._finding = told, target, finding
        self.classes = [one for one in told.classes if one.label in told.shown][: len(_COLORS)]
        self.cells: dict[str, dict[str, Coefficient]] = {}
        for equation in self.classes:
            for one in equation.readable:
                self.cells.setdefault(one.name, {})[equation.label] = one
        self.names = sorted(
            self.cells, key=lambda name: -max(abs(one.compared[0]) for one in self.cells[name].values())
        )
        self.names = self.names[:_MOST]
        self.size = (8.4, 1.2 + (0.18 + 0.13 * len(self.classes)) * len(self.names))

    def title(self) -> str:
        return self.words.text("coefficients.chart.multinomial", target=self.target, reference=self.told.reference)

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        every = len(self.told.classes[0].coefficients)
        return self.words.text(
            "coefficients.chart.classes_alt", count=len(self.names), all=every, classes=len(self.classes)
        )

    def table(self) -> Table:
        keys = ("class", "column", "step", "logistic", "low", "high", "p", "inflation")
        rows = [
            (
                name_cell(equation.label),
                name_cell(prepared_name(one.name, one.source, self.words), 50),
                number_cell(one.step, plain(one.step)),
                *(number_cell(v, number(math.exp(min(v, 50)), 3)) for v in (one.effect, one.low, one.high)),
                number_cell(one.p, p_value(one.p)),
                number_cell(one.inflation, f"{one.inflation:.1f}"),
            )
            for equation in self.told.classes
            for one in equation.coefficients
        ]
        return Table(tuple(self.words.text(f"coefficients.head.{key}") for key in keys), rows)

    def draw(self, axes: Axes) -> None:
        axes.axvline(0, color=MUTED, linewidth=1)
        for at, (equation, color) in enumerate(zip(self.classes, _COLORS, strict=False)):
            shift = (at - (len(self.classes) - 1) / 2) * _APART
            told = [(place, self.cells[name].get(equation.label)) for place, name in enumerate(self.names)]
            known = [(place + shift, one.compared) for place, one in told if one is not None]
            for place, (_, low, high) in known:
                axes.plot([low, high], [place, place], color=color, linewidth=2, alpha=0.45)
            label = fitted(clean(equation.label), 16)
            axes.plot(
                [middle for _, (middle, _, _) in known],
                [place for place, _ in known],
                "o",
                color=color,
                ms=5.5,
                label=label,
            )
        self._frame(axes)
        above(axes)

    def _frame(self, axes: Axes) -> None:
        first = {name: next(iter(self.cells[name].values())) for name in self.names}
        names = [fitted(prepared_name(name, one.source, self.words), 32) for name, one in first.items()]
        axes.set_yticks(range(len(self.names)), names)
        axes.set_ylim(len(self.names) - 0.4, -0.6)
        reach = 1.6 * max(abs(one.compared[0]) for name in self.names for one in self.cells[name].values()) or 1.0
        axes.set_xlim(max(axes.get_xlim()[0], -reach), min(axes.get_xlim()[1], reach))
        axes.xaxis.set_major_formatter(lambda value, _: "× " + plain(float(f"{math.exp(min(value, 50)):.2g}")))
        axes.set_xlabel(self.words.text("coefficients.axis.multinomial", reference=self.told.reference))
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
