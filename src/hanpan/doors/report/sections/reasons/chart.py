"""Permutation importance: how much the score worsens when a column is shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, score_axis
from hanpan.doors.report.charts.ink import FIRST, MUTED, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Importance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 15


class ImportanceChart(Chart):
    """The most important columns as bars, with intervals."""

    def __init__(
        self, words: Words, name: str, importance: Sequence[Importance], metric: str, features: int = 0
    ) -> None:
        super().__init__(words, name)
        self.features = features
        self.all = sorted(importance, key=lambda row: -row.mean)
        self.rows, self.metric = self.all[:MOST], metric
        self.size = (8.4, 0.8 + 0.27 * len(self.rows))

    def title(self) -> str:
        return self.words.text("report.chart.importance.title")

    def finding(self) -> str:
        best = next((row for row in self.all if row.low > 0), None)
        if best is None:
            return self.words.text("report.chart.importance.none")
        told = {
            "column": best.column,
            "metric": self.words.metric(self.metric),
            "change": self.words.gap(self.metric, best.mean, 3),
        }
        if len(self.all) < self.features:
            told |= {"count": str(len(self.all)), "of": str(self.features)}
            return self.words.text("report.chart.importance.partly", **told)
        key = "finding" if best is self.all[0] else "surest"
        return self.words.text(f"report.chart.importance.{key}", **told)

    def alt(self) -> str:
        return self.words.text("report.chart.importance.alt", count=len(self.rows), all=len(self.all))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"report.chart.importance.{key}") for key in ("column", "change", "low", "high"))
        like = [row.mean for row in self.all]
        rows = [(row.column, (row.mean, row.low, row.high)) for row in self.all]
        return Table(
            heads,
            [(name_cell(name), *(number_cell(v, shown(self.metric, v, like)) for v in told)) for name, told in rows],
        )

    def draw(self, axes: Axes) -> None:
        places = range(len(self.rows))
        axes.barh(list(places), [row.mean for row in self.rows], color=FIRST, alpha=0.75, height=0.62)
        for place, row in zip(places, self.rows, strict=True):
            axes.plot([row.low, row.high], [place, place], color=MUTED, linewidth=1.3)
        axes.set_yticks(list(places), [fitted(clean(row.column), 26) for row in self.rows])
        axes.set_ylim(len(self.rows) - 0.4, -0.6)
        axes.set_xlabel(self.words.text("report.chart.importance.axis", metric=self.words.metric(self.metric)))
        score_axis(axes.xaxis, self.metric)
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
