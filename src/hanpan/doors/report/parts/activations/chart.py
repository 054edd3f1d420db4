"""Activation functions: how each is shaped, and how the same network did with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, score_axis
from hanpan.doors.report.charts.ink import FIRST, GOOD, LINE, MUTED, TEXT
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, shown
from hanpan.doors.telling.words import Words
from hanpan.insights.activations.record import Activations
from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES, ACTIVATIONS, leaky_relu

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ACROSS = 5
_REACH = 4.0


def curve(name: str, x: np.ndarray) -> np.ndarray:
    """A function's values; maxout learns its lines, two of them are drawn as an example.

    Examples
    --------
    >>> curve("leaky_relu", np.array([-2.0, 2.0])).tolist()
    [-0.2, 2.0]
    """
    if name == "maxout":
        return np.maximum(-0.5 * x - 0.5, 0.9 * x)
    return leaky_relu(x, 0.1) if name == "leaky_relu" else ACTIVATIONS[name](x)


class ShapesChart(Chart):
    """A small picture for each function."""

    size = (7.2, 2.9)

    def title(self) -> str:
        """What is shown."""
        return self.words.text("activations.shapes.title")

    def finding(self) -> str:
        """What to look at."""
        return self.words.text("activations.shapes.finding")

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("activations.shapes.alt", count=len(ACTIVATION_NAMES))

    def table(self) -> Table:
        """Each function at five places, and in words."""
        places = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
        heads = (
            self.words.text("activations.head.name"),
            *map(number, places),
            self.words.text("activations.head.about"),
        )
        rows = [
            (
                name_cell(name),
                *(number_cell(float(value)) for value in curve(name, places)),
                name_cell(self.words.text(f"activations.about.{name}"), 200),
            )
            for name in ACTIVATION_NAMES
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        """Two rows of five, all to the same scale."""
        axes.set_axis_off()
        x = np.linspace(-_REACH, _REACH, 121)
        for place, name in enumerate(ACTIVATION_NAMES):
            across, down = place % _ACROSS, place // _ACROSS
            small = axes.inset_axes((across / _ACROSS, 0.53 - 0.53 * down, 0.86 / _ACROSS, 0.4))
            small.axhline(0, color=LINE, linewidth=0.8)
            small.axvline(0, color=LINE, linewidth=0.8)
            small.plot(x, curve(name, x), color=FIRST, linewidth=1.6)
            small.set(xlim=(-_REACH, _REACH), ylim=(-1.8, 3.2), xticks=[], yticks=[])
            small.spines[:].set_visible(False)
            small.set_title(name, fontsize=9, color=TEXT, pad=2)


class ActivationsChart(Chart):
    """Validation score with each function: points are starts, the bar their mean and spread."""

    def __init__(self, words: Words, name: str, found: Activations, metric: str) -> None:
        super().__init__(words, name)
        self.found, self.metric = found, metric
        self.size = (7.2, 0.8 + 0.24 * len(found.rows))

    def title(self) -> str:
        """What is shown."""
        return self.words.text("activations.chart.title", metric=self.words.metric(self.metric))

    def finding(self) -> str:
        """Whether any is ahead."""
        key = "usual" if self.found.best == "relu" else "clear" if self.found.clear else "alike"
        ahead, noise = (self.words.gap(self.metric, gap, 3) for gap in (self.found.ahead, self.found.noise))
        fields = {"best": self.found.best, "ahead": ahead, "noise": noise, "folds": len(self.found.rows[0].folds)}
        return self.words.text(f"activations.result.{key}", **fields)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("activations.chart.alt", count=len(self.found.rows))

    def table(self) -> Table:
        """Mean and spread of each."""
        heads = tuple(self.words.text(f"activations.head.{head}") for head in ("name", "mean", "spread"))
        rows = [
            (name_cell(row.name), *(number_cell(v, shown(self.metric, v)) for v in (row.mean, row.spread)))
            for row in self.found.rows
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        """One line for each function."""
        for place, row in enumerate(self.found.rows):
            color = GOOD if row.name == self.found.best else FIRST
            axes.plot(
                [row.mean - row.spread, row.mean + row.spread], [place, place], color=color, alpha=0.5, linewidth=3
            )
            axes.plot(row.scores, [place] * len(row.scores), "o", color=MUTED, alpha=0.6, ms=3, mew=0)
            axes.plot([row.mean], [place], "D", color=color, ms=6, mew=0)
        axes.set_yticks(range(len(self.found.rows)), [row.name for row in self.found.rows])
        axes.set_ylim(len(self.found.rows) - 0.5, -0.5)
        axes.set_xlabel(self.words.metric(self.metric))
        score_axis(axes.xaxis, self.metric)
        axes.margins(x=0.08)
        axes.grid(axis="x")
        axes.spines[["left"]].set_visible(False)
