"""Two routes side by side: train and validation score of every fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above, score_axis
from hanpan.doors.report.charts.ink import FIRST, SECOND
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.insights.networks import HELD_BACK
from hanpan.insights.routes.record import Route, Routes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_APART = 0.16  # train above validation


class RoutesChart(Chart):
    """A row for each route; small points are folds, large ones their means."""

    size = (5.8, 2.3)

    def __init__(self, words: Words, name: str, routes: Routes, metric: str) -> None:
        super().__init__(words, name)
        self.routes, self.metric = routes, metric

    @property
    def rows(self) -> list[tuple[str, Route]]:
        """Name and numbers of each route."""
        return [(self.words.text(f"routes.{name}"), getattr(self.routes, name)) for name in ("small", "large")]

    def title(self) -> str:
        """What is shown."""
        return self.words.text("routes.chart.title", metric=self.words.metric(self.metric))

    def finding(self) -> str:
        """How far train and validation lie apart on each route."""
        gaps = [self.words.gap(self.metric, abs(route.train_score - route.score), 3) for _, route in self.rows]
        return self.words.text("routes.chart.finding", small=gaps[0], large=gaps[1])

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("routes.chart.alt", folds=len(self.routes.small.folds))

    def table(self) -> Table:
        """Means and spread of both routes."""
        heads = ("route", "network", "train", "validation", "spread")
        cells = []
        for name, route in self.rows:
            scores = (route.train_score, route.score, route.spread)
            told = (number_cell(value, shown(self.metric, value)) for value in scores)
            cells.append((name_cell(name), name_cell(shape_of(route, self.words), 80), *told))
        return Table(tuple(self.words.text(f"routes.head.{head}") for head in heads), cells)

    def draw(self, axes: Axes) -> None:
        """Train above, validation below, route by route."""
        labels = (self.words.text("routes.head.train"), self.words.text("routes.head.validation"))
        for place, (_, route) in enumerate(self.rows):
            sides = ((route.train_folds, route.train_score, SECOND), (route.folds, route.score, FIRST))
            for side, (folds, mean, color) in enumerate(sides):
                height = place + (side - 0.5) * 2 * _APART
                axes.plot(folds, [height] * len(folds), "o", color=color, alpha=0.4, ms=4, mew=0)
                axes.plot([mean], [height], "D", color=color, ms=7, mew=0, label=labels[side] if place == 0 else None)
        axes.set_yticks([0, 1], [name for name, _ in self.rows])
        axes.set_ylim(1.5, -0.5)
        axes.margins(x=0.08)
        axes.set_xlabel(self.words.metric(self.metric))
        score_axis(axes.xaxis, self.metric)
        axes.grid(axis="x")
        axes.spines[["left"]].set_visible(False)
        above(axes)


def shape_of(route: Route, words: Words) -> str:
    """A network in words: its layers, and what holds it back."""
    layers = "-".join(map(str, route.hidden))
    if not (route.dropout or route.l1 or route.l2):
        return words.text("routes.shape.plain", layers=layers)
    held = {name: f"{getattr(route, name):.6f}".rstrip("0").rstrip(".") for name in HELD_BACK}
    return words.text("routes.shape.held", layers=layers, **held)
