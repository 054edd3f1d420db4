"""A decision map: tiles over two columns, the darker the surer, and the rows that lie there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.doors.report.charts.base import Chart, Shade, scale
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, MUTED, SECOND, TEXT, fitted
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.explanation.decision_map import DecisionMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLORS = (SECOND, FIRST, GOOD, BAD, MUTED, TEXT)
_STRONG = 0.75
_TABLE = 5  # places of the grid in the table, each way


class DecisionMapChart(Chart):
    """What one model answers over two columns.

    Parameters
    ----------
    model
        What it is called.
    rows
        (n, 2) places of some rows on the map, and (n,) the codes of their classes (empty for a value).
    """

    size = (4.7, 3.9)

    def __init__(self, words: Words, name: str, found: DecisionMap, model: str, rows: tuple[Any, Any]) -> None:
        super().__init__(words, name)
        self.found, self.model, self.rows = found, model, rows

    def title(self) -> str:
        return self.model

    def finding(self) -> str:
        found = self.found
        if not found.labels:
            low, high = number(float(found.answers.min())), number(float(found.answers.max()))
            return self.words.text("chart.map.value", range=self.words.between(low, high))
        codes = found.answers if len(found.labels) > 2 else (found.answers >= 0.5).astype(int)
        shares = [float((codes == code).mean()) for code in range(len(found.labels))]
        most = int(np.argmax(shares))
        return self.words.text("chart.map.classes", label=clean(found.labels[most]), share=percent(shares[most]))

    def alt(self) -> str:
        return self.words.text("chart.map.alt", model=self.model, x=clean(self.found.x), y=clean(self.found.y))

    def table(self) -> Table:
        """A coarse grid of the answers."""
        found = self.found
        across, down = (_some(len(one)) for one in (found.across, found.down))
        heads = (f"{clean(found.y)} \\ {clean(found.x)}", *(_place(found.across[one]) for one in across))
        rows = [
            (
                number_cell(None, _place(found.down[place])),
                *(number_cell(None, self._told(found.answers[place, one])) for one in across),
            )
            for place in down
        ]
        return Table(heads, rows)

    def _told(self, answer: float) -> str:
        labels = self.found.labels
        if len(labels) > 2:
            return clean(labels[int(answer)])
        return percent(float(answer)) if labels else number(float(answer))

    def draw(self, axes: Axes) -> None:
        found = self.found
        for down, line in enumerate(found.answers):
            for across, color, strength, width in _runs(line, self._shade):
                axes.barh(down, width, height=1.0, left=across - 0.5, color=color, alpha=strength, linewidth=0)
        self._points(axes)
        for axis, places in ((axes.xaxis, found.across), (axes.yaxis, found.down)):
            some = _some(len(places))
            axis.set_ticks(some, [fitted(_place(places[one]), 12) for one in some])
        axes.set(xlim=(-0.5, len(found.across) - 0.5), ylim=(-0.5, len(found.down) - 0.5))
        axes.set_xlabel(fitted(clean(found.x), 40))
        axes.set_ylabel(fitted(clean(found.y), 30))
        if found.labels:
            shown = enumerate(found.labels[: len(COLORS)])
            scale(axes, [Shade(fitted(clean(label), 12), COLORS[code], _STRONG) for code, label in shown])

    def _shade(self, answer: float) -> tuple[str, float]:
        """Colour and strength of one answer."""
        labels = self.found.labels
        if len(labels) > 2:
            return COLORS[int(answer) % len(COLORS)], 0.45
        if labels:
            sure = round(abs(float(answer) - 0.5) * 2, 1)
            return COLORS[int(answer >= 0.5)], 0.06 + (_STRONG - 0.06) * sure
        low, high = float(self.found.answers.min()), float(self.found.answers.max())
        return FIRST, 0.05 + _STRONG * round((float(answer) - low) / ((high - low) or 1.0), 1)

    def _points(self, axes: Axes) -> None:
        """Some rows, where they lie."""
        places, codes = self.rows
        if not len(places):
            return
        for code in np.unique(codes) if len(codes) else [None]:
            chosen = places if code is None else places[codes == code]
            color = MUTED if code is None else COLORS[int(code) % len(COLORS)]
            axes.scatter(chosen[:, 0], chosen[:, 1], s=9, color=color, edgecolors="white", linewidths=0.4)


def _runs(line: np.ndarray, shade: Any) -> list[tuple[int, str, float, int]]:
    """Neighbours of one shade as one tile: (place, colour, strength, width)."""
    runs: list[tuple[int, str, float, int]] = []
    for place, answer in enumerate(line):
        color, strength = shade(answer)
        if runs and runs[-1][1:3] == (color, strength):
            begun = runs[-1]
            runs[-1] = (begun[0], color, strength, begun[3] + 1)
        else:
            runs.append((place, color, strength, 1))
    return runs


def _some(count: int) -> list[int]:
    return sorted(set(np.linspace(0, count - 1, min(_TABLE, count)).round().astype(int).tolist()))


def _place(value: Any) -> str:
    return number(value) if isinstance(value, float) else clean(value)
