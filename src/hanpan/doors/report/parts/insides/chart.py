"""Hidden nodes: what each responds to, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, Shade, scale
from hanpan.doors.report.charts.ink import BAD, FIRST, LINE, TEXT, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import fixed, percent
from hanpan.doors.telling.words import Words, clean
from hanpan.modeling.networks.plain.anatomy import OTHERS
from hanpan.modeling.networks.plain.insides import Insides, NodeInside

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDEST = 12  # Latin letters of a column's name


class ReachChart(Chart):
    """A row for each node, a tile for each column: blue pushes it up, red down, the darker the more."""

    def __init__(self, words: Words, name: str, found: Insides) -> None:
        super().__init__(words, name)
        self.found = found
        self.size = (7.2, 1.1 + 0.3 * len(found.nodes))

    def title(self) -> str:
        """What is shown."""
        return self.words.text("insides.reach.title")

    def finding(self) -> str:
        """The column that reaches most."""
        return self.words.text("insides.reach.finding", column=fitted(clean(self.found.columns[0]), 40))

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("insides.reach.alt", nodes=len(self.found.nodes), columns=len(self.found.columns))

    def table(self) -> Table:
        """Every tile as a number, and how often the node is on."""
        heads = (
            self.words.text("insides.head.node"),
            *(clean(column) for column in self.found.columns),
            self.words.text("insides.head.on"),
            self.words.text("insides.head.influence"),
        )
        like = [value for node in self.found.nodes for value in node.reach]
        weights = [node.influence for node in self.found.nodes]
        rows = [
            (
                name_cell(node_name(node, self.words)),
                *(number_cell(value, fixed(value, like)) for value in node.reach),
                number_cell(node.on, percent(node.on)),
                number_cell(node.influence, fixed(node.influence, weights)),
            )
            for node in self.found.nodes
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        """Tiles, each row on its own scale, so that quiet nodes can be read too."""
        from matplotlib.patches import Rectangle

        for down, node in enumerate(self.found.nodes):
            most = max(map(abs, node.reach)) or 1.0
            for across, value in enumerate(node.reach):
                color = FIRST if value > 0 else BAD
                axes.add_patch(
                    Rectangle(
                        (across - 0.47, down - 0.44),
                        0.94,
                        0.88,
                        color=color,
                        linewidth=0,
                        alpha=0.04 + 0.76 * abs(value) / most,
                    )
                )
        axes.set_xticks(
            range(len(self.found.columns)),
            [fitted(clean(name), _WIDEST) for name in self.found.columns],
            rotation=45,
            ha="right",
        )
        _rows(axes, self.found, self.words)
        axes.set_xlim(-0.5, len(self.found.columns) - 0.5)
        told = (("up", FIRST, 0.8), ("none", FIRST, 0.04), ("down", BAD, 0.8))
        scale(axes, [Shade(self.words.text(f"insides.reach.{key}"), color, alpha) for key, color, alpha in told])


class SaysChart(Chart):
    """What each node says: its mean in each class, or how it goes with the target."""

    def __init__(self, words: Words, name: str, found: Insides, target: str) -> None:
        super().__init__(words, name)
        self.found, self.target = found, clean(target)
        self.size = (7.2, (1.0 if found.labels else 0.8) + 0.3 * len(found.nodes))

    def title(self) -> str:
        """What is shown."""
        key = "classes" if self.found.labels else "values"
        return self.words.text(f"insides.says.{key}.title", target=self.target)

    def finding(self) -> str:
        """The node that tells most."""
        nodes = self.found.nodes
        if not self.found.labels:
            most = max(nodes, key=lambda node: abs(node.correlation or 0.0))
            return self.words.text(
                "insides.says.values.finding",
                node=node_name(most, self.words),
                correlation=fixed(most.correlation, [1.0]),
            )
        most = max(nodes, key=lambda node: float(np.ptp(_shares(node))))
        label = self.found.labels[int(np.argmax(most.by_class))]
        return self.words.text("insides.says.classes.finding", node=node_name(most, self.words), label=clean(label))

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("insides.says.alt", nodes=len(self.found.nodes))

    def table(self) -> Table:
        """The numbers drawn."""
        node = self.words.text("insides.head.node")
        if not self.found.labels:
            heads = (node, self.words.text("insides.head.correlation"))
            return Table(
                heads,
                [
                    (name_cell(node_name(one, self.words)), number_cell(one.correlation, fixed(one.correlation, [1.0])))
                    for one in self.found.nodes
                ],
            )
        like = [value for one in self.found.nodes for value in one.by_class]
        rows = [
            (name_cell(node_name(one, self.words)), *(number_cell(mean, fixed(mean, like)) for mean in one.by_class))
            for one in self.found.nodes
        ]
        return Table((node, *map(clean, self.found.labels)), rows)

    def draw(self, axes: Axes) -> None:
        """Bars of correlation, or tiles of means."""
        if self.found.labels:
            self._tiles(axes)
        else:
            values = [node.correlation or 0.0 for node in self.found.nodes]
            colors = [FIRST if value > 0 else BAD for value in values]
            axes.barh(range(len(values)), values, color=colors, alpha=0.75, height=0.6)
            axes.axvline(0, color=LINE, linewidth=1)
            axes.set_xlim(-1, 1)
            axes.grid(axis="x")
            axes.set_xlabel(self.words.text("insides.head.correlation"))
        _rows(axes, self.found, self.words)

    def _tiles(self, axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        like = [value for node in self.found.nodes for value in node.by_class]
        for down, node in enumerate(self.found.nodes):
            for across, (value, share) in enumerate(zip(node.by_class, _shares(node), strict=True)):
                axes.add_patch(
                    Rectangle(
                        (across - 0.48, down - 0.44), 0.96, 0.88, color=FIRST, linewidth=0, alpha=0.04 + 0.66 * share
                    )
                )
                if len(node.by_class) <= 8:
                    axes.text(across, down, fixed(value, like), ha="center", va="center", fontsize=8.5, color=TEXT)
        labels = [fitted(clean(label), _WIDEST) for label in self.found.labels]
        axes.set_xticks(range(len(labels)), labels)
        axes.set_xlim(-0.5, len(labels) - 0.5)


def node_name(node: NodeInside, words: Words) -> str:
    """``Node 3``, or the name that its group gave it."""
    if node.name.isdigit():
        return words.text("insides.node", number=node.name)
    group, _, number = node.name.rpartition(" ")
    return words.text("insides.rest", number=number) if group == OTHERS else clean(node.name)


def _shares(node: NodeInside) -> np.ndarray:
    """Means of the classes as shares of the node's largest."""
    means = np.abs(np.array(node.by_class))
    return np.asarray(means / max(float(means.max(initial=0.0)), 1e-12))


def _rows(axes: Axes, found: Insides, words: Words) -> None:
    axes.set_yticks(range(len(found.nodes)), [fitted(node_name(node, words), 20) for node in found.nodes])
    axes.set_ylim(len(found.nodes) - 0.5, -0.5)
    axes.spines[["left", "bottom"]].set_visible(False)
