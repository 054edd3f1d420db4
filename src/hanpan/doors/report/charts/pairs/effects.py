"""How closely columns are related to the target, one picture per kind of effect: the kinds do not compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hanpan.data.pairs.record import Evidence
from hanpan.data.pairs.strength import SMALLEST, as_strength
from hanpan.data.profiling.profile import ColumnProfile
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, MUTED, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words, clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
_NEUTRAL = {"mann_whitney": 0.5}  # an AUC; all other effects are none at 0


class EffectChart(Chart):
    """Effects of one test as dots, the strongest on top; intervals where the record has them."""

    def __init__(
        self, words: Words, test: str, columns: Sequence[ColumnProfile], pairs: Mapping[str, Evidence]
    ) -> None:
        super().__init__(words, f"effect-{test.replace('_', '-')}")
        self.test, self.neutral = test, _NEUTRAL.get(test, 0.0)
        known = [(column.name, column.effect) for column in columns if column.effect is not None]
        self.all = sorted(known, key=lambda row: -abs(row[1] - self.neutral))
        self.rows, self.pairs = self.all[:MOST], pairs
        self.size = (4.5, 0.75 + 0.26 * len(self.rows))

    def title(self) -> str:
        return self.words.text(f"test.{self.test}")

    def finding(self) -> str:
        name, effect = self.rows[0]
        key = "none" if as_strength(self.test, effect) < SMALLEST else "finding"
        return self.words.text(f"report.chart.effect.{key}", column=name, effect=number(effect, 3))

    def alt(self) -> str:
        return self.words.text("report.chart.effect.alt", count=len(self.rows), all=len(self.all))

    def table(self) -> Table:
        heads = (self.words.text("report.column.name"), self.words.text("report.column.effect"))
        return Table(heads, [(name_cell(name), number_cell(effect, f"{effect:.3f}")) for name, effect in self.all])

    def draw(self, axes: Axes) -> None:
        axes.axvline(self.neutral, color=MUTED, linewidth=1)
        for place, (name, effect) in enumerate(self.rows):
            told = self.pairs.get(name)
            if told and told.low is not None and told.high is not None:
                axes.plot([told.low, told.high], [place, place], color=MUTED, linewidth=1.3)
            axes.plot([self.neutral, effect], [place, place], color=FIRST, linewidth=2.2, alpha=0.45)
            axes.plot([effect], [place], "o", color=FIRST, ms=6)
        axes.set_yticks(range(len(self.rows)), [fitted(clean(name), 20) for name, _ in self.rows])
        axes.set_ylim(len(self.rows) - 0.4, -0.6)
        axes.set_xlabel(self.words.text(f"report.effect.{self.test}"))
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)
