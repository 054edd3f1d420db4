"""A decision tree from left to right: boxes with rows and answers, questions between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, Shade, scale
from hanpan.doors.report.charts.ink import FIRST, LINE, MUTED, fitted
from hanpan.doors.report.questions import asked, outcome, rule
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import fixed, number, percent
from hanpan.doors.telling.words import Words
from hanpan.insights.tree.record import DrawnTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDE, _HIGH = 0.79, 0.78  # of a column and of a line
_LETTERS = 25


class TreeChart(Chart):
    """Each box: the answer and the rows; below it the question. Yes goes up, no goes down; darker is higher."""

    def __init__(self, words: Words, name: str, told: DrawnTree, target: str) -> None:
        super().__init__(words, name)
        self.told, self.target = told, target
        self.places = _lines(told)
        self.columns = 1 + max(node.depth for node in told.nodes)
        lines = sum(node.yes < 0 for node in told.nodes)
        self.size = (min(9.6, 1.0 + 1.85 * self.columns), 0.3 + 0.5 * lines)

    def title(self) -> str:
        return self.words.text("tree.chart.title", model=self.told.model)

    def finding(self) -> str:
        key = "cut" if any(node.cut for node in self.told.nodes) else "whole"
        return self.words.text(f"tree.chart.{key}", depth=self.told.depth, leaves=self.told.leaves)

    def alt(self) -> str:
        return self.words.text("tree.chart.alt", splits=sum(node.yes >= 0 for node in self.told.nodes))

    def table(self) -> Table:
        heads = ("question", "rows", "impurity", "yes", "no", "gain", "share")
        splits = [node for node in self.told.nodes if node.question is not None]
        like = [node.impurity for node in splits]
        root = self.told.nodes[0].impurity * self.told.rows
        rows = []
        for node in splits:
            yes, no = self.told.nodes[node.yes], self.told.nodes[node.no]
            part = (node.gain or 0.0) * node.rows / root if root else None
            rows.append(
                (
                    name_cell(rule(node.question, self.words, yes=True), 60),
                    number_cell(node.rows),
                    number_cell(node.impurity, fixed(node.impurity, like)),
                    number_cell(yes.impurity, f"{fixed(yes.impurity, like)} ({yes.rows:,})"),
                    number_cell(no.impurity, f"{fixed(no.impurity, like)} ({no.rows:,})"),
                    number_cell(node.gain, fixed(node.gain, like)),
                    number_cell(part, percent(part)),
                )
            )
        return Table(tuple(self.words.text(f"tree.head.{head}") for head in heads), rows)

    def draw(self, axes: Axes) -> None:
        for place, node in enumerate(self.told.nodes):
            for child, word in ((node.yes, "yes"), (node.no, "no")):
                if child >= 0:
                    self._edge(axes, place, child, self.words.text(f"tree.{word}"))
        for place, node in enumerate(self.told.nodes):
            self._box(axes, place, node.depth)
        axes.set_xlim(-0.02, self.columns - 1 + _WIDE + 0.02)
        axes.set_ylim(max(self.places) + 0.55, min(self.places) - 0.55)
        axes.set_axis_off()
        low, high = self._ends()
        told = number if not self.told.labels else percent
        scale(axes, [Shade(told(value), FIRST, _shade(tone)) for value, tone in {low: 0.0, high: 1.0}.items()])

    def _edge(self, axes: Axes, parent: int, child: int, word: str) -> None:
        x = self.told.nodes[parent].depth
        start, end = self.places[parent], self.places[child]
        middle = x + _WIDE + 0.03
        axes.plot([x + _WIDE, middle, middle, x + 1], [start, start, end, end], color=MUTED, linewidth=1)
        axes.text((middle + x + 1) / 2, end - 0.06, word, fontsize=7.5, ha="center", va="bottom", color=MUTED)

    def _box(self, axes: Axes, place: int, x: int) -> None:
        node, y = self.told.nodes[place], self.places[place]
        axes.barh(
            [y],
            [_WIDE],
            left=[x],
            height=_HIGH,
            color=FIRST,
            alpha=_shade(self._tone(place)),
            linewidth=1,
            edgecolor=LINE,
        )
        answer = f"{outcome(node, self.told)}  ({node.rows:,})"
        lower = fitted(asked(node.question, self.words), _LETTERS) if node.question else "…" if node.cut else ""
        axes.text(x + 0.03, y - (0.17 if lower else 0), fitted(answer, _LETTERS), fontsize=8.5, va="center")
        if lower:
            axes.text(x + 0.03, y + 0.18, lower, fontsize=8, va="center", weight="bold")

    def _tone(self, place: int) -> float:
        """How high the answer is among all nodes, 0 ... 1: the positive share, the largest share, or the mean."""
        low, high = self._ends()
        mine = _height(self.told.nodes[place].values, len(self.told.labels))
        return (mine - low) / (high - low) if high > low else 0.0

    def _ends(self) -> tuple[float, float]:
        """The lowest and the highest answer of all nodes."""
        told = [_height(node.values, len(self.told.labels)) for node in self.told.nodes]
        return min(told), max(told)


def _shade(tone: float) -> float:
    return 0.08 + 0.42 * tone


def _height(values: list[float], classes: int) -> float:
    return values[0] if classes == 0 else values[1] if classes == 2 else max(values)


def _lines(told: DrawnTree) -> list[float]:
    """Where each node stands, from the top: ends one below another, a split halfway between its answers."""
    place, last = [0.0] * len(told.nodes), 0.0

    def put(at: int) -> float:
        nonlocal last
        node = told.nodes[at]
        if node.yes < 0:
            place[at] = last
            last += 1.0
        else:
            place[at] = (put(node.yes) + put(node.no)) / 2
        return place[at]

    put(0)
    return place
