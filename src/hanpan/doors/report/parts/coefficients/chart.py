"""Coefficients as dots with intervals, each scaled so that columns can be compared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, MUTED, fitted
from hanpan.doors.report.questions import prepared_name
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, p_value, plain
from hanpan.doors.telling.words import Words
from hanpan.insights.coefficients.record import Coefficients

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 14


class CoefficientsChart(Chart):
    """The strongest columns; numbers per standard deviation, 0/1 columns as they are."""

    def __init__(self, words: Words, name: str, told: Coefficients, *, target: str, finding: str) -> None:
        super().__init__(words, name)
        self.told, self.target, self._finding = told, target, finding
        self.rows = (told.readable or told.coefficients)[:MOST]
        self.size = (8.4, 0.9 + 0.29 * len(self.rows))

    def title(self) -> str:
        return self.words.text(f"coefficients.chart.{self.told.kind}", target=self.target)

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        return self.words.text("coefficients.chart.alt", count=len(self.rows), all=len(self.told.coefficients))

    def table(self) -> Table:
        keys = ("column", "step", self.told.kind, "low", "high", "p", "inflation")
        rows = [
            (
                name_cell(prepared_name(one.name, one.source, self.words), 50),
                number_cell(one.step, plain(one.step)),
                *(number_cell(v, self.value(v)) for v in (one.effect, one.low, one.high)),
                number_cell(one.p, p_value(one.p)),
                number_cell(one.inflation, f"{one.inflation:.1f}"),
            )
            for one in self.told.coefficients
        ]
        return Table(tuple(self.words.text(f"coefficients.head.{key}") for key in keys), rows)

    def value(self, effect: float) -> str:
        """An effect per step: in the unit of y, or as the factor on the odds."""
        return number(math.exp(min(effect, 50)), 3) if self.told.kind == "logistic" else number(effect)

    def draw(self, axes: Axes) -> None:
        axes.axvline(0, color=MUTED, linewidth=1)
        for place, one in enumerate(self.rows):
            middle, low, high = one.compared
            axes.plot([low, high], [place, place], color=FIRST, linewidth=2.2, alpha=0.45)
            axes.plot([middle], [place], "o", color=FIRST, ms=6.5)
        names = [fitted(prepared_name(one.name, one.source, self.words), 32) for one in self.rows]
        axes.set_yticks(range(len(self.rows)), names)
        axes.set_ylim(len(self.rows) - 0.4, -0.6)
        reach = 1.6 * max(abs(one.compared[0]) for one in self.rows) or 1.0  # of a very wide interval the ends are cut
        axes.set_xlim(max(axes.get_xlim()[0], -reach), min(axes.get_xlim()[1], reach))
        if self.told.kind == "logistic":
            axes.xaxis.set_major_formatter(lambda value, _: "× " + plain(float(f"{math.exp(min(value, 50)):.2g}")))
        else:
            axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        axes.set_xlabel(self.words.text(f"coefficients.axis.{self.told.kind}", target=self.target))
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
