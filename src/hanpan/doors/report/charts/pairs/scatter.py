"""A number against a number: points, or cells where there are many, with a straight and a bending line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.data.pairs.record import BendingLine, CountedCells
from hanpan.doors.report.charts.base import above, shade
from hanpan.doors.report.charts.ink import FIRST, MUTED, SECOND
from hanpan.doors.report.charts.pairs.pair import PairChart
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEPS = 7  # of darkness


class ScatterChart(PairChart):
    """Every row a point up to 800 rows; beyond, a square is the darker the more rows lie there."""

    def alt(self) -> str:
        key = "cells" if self.picture.cells else "points"
        return self.words.text(f"pair.scatter.{key}", count=f"{self.picture.n:,}", outside=self.picture.outside or 0)

    def table(self) -> Table:
        bend = self.picture.smooth or BendingLine()
        intercept, slope = self.picture.line
        rows = list(zip(bend.x, bend.y, strict=True))[::4] or [(0.0, intercept)]
        heads = (self.column, self.words.text("pair.scatter.line"), self.words.text("pair.scatter.smooth"))
        return Table(heads, [tuple(map(number_cell, (x, intercept + slope * x, y))) for x, y in rows])

    def draw(self, axes: Axes) -> None:
        cells = self.picture.cells
        low, high = self._cells(axes, cells) if cells else self._points(axes)
        intercept, slope = self.picture.line
        axes.plot(
            [low, high],
            [intercept + slope * low, intercept + slope * high],
            color=MUTED,
            linewidth=1.4,
            linestyle=(0, (4, 3)),
            label=self.words.text("pair.scatter.line"),
        )
        bend = self.picture.smooth
        if bend and bend.x:
            axes.plot(bend.x, bend.y, color=SECOND, linewidth=2, label=self.words.text("pair.scatter.smooth"))
        axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        axes.yaxis.set_major_formatter(lambda value, _: plain(value))
        axes.locator_params(axis="x", nbins=6)
        axes.set_xlabel(self.column)
        axes.set_ylabel(self.target)
        axes.grid()
        above(axes)

    def _points(self, axes: Axes) -> tuple[float, float]:
        x, y = self.picture.x, self.picture.y
        axes.plot(x, y, "o", color=FIRST, alpha=0.4, ms=3.2, mew=0)
        return min(x), max(x)

    def _cells(self, axes: Axes, cells: CountedCells) -> tuple[float, float]:
        xs, ys, counts = cells.x_edges, cells.y_edges, cells.counts
        most = max(map(max, counts)) or 1
        steps: dict[int, list[tuple[float, float]]] = {}
        for x, column in zip(xs, counts, strict=False):
            for y, count in zip(ys, column, strict=False):
                if count:
                    steps.setdefault(round(_STEPS * (count / most) ** 0.5), []).append((x, y))
        for step, corners in sorted(steps.items()):
            left, bottom = zip(*corners, strict=True)
            axes.bar(
                left,
                ys[1] - ys[0],
                xs[1] - xs[0],
                bottom=bottom,
                align="edge",
                color=FIRST,
                linewidth=0,
                alpha=_alpha(step),
            )
        shade(axes, self.words.text("pair.scatter.most", count=f"{most:,}"), FIRST, _alpha(_STEPS))
        axes.set_xlim(xs[0], xs[-1])
        axes.set_ylim(ys[0], ys[-1])
        return xs[0], xs[-1]


def _alpha(step: int) -> float:
    return round(0.1 + 0.8 * step / _STEPS, 2)
