"""Partial dependence and ICE: the answer over the values of one column, all others as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, MUTED, SECOND, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.dependence.record import Dependence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLORS = (FIRST, SECOND, GOOD, BAD)


class DependenceChart(Chart):
    """The mean answer thick, single rows thin (moved to begin together), ticks below where the table has values."""

    def __init__(self, words: Words, name: str, told: Dependence, *, target: str, finding: str) -> None:
        super().__init__(words, name)
        self.told, self.target, self._finding = told, target, finding
        self.size = (4.6, 3.1 if told.grid else 0.8 + 0.34 * len(told.levels))

    @property
    def shares(self) -> bool:
        """Whether answers are probabilities."""
        return self.told.outputs != [""]

    def title(self) -> str:
        return self.words.text("dependence.chart.title", column=self.told.column)

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        key = "line" if self.told.grid else "levels"
        places = len(self.told.grid or self.told.levels)
        return self.words.text(f"dependence.chart.{key}", places=places, curves=sum(map(len, self.told.curves)))

    def table(self) -> Table:
        places = [number_cell(x, plain(x)) for x in self.told.grid] or [name_cell(x) for x in self.told.levels]
        heads = (self.told.column, *(clean(name) or self.target for name in self.told.outputs))
        means = zip(*self.told.means, strict=True)
        return Table(
            heads,
            [(at, *(number_cell(v, self.value(v)) for v in row)) for at, row in zip(places, means, strict=True)],
        )

    def value(self, answer: float) -> str:
        """An answer as shown."""
        return percent(answer) if self.shares else number(answer)

    def draw(self, axes: Axes) -> None:
        if self.told.grid:
            self._lines(axes)
        else:
            self._dots(axes)
        if len(self.told.means) > 1:
            above(axes)
        axes.grid()

    def _lines(self, axes: Axes) -> None:
        told = self.told
        for curves, color in zip(told.curves, self._thin(), strict=True):
            for curve in curves:
                axes.plot(told.grid, curve, color=color, linewidth=0.6, alpha=0.45)
        for name, mean, color in zip(told.outputs, told.means, _COLORS, strict=False):
            axes.plot(told.grid, mean, color=color, linewidth=2.6, label=fitted(clean(name), 16))
        low, high = axes.get_ylim()
        if self.shares:  # rows moved to a common beginning may leave what a probability can be: there the picture ends
            low, high = max(low, 0.0), min(high, 1.0)
        foot = low - 0.06 * (high - low)
        axes.plot(told.rug, [foot] * len(told.rug), "|", color=MUTED, ms=5, mew=0.7)
        axes.set_ylim(low - 0.1 * (high - low), high)
        axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        axes.yaxis.set_major_formatter(lambda value, _: self._tick(value))
        axes.locator_params(axis="x", nbins=6)
        axes.set_xlabel(fitted(clean(told.column), 40))
        axes.set_ylabel(self._axis())

    def _dots(self, axes: Axes) -> None:
        told, rows = self.told, range(len(self.told.levels))
        for curves, color in zip(told.curves, self._thin(), strict=True):
            for place in rows:
                axes.plot([curve[place] for curve in curves], [place] * len(curves), "|", color=color, ms=7, alpha=0.5)
        for name, mean, color in zip(told.outputs, told.means, _COLORS, strict=False):
            axes.plot(mean, list(rows), "o", color=color, ms=7.5, label=fitted(clean(name), 16))
        names = [
            f"{fitted(clean(level), 18)} ({count:,.0f})" for level, count in zip(told.levels, told.rug, strict=True)
        ]
        axes.set_yticks(list(rows), names)
        axes.set_ylim(len(told.levels) - 0.4, -0.6)
        axes.xaxis.set_major_formatter(lambda value, _: self._tick(value))
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel(self._axis())
        axes.spines[["left", "bottom"]].set_visible(False)

    def _thin(self) -> list[str]:
        """Colours of single rows: those of their class, grey where there is one answer only."""
        return [MUTED] if len(self.told.means) == 1 else list(_COLORS[: len(self.told.means)])

    def _tick(self, value: float) -> str:
        return f"{value:.0%}" if self.shares else plain(value)

    def _axis(self) -> str:
        names = self.told.outputs
        if not self.shares:
            return self.words.text("dependence.axis.value", target=self.target)
        if len(names) == 1:
            return self.words.text("dependence.axis.one", target=self.target, label=names[0])
        return self.words.text("dependence.axis.many")
