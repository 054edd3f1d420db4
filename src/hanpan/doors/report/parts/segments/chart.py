"""Segments: the error inside beside the error elsewhere, on rows kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, MUTED, fitted
from hanpan.doors.report.naming import named_slice
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, p_value, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.segments.record import Segments

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class SegmentsChart(Chart):
    """Each segment a line from the error elsewhere to the error inside; hollow where only out of fold."""

    def __init__(self, words: Words, name: str, told: Segments, finding: str) -> None:
        super().__init__(words, name)
        self.told, self._finding = told, finding
        self.size = (8.4, 1.0 + 0.42 * len(told.found))

    def title(self) -> str:
        return self.words.text("segments.chart.title")

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        return self.words.text("segments.chart.alt", count=len(self.told.found))

    def value(self, error: float | None) -> str:
        """An error as shown."""
        return percent(error) if self.told.measure == "wrong" else number(error)

    def table(self) -> Table:
        keys = ("segment", "rows", "error", "elsewhere", "judged", "judged_error", "judged_elsewhere", "p", "answer")
        rows = [
            (
                name_cell(named_slice(one.name, self.words), 60),
                number_cell(one.rows),
                number_cell(one.error, self.value(one.error)),
                number_cell(one.elsewhere, self.value(one.elsewhere)),
                number_cell(one.judged),
                number_cell(one.judged_error, self.value(one.judged_error)),
                number_cell(one.judged_elsewhere, self.value(one.judged_elsewhere)),
                number_cell(one.p, p_value(one.p)),
                name_cell(self.words.text(f"segments.answer.{'confirmed' if one.confirmed else 'open'}")),
            )
            for one in self.told.found
        ]
        return Table(tuple(self.words.text(f"segments.head.{key}") for key in keys), rows)

    def draw(self, axes: Axes) -> None:
        inside, elsewhere = (self.words.text(f"segments.chart.{key}") for key in ("inside", "elsewhere"))
        for place, one in enumerate(self.told.found):
            high, low = one.shown
            axes.plot([low, high], [place, place], color=MUTED, linewidth=1.6)
            axes.plot([low], [place], "o", color=MUTED, ms=7, label="" if place else elsewhere)
            fill = BAD if one.confirmed else "none"
            axes.plot([high], [place], "o", color=BAD, ms=8.5, mfc=fill, mew=1.6, label="" if place else inside)
        names = [named_slice(one.name, self.words) for one in self.told.found]
        axes.set_yticks(range(len(names)), [fitted(clean(name), 44) for name in names])
        axes.set_ylim(len(self.told.found) - 0.4, -0.6)
        axes.set_xlim(0, 1.05 * max([*(value for one in self.told.found for value in one.shown), 0.0]) or 1.0)
        wrong = self.told.measure == "wrong"
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}" if wrong else plain(value))
        axes.set_xlabel(self.words.text(f"segments.measure.{self.told.measure}"))
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
        above(axes)
