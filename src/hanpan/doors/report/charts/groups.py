"""A category against classes, and a number between groups."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, MUTED, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.report.words import Words, clean, number, percent, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 10
FEWEST_ROWS = 10  # the share or mean of fewer rows says little


class _Bars(Chart):
    """One bar per group, with its rows beside the name."""

    kind = ""

    def __init__(
        self, words: Words, name: str, column: str, told: str, groups: Sequence[tuple[str, int, float]]
    ) -> None:
        super().__init__(words, name)
        self.column, self.told = clean(column), clean(told)
        self.all = sorted(groups, key=lambda group: -group[1])
        self.rows = sorted(self.all[:MOST], key=lambda group: -group[2])
        self.size = (4.5, 0.5 + 0.28 * len(self.rows))

    def title(self) -> str:
        return self.words.text(f"report.chart.{self.kind}.title", column=short(self.column), told=short(self.told))

    def finding(self) -> str:
        (high, _, most), (low, _, least) = self.rows[0], self.rows[-1]
        fields = {"high": short(high, 24), "low": short(low, 24), "most": self.shown(most), "least": self.shown(least)}
        return self.words.text(f"report.chart.{self.kind}.finding", told=short(self.told), **fields)

    def alt(self) -> str:
        return self.words.text("report.chart.groups.alt", count=len(self.rows), all=len(self.all))

    def table(self) -> Table:
        heads = (self.column, self.words.text("report.understanding.rows"), self.title())
        rows = [(name_cell(name), number_cell(n), number_cell(v, self.shown(v))) for name, n, v in self.all]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        places = list(range(len(self.rows)))
        values = [value for _, _, value in self.rows]
        axes.barh(places, values, color=FIRST, alpha=0.75, height=0.62)
        widest = max(map(abs, values)) or 1.0
        for place, value in zip(places, values, strict=True):
            axes.text(value + 0.015 * widest, place, self.shown(value), va="center", color=MUTED, fontsize=8.5)
        axes.set_yticks(places, [f"{fitted(clean(name), 18)} ({n:,})" for name, n, _ in self.rows])
        axes.set_ylim(len(places) - 0.4, -0.6)
        axes.margins(x=0.14)
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)

    @abstractmethod
    def shown(self, value: float) -> str:
        """A value as written at its bar."""


class SharesChart(_Bars):
    """Share of one class among the rows of each category."""

    kind = "shares"

    def shown(self, value: float) -> str:
        return percent(value)

    def draw(self, axes: Axes) -> None:
        super().draw(axes)
        axes.xaxis.set_major_formatter(lambda value, _: percent(value))


class MeansChart(_Bars):
    """Mean of a number in each group."""

    kind = "means"

    def shown(self, value: float) -> str:
        return number(value, 3)


def shares_of(shares: Sequence[dict[str, Any]], place: int, other: str) -> list[tuple[str, int, float]]:
    """(group, rows, share of the class at ``place``) from a pair's record."""
    return [(str(row["label"]) or other, int(row["n"]), float(row["shares"][place])) for row in _large(shares)]


def means_of(groups: Sequence[dict[str, Any]], other: str) -> list[tuple[str, int, float]]:
    """(group, rows, mean) from a pair's record."""
    return [(str(row["label"]) or other, int(row["n"]), float(row["mean"])) for row in _large(groups)]


def _large(groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in groups if row["n"] >= FEWEST_ROWS]
