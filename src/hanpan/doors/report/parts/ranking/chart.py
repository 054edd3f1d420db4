"""Acting on the first of the list: how many are found, and what it earns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, GOOD, LINE, MUTED, SECOND
from hanpan.doors.report.parts.ranking.capacities import Capacities
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words
from hanpan.evaluation.ranking import Ranking

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class GainsChart(Chart):
    """The share found by acting on each share of the list, beside taking rows as they come."""

    size = (5.4, 3.2)

    def __init__(self, words: Words, name: str, ranking: Ranking, label: str) -> None:
        super().__init__(words, name)
        self.ranking, self.label = ranking, label

    def title(self) -> str:
        return self.words.text("ranking.gains.title")

    def finding(self) -> str:
        found, _ = self.ranking.at(0.2)
        captured = found / self.ranking.positives
        told = {"label": self.label, "share": percent(captured), "lift": f"{captured / 0.2:.1f}"}
        return self.words.text("ranking.gains.finding", **told)

    def alt(self) -> str:
        return self.words.text("ranking.gains.alt", label=self.label)

    def table(self) -> Table:
        heads = tuple(
            self.words.text(f"ranking.{head}", label=self.label) for head in ("share", "found", "captured", "lift")
        )
        rows = [
            (
                number_cell(count / self.ranking.rows, percent(count / self.ranking.rows)),
                number_cell(self.ranking.found[place], f"{self.ranking.found[place]:,}"),
                number_cell(self.ranking.captured(place), percent(self.ranking.captured(place))),
                number_cell(self.ranking.lift(place), f"{self.ranking.lift(place):.2f}"),
            )
            for place, count in enumerate(self.ranking.counts)
            if (place + 1) % 2 == 0 or len(self.ranking.counts) < 20
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        ranking = self.ranking
        shares = [0.0, *(count / ranking.rows for count in ranking.counts)]
        captured = [0.0, *(ranking.captured(place) for place in range(len(ranking.counts)))]
        axes.plot(shares, captured, label=self.words.text("ranking.model"), color=FIRST, lw=2)
        axes.plot([0, 1], [0, 1], "--", label=self.words.text("ranking.as_they_come"), color=MUTED, lw=1.2)
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        axes.set_xlabel(self.words.text("ranking.share"))
        axes.set_ylabel(self.words.text("ranking.captured", label=self.label))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: percent(value))
        axes.grid()
        above(axes)


class CapacityChart(Chart):
    """What acting on the first N of a list as long as the table earns."""

    size = (5.4, 3.2)

    def __init__(self, words: Words, name: str, told: Capacities, label: str) -> None:
        super().__init__(words, name)
        self.told, self.label = told, label

    def title(self) -> str:
        return self.words.text("ranking.capacity.title")

    def finding(self) -> str:
        most = self.told.best
        shown = {"best": self.words.unit.few(most[0]), "earned": money(steady(most[2]), self.told.currency)}
        key = "none" if most[2] <= 0 else "all" if most[0] >= self.told.length else "finding"
        return self.words.text(f"ranking.capacity.{key}", length=self.words.unit.count(self.told.length), **shown)

    def alt(self) -> str:
        return self.words.text("ranking.capacity.alt")

    def table(self) -> Table:
        return self.told.table(self.words, self.label)

    def draw(self, axes: Axes) -> None:
        told = self.told
        axes.plot([0, *(row[0] for row in told.rows)], [0.0, *(row[2] for row in told.rows)], color=FIRST, lw=2)
        axes.axhline(0, color=LINE, lw=1)
        axes.plot([told.best[0]], [told.best[2]], "o", color=GOOD, label=self.words.text("ranking.capacity.best"))
        if told.asked is not None:
            axes.plot(
                [told.asked[0]], [told.asked[2]], "s", color=SECOND, label=self.words.text("ranking.capacity.asked")
            )
        axes.set_xlim(0, told.length)
        axes.set_xlabel(self.words.text("ranking.capacity.count", each=self.words.unit.each))
        axes.set_ylabel(self.words.text("ranking.capacity.earned"))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:,.0f}" if max(abs(row[2]) for row in told.rows) >= 10 else "{x:,.4g}")
        axes.grid()
        above(axes)
