"""What decisions earn per row, one bar for each way of deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, GOOD, MUTED, SECOND, TEXT, fitted
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.value import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WAYS = ("realised", "plain", "rule", "single", "nothing", "oracle")
_ROOM = 0.2  # of the width, for the amount beside a bar
_COLOURS = {"realised": FIRST, "oracle": GOOD, "rule": SECOND}


class WorthChart(Chart):
    """Bars from zero, the interval of each as a line, the amount beside it."""

    def __init__(self, words: Words, value: Value) -> None:
        super().__init__(words, "worths")
        self.value = value
        self.ways = [(way, value.intervals[way]) for way in WAYS if way in value.intervals]
        self.size = (7.2, 0.7 + 0.42 * len(self.ways))

    def title(self) -> str:
        """What is shown."""
        return self.words.text("value.bars.title")

    def finding(self) -> str:
        """The model between nothing and everything."""
        told = {
            name: money(steady(getattr(self.value, name)), self.value.currency)
            for name in ("realised", "nothing", "oracle")
        }
        return self.words.text("value.bars.finding", **told)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("value.bars.alt")

    def table(self) -> Table:
        """Each way: per row, its interval, all rows together, and how far the model is ahead."""
        heads = ("bars.way", "per_row", "interval", "total", "ahead")
        shown = tuple(self.words.text(f"value.{head}", many=self.words.unit.count(self.value.rows)) for head in heads)
        return Table(shown, [self._row(way) for way, _ in self.ways])

    def _name(self, way: str) -> str:
        return self.words.text(f"value.{way}", label=clean(self.value.single_said))

    def _row(self, way: str) -> tuple[Cell, ...]:
        one, ahead, currency = self.value.intervals[way], self.value.ahead.get(way), self.value.currency
        total = one.value * self.value.rows
        return (
            name_cell(self._name(way)),
            number_cell(one.value, money(steady(one.value), currency)),
            name_cell(
                self.words.between(*(money(steady(edge, one.low, one.high), currency) for edge in (one.low, one.high)))
            ),
            number_cell(total, money(total, currency)),
            number_cell(
                ahead.value if ahead else None, money(steady(ahead.value), currency, signed=True) if ahead else "–"
            ),
        )

    def draw(self, axes: Axes) -> None:
        """Bars downwards in the order of the ways."""
        for place, (way, one) in enumerate(self.ways):
            axes.barh(
                place, one.value, height=0.56, color=_COLOURS.get(way, MUTED), alpha=0.75 if way == "realised" else 0.5
            )
            axes.plot([one.low, one.high], [place, place], color=TEXT, linewidth=1.4, solid_capstyle="round")
            left = one.value < 0
            edge = min(one.low, 0.0) if left else max(one.high, 0.0)
            axes.annotate(
                money(steady(one.value), self.value.currency),
                (edge, place),
                xytext=(-5 if left else 5, 0),
                textcoords="offset points",
                ha="right" if left else "left",
                va="center",
                color=TEXT,
            )
        axes.axvline(0, color=MUTED, linewidth=1)
        low = min(0.0, *(one.low for _, one in self.ways))
        high = max(0.0, *(one.high for _, one in self.ways))
        room = _ROOM * (high - low or 1.0)
        right = any(one.value >= 0 for _, one in self.ways)
        axes.set_xlim(low - room * (low < 0), high + room * right)
        axes.set_yticks(range(len(self.ways)), [fitted(self._name(way), 26) for way, _ in self.ways])
        axes.set_ylim(len(self.ways) - 0.5, -0.5)
        axes.xaxis.set_major_formatter("{x:,.4g}" if high - low < 1000 else "{x:,.0f}")
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
