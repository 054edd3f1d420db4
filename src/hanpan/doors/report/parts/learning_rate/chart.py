"""The loss that short trainings reach, over their learning rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, MUTED, SECOND
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import fixed, number, plain
from hanpan.doors.telling.words import Words
from hanpan.modeling.curves.rates import LearningRates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FAR = 10.0  # losses so many times that before training say nothing about the decimals of the others


class RatesChart(Chart):
    """Rates on a scale of tenfold steps; the recommended one, the one used, where nothing is learnt any more."""

    size = (7.2, 3.0)

    def __init__(self, words: Words, name: str, found: LearningRates, used: float | None) -> None:
        super().__init__(words, name)
        self.found, self.used = found, used

    def title(self) -> str:
        """What is shown."""
        return self.words.text("rates.chart.title")

    def finding(self) -> str:
        """The recommendation."""
        lowest = min((loss for loss in self.found.losses if loss is not None), default=None)
        fields = {"recommended": rate_name(self.found.recommended), "loss": number(lowest)}
        return self.words.text("rates.chart.finding", **fields)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("rates.chart.alt", count=len(self.found.rates))

    def table(self) -> Table:
        """Each rate with its loss."""
        heads = tuple(self.words.text(f"rates.head.{head}") for head in ("rate", "loss"))
        like = [loss for loss in self.found.losses if loss is not None and loss < _FAR * self.found.before]
        rows = zip(self.found.rates, self.found.losses, strict=True)
        cells = [(number_cell(rate, rate_name(rate)), number_cell(loss, fixed(loss, like))) for rate, loss in rows]
        return Table(heads, cells)

    def draw(self, axes: Axes) -> None:
        """Logarithms on a plain scale, so that labels are plain numbers."""
        places, top = np.log10(self.found.rates), 1.1 * self.found.before
        losses = [top if loss is None else min(loss, top) for loss in self.found.losses]
        axes.plot(places, losses, color=FIRST, linewidth=1.8, marker="o", markersize=4)
        marks = [
            ("recommended", self.found.recommended, GOOD, "-"),
            ("used", self.used, SECOND, "--"),
            ("blow_up", self.found.blow_up, BAD, ":"),
        ]
        for name, rate, color, style in marks:
            if rate is not None:
                axes.axvline(
                    np.log10(rate),
                    color=color,
                    linestyle=style,
                    linewidth=1.8,
                    label=self.words.text(f"rates.mark.{name}", rate=rate_name(rate)),
                )
        axes.axhline(self.found.before, color=MUTED, linewidth=0.8, label=self.words.text("rates.mark.before"))
        tens = range(int(np.ceil(places[0] - 1e-6)), int(np.floor(places[-1] + 1e-6)) + 1)
        axes.set_xticks(list(tens), [plain(10.0**ten) for ten in tens])
        axes.set_xlabel(self.words.text("rates.head.rate"))
        axes.set_ylabel(self.words.text("rates.head.loss"))
        axes.grid(axis="y")
        above(axes)


def rate_name(rate: float) -> str:
    """A learning rate to two digits.

    Examples
    --------
    >>> rate_name(0.016861), rate_name(0.005)
    ('0.017', '0.005')
    """
    return plain(float(f"{rate:.2g}"))
