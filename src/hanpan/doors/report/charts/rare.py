"""Who is found: the recall of each class under each way to treat rare ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, GOOD, MUTED, SECOND
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.report.words import Words, percent
from hanpan.modeling.rare import RareClasses

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK = {"plain": MUTED, "offsets": FIRST, "weights": SECOND, "copies": GOOD}


class RareChart(Chart):
    """Groups of bars, one group per class, one bar per honest way."""

    size = (7.2, 3.0)

    def __init__(self, words: Words, name: str, rare: RareClasses) -> None:
        super().__init__(words, name)
        self.rare = rare
        self.ways = [way for way in rare.ways if way.way in _INK]

    def title(self) -> str:
        return self.words.text("rare.chart.title")

    def finding(self) -> str:
        plain = self.ways[0]
        best = max(self.ways, key=lambda way: way.mean_recall)
        return self.words.text(
            "rare.chart.finding",
            way=self.words.text(f"rare.way.{best.way}"),
            recall=percent(best.mean_recall),
            plain=percent(plain.mean_recall),
        )

    def alt(self) -> str:
        return self.words.text("rare.chart.alt", classes=len(self.rare.labels), ways=len(self.ways))

    def table(self) -> Table:
        heads = (self.words.text("report.class.class"), self.words.text("report.class.support"))
        names = tuple(self.words.text(f"rare.way.{way.way}") for way in self.ways)
        rows = [
            (name_cell(label), number_cell(count), *(number_cell(way.found[place]) for way in self.ways))
            for place, (label, count) in enumerate(zip(self.rare.labels, self.rare.rows, strict=True))
        ]
        return Table((*heads, *names), rows)

    def draw(self, axes: Axes) -> None:
        rows = np.maximum(np.array(self.rare.rows, dtype=float), 1)
        places, width = np.arange(len(rows)), 0.8 / len(self.ways)
        for number, way in enumerate(self.ways):
            left = places - 0.4 + (number + 0.5) * width
            axes.bar(left, np.array(way.found) / rows, width * 0.92, color=_INK[way.way],
                     label=self.words.text(f"rare.way.{way.way}"))  # fmt: skip
        axes.set_xticks(places, self.rare.labels)
        axes.set_ylim(0, 1.02)
        axes.set_ylabel(self.words.text("rare.chart.axis"))
        axes.grid(axis="y")
        above(axes)
