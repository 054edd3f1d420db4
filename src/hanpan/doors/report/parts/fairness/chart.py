"""Fairness: the measures of each group of a protected column, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, MUTED, SECOND, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.fairness.record import Fairness
from hanpan.statistics.interval import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLORS = (FIRST, SECOND, GOOD, BAD)
_NUMBERS = ("error", "bias")


class FairnessChart(Chart):
    """A row for each measure, a dot for each of up to four groups (the largest)."""

    def __init__(self, words: Words, name: str, told: Fairness, finding: str) -> None:
        super().__init__(words, name)
        self.told, self._finding = told, finding
        self.measures = list(told.groups[0].measures)
        largest = sorted(told.groups, key=lambda group: -group.rows)[: len(_COLORS)]
        self.groups = [group for group in told.groups if group in largest]
        self.size = (8.4, 1.0 + 0.2 * (len(self.groups) + 1.2) * len(self.measures))

    def title(self) -> str:
        return self.words.text("fairness.chart.title", column=self.told.column)

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        return self.words.text("fairness.chart.alt", groups=len(self.groups), measures=len(self.measures))

    def table(self) -> Table:
        heads = [self.words.text(f"fairness.head.{key}") for key in ("group", "rows")]
        heads += [self.words.text(f"fairness.measure.{measure}") for measure in self.measures]
        rows = [
            (
                name_cell(group.group),
                number_cell(group.rows),
                *(number_cell(one.value, self.shown(one, name)) for name, one in group.measures.items()),
            )
            for group in self.told.groups
        ]
        return Table(tuple(heads), rows)

    def shown(self, one: Estimate, measure: str) -> str:
        """A measure with its interval."""
        if one.value is None:
            return "–"
        told = number if measure in _NUMBERS else percent
        return f"{told(one.value)} ({self.words.between(told(one.low), told(one.high))})"

    def draw(self, axes: Axes) -> None:
        step, middles = len(self.groups) + 1.2, []
        for at, measure in enumerate(self.measures):
            for place, (group, color) in enumerate(zip(self.groups, _COLORS, strict=False)):
                one, y = group.measures[measure], at * step + place
                label = "" if at else f"{fitted(clean(group.group), 24)} ({group.rows:,})"
                if one.low is not None and one.high is not None:
                    axes.plot([one.low, one.high], [y, y], color=color, linewidth=1.8, alpha=0.6)
                value = float("nan") if one.value is None else one.value
                axes.plot([value], [y], "o", color=color, ms=7, label=label)
            middles.append(at * step + (len(self.groups) - 1) / 2)
        names = [self.words.text(f"fairness.measure.{measure}") for measure in self.measures]
        axes.set_yticks(middles, [fitted(name, 34) for name in names])
        axes.set_ylim(len(self.measures) * step - 0.6, -1)
        if self.measures[0] in _NUMBERS:
            axes.axvline(0, color=MUTED, linewidth=0.8)
            axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        else:
            axes.set_xlim(-0.02, 1.02)
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
        above(axes)
