"""What each cut-off of two classes is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, GOOD, MUTED, SECOND
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.words import Words
from hanpan.evaluation.value import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 21


class ProfitChart(Chart):
    """Worth per row over the cut-off, with the chosen one and .5."""

    size = (7.2, 3.2)

    def __init__(self, words: Words, value: Value, threshold: float | None) -> None:
        super().__init__(words, "profit")
        self.value = value
        self.chosen = 0.5 if threshold is None else min(max(threshold, 0.0), 1.0)
        order = np.argsort(value.curve["threshold"])
        self.x, self.y = (np.asarray(value.curve[name])[order] for name in ("threshold", "value"))

    def title(self) -> str:
        """What is shown."""
        return self.words.text("value.curve.title")

    def finding(self) -> str:
        """The chosen cut-off beside .5."""
        told = {"value": self.value.realised, "half": self.value.plain}
        shown = {name: money(steady(worth), self.value.currency) for name, worth in told.items()}
        return self.words.text("value.curve.finding", chosen=f"{self.chosen:.3f}", **shown)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("value.curve.alt")

    def table(self) -> Table:
        """Cut-offs spread evenly over the curve."""
        heads = tuple(self.words.text(f"value.curve.{name}") for name in ("threshold", "value"))
        places = np.unique(np.linspace(0, len(self.x) - 1, _ROWS).astype(int))
        rows = [(float(self.x[place]), float(self.y[place])) for place in places]
        return Table(
            heads, [(number_cell(x, f"{x:.3f}"), number_cell(y, money(y, self.value.currency))) for x, y in rows]
        )

    def draw(self, axes: Axes) -> None:
        """A step line: between two scores nothing changes."""
        axes.axhline(self.value.nothing, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), label=self._label("nothing"))
        axes.plot(self.x, self.y, color=FIRST, linewidth=1.8, drawstyle="steps-pre")
        marks = ((0.5, self.value.plain, SECOND, "half"), (self.chosen, self.value.realised, GOOD, "chosen"))
        for at, worth, colour, name in marks:
            axes.axvline(at, color=colour, linewidth=1, alpha=0.6)
            axes.plot([at], [worth], "o", color=colour, ms=7, label=self._label(name))
        axes.set_xlim(-0.01, 1.01)
        axes.set_xlabel(self._label("threshold"))
        axes.set_ylabel(self._label("value"))
        axes.yaxis.set_major_formatter("{x:,.4g}" if abs(self.y).max() < 1000 else "{x:,.0f}")
        axes.grid()
        above(axes)

    def _label(self, name: str) -> str:
        return self.words.text(f"value.curve.{name}")
