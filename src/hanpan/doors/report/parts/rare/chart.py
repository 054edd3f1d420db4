"""Rare classes: who is found under each way to treat them, and why curves of resampled rows look odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, MUTED, SECOND
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.insights.rare.record import RareClasses, RareWay

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK = {"plain": MUTED, "offsets": FIRST, "weights": SECOND, "copies": GOOD}
_CURVES = {"plain": FIRST, "copies": GOOD, "copies_before": BAD}


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
        for place, way in enumerate(self.ways):
            left = places - 0.4 + (place + 0.5) * width
            axes.bar(
                left,
                np.array(way.found) / rows,
                width * 0.92,
                color=_INK[way.way],
                label=self.words.text(f"rare.way.{way.way}"),
            )
        axes.set_xticks(places, self.rare.labels)
        axes.set_ylim(0, 1.02)
        axes.set_ylabel(self.words.text("rare.chart.axis"))
        axes.grid(axis="y")
        above(axes)


class ResampledChart(Chart):
    """Learning curves of one algorithm on the rows as they are, copied inside the fold, and copied before the split."""

    size = (7.2, 3.4)

    def __init__(self, words: Words, name: str, ways: list[RareWay]) -> None:
        super().__init__(words, name)
        self.curves = {way.way: way.curve for way in ways if way.way in _CURVES and way.curve is not None}

    def title(self) -> str:
        return self.words.text("rare.curves.title")

    def finding(self) -> str:
        """How low each validation curve gets."""
        lows = {name: number(min(self._sides(name)[1][1])) for name in self.curves}
        return self.words.text("rare.curves.finding", **lows)

    def alt(self) -> str:
        return self.words.text("rare.curves.alt")

    def table(self) -> Table:
        heads = ("way", "rounds", "train", "train_end", "validation", "validation_end")
        rows = []
        for name in self.curves:
            (_, train), (steps, validation) = self._sides(name)
            told = (steps[-1], min(train), train[-1], min(validation), validation[-1])
            rows.append((name_cell(self._called(name)), *(number_cell(value, number(value)) for value in told)))
        return Table(tuple(self.words.text(f"rare.curves.head.{head}") for head in heads), rows)

    def draw(self, axes: Axes) -> None:
        for name, color in ((name, _CURVES[name]) for name in self.curves):
            kinds = (("--", "train"), ("-", "validation"))
            for (steps, values), (style, side) in zip(self._sides(name), kinds, strict=True):
                label = f"{self._called(name)}: {self.words.text(f'report.chart.curve.{side}')}"
                axes.plot(steps, values, style, color=color, linewidth=1.2 if style == "--" else 2, label=label)
        axes.set_xlabel(self.words.text("report.chart.iteration.rounds.step"))
        axes.set_ylabel(self.words.metric("log_loss"))
        axes.set_ylim(bottom=0)
        axes.grid(axis="y")
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(-0.02, 0.99),
            ncols=len(self.curves),
            borderaxespad=0.2,
            handlelength=1.6,
            columnspacing=1.2,
        )

    def _called(self, name: str) -> str:
        return self.words.text(f"rare.curves.way.{name}")

    def _sides(self, name: str) -> tuple[tuple[list[int], list[float]], tuple[list[int], list[float]]]:
        """Steps and losses of fit rows, then of validation rows."""
        curve = self.curves[name]
        steps = curve.steps or list(range(1, len(curve.validation) + 1))
        return _known(steps, curve.train), _known(steps, curve.validation)


def _known(steps: list[int], values: list[float | None]) -> tuple[list[int], list[float]]:
    """Steps and losses, as far as they are known."""
    pairs = [(step, value) for step, value in zip(steps, values, strict=False) if value is not None]
    return [step for step, _ in pairs], [value for _, value in pairs]
