"""A number between groups: densities of two or three classes, boxes of more groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.pairs.record import ClassDensity, GroupNumbers
from hanpan.doors.report.charts.base import above
from hanpan.doors.report.charts.ink import FIRST, GOOD, MUTED, SECOND, fitted
from hanpan.doors.report.charts.pairs.pair import PairChart
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, plain
from hanpan.doors.telling.pairs import PairTold, large
from hanpan.doors.telling.words import Words, clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_GROUPS = 10
_COLORS = (SECOND, FIRST, GOOD)
_BOX = ("min", "q25", "median", "q75", "max")


def draw_box(axes: Axes, box: Sequence[float], place: float, height: float, color: str) -> None:
    """A box from quartile to quartile; whiskers to the farthest value within 1.5 box lengths, as far as is known.

    References
    ----------
    Tukey, J. W. (1977), Exploratory Data Analysis, chapter 2.
    """
    low, q25, median, q75, high = box
    reach = 1.5 * (q75 - q25)
    low, high = max(low, q25 - reach), min(high, q75 + reach)
    axes.plot([low, q25], [place, place], color=color, linewidth=1.2)
    axes.plot([q75, high], [place, place], color=color, linewidth=1.2)
    axes.barh([place], [q75 - q25], left=[q25], height=height, color=color, alpha=0.3)
    axes.plot([median, median], [place - height / 2, place + height / 2], color=color, linewidth=2.2)


def _box_table(words: Words, rows: Sequence[GroupNumbers | ClassDensity], by: str) -> Table:
    """One row for each class or category of ``by``."""
    heads = [by, *(words.text(f"profile.{key}") for key in ("rows", *_BOX))]
    return Table(
        tuple(heads),
        [
            (
                name_cell(row.label or words.text("profile.other")),
                number_cell(row.n),
                *map(number_cell, row.box),
            )
            for row in rows
        ],
    )


class DensityChart(PairChart):
    """How a number is spread within each of two or three classes, every class with the same area; boxes beneath."""

    def __init__(self, words: Words, name: str, told: PairTold) -> None:
        super().__init__(words, name, told)
        self.classes = self.picture.densities

    def alt(self) -> str:
        return self.words.text("pair.densities.alt", count=len(self.classes))

    def table(self) -> Table:
        return _box_table(self.words, self.classes, self.target)

    def draw(self, axes: Axes) -> None:
        grid = self.picture.grid
        top = max((max(one.density) for one in self.classes if one.density), default=1.0)
        for place, (one, color) in enumerate(zip(self.classes, _COLORS, strict=False)):
            if one.density:
                label = f"{fitted(clean(one.label), 16)} ({one.n:,})"
                axes.plot(grid, one.density, color=color, linewidth=2, label=label)
                axes.fill_between(grid, one.density, color=color, alpha=0.12, linewidth=0)
            draw_box(axes, one.box, -(0.1 + 0.13 * place) * top, 0.09 * top, color)
        axes.set_xlim(grid[0], grid[-1])
        axes.set_ylim(-(0.1 + 0.13 * len(self.classes)) * top, 1.06 * top)
        axes.set_yticks([])
        axes.axhline(0, color=MUTED, linewidth=0.6)
        axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        axes.locator_params(axis="x", nbins=6)
        axes.set_xlabel(self.column)
        axes.spines[["left"]].set_visible(False)
        axes.grid(axis="x")
        if any(one.density for one in self.classes):
            above(axes)


class BoxesChart(PairChart):
    """A number in each group as a box, the mean with its interval as a dot on it."""

    def __init__(self, words: Words, name: str, told: PairTold) -> None:
        super().__init__(words, name, told)
        self.all = self.picture.groups or told.evidence.groups
        shown, order = large(self.all)[:MOST_GROUPS], self.picture.order
        place = {label: rank for rank, label in enumerate(order)}
        self.rows = sorted(shown, key=lambda row: (place.get(row.label, len(place)), row.mean or 0.0))
        self.of = self.column if told.problem.labels else self.target
        self.size = (4.6, 0.75 + 0.3 * len(self.rows))

    def alt(self) -> str:
        return self.words.text("pair.boxes.alt", count=len(self.rows))

    def table(self) -> Table:
        return _box_table(self.words, self.all, self.target if self.told.problem.labels else self.column)

    def draw(self, axes: Axes) -> None:
        other = self.words.text("profile.other")
        for place, row in enumerate(self.rows):
            draw_box(axes, row.box, place, 0.5, FIRST)
            if row.low is not None and row.high is not None:
                axes.plot([row.low, row.high], [place, place], color=SECOND, linewidth=2.4)
            axes.plot([np.nan if row.mean is None else row.mean], [place], "D", color=SECOND, ms=4.5)
        labels = [f"{fitted(clean(row.label or other), 16)} ({row.n:,})" for row in self.rows]
        axes.set_yticks(range(len(self.rows)), labels)
        axes.set_ylim(len(self.rows) - 0.4, -0.6)
        axes.xaxis.set_major_formatter(lambda value, _: number(value, 3))
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel(self.of)
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
