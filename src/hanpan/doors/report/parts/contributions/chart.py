"""Waterfall: from the base, column by column, to the answer for one row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED, SECOND, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.shares import cell_text, point_text, share_text
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.contributions.record import ExplainedRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where an axis of log-odds is labelled, as probabilities.
_BELOW = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
_TICKS = (*_BELOW, 0.5, *(1 - p for p in reversed(_BELOW)))
_APART = 0.09  # of the width
_LEAST = 0.005  # of all shares, for the rest to get a bar


class WaterfallChart(Chart):
    """Bars to the right raise the answer, bars to the left lower it."""

    def __init__(self, words: Words, name: str, told: ExplainedRow, *, target: str, finding: str) -> None:
        super().__init__(words, name)
        self.told, self.target, self._finding = told, target, finding
        steps = [(f"{clean(one.column)} = {cell_text(one.cell, words)}", one.share) for one in told.shares]
        if told.others and abs(told.rest) > _LEAST * sum(abs(one.share) for one in told.shares):
            steps.append((words.text("contributions.rest", count=told.others), told.rest))
        self.steps = steps
        self.size = (8.4, 1.2 + 0.31 * len(steps))

    def title(self) -> str:
        return self.words.text(f"contributions.which.{self.told.which}")

    def finding(self) -> str:
        return self._finding

    def alt(self) -> str:
        told = self.told
        return self.words.text(
            "contributions.alt",
            count=len(self.steps),
            base=point_text(told.base, told.unit),
            answer=point_text(told.answer, told.unit),
        )

    def table(self) -> Table:
        heads = tuple(self.words.text(f"contributions.head.{key}") for key in ("column", "share", "after"))
        rows = [(self.words.text("contributions.base"), "", self.told.base)]
        at = self.told.base
        for name, share in self.steps:
            at += share
            rows.append((name, self._share(share), at))
        rows.append((self.words.text("contributions.answer"), "", self.told.answer))
        return Table(
            heads,
            [
                (name_cell(name), number_cell(None, share), number_cell(at, point_text(at, self.told.unit)))
                for name, share, at in rows
            ],
        )

    def draw(self, axes: Axes) -> None:
        at, reach = self.told.base, [self.told.base]
        for place, (_, share) in enumerate(self.steps, start=1):
            axes.barh([place], [share], left=[at], height=0.62, color=FIRST if share > 0 else BAD, alpha=0.8)
            axes.plot([at + share, at + share], [place, place + 1], color=MUTED, linewidth=0.8)
            at += share
            reach.append(at)
        reach[-1] = at = self.told.answer  # with what was too small for a bar
        last, room = len(self.steps) + 1, 0.2 * ((max(reach) - min(reach)) or 1.0)
        axes.plot([self.told.base], [0], "D", color=MUTED, ms=6)
        axes.plot([at], [last], "D", color=SECOND, ms=7)
        self._label(axes, reach, room)
        axes.axvline(self.told.base, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        names = [self.words.text("contributions.base"), *(fitted(name, 34) for name, _ in self.steps)]
        axes.set_yticks(range(last + 1), [*names, self.words.text("contributions.answer")])
        axes.set_ylim(last + 0.6, -0.7)
        axes.set_xlim(min(reach) - room, max(reach) + room)
        self._ticks(axes)
        axes.grid(axis="x")
        axes.spines[["left", "bottom"]].set_visible(False)

    def _label(self, axes: Axes, reach: list[float], room: float) -> None:
        for place, (_, share) in enumerate(self.steps, start=1):
            end, side = reach[place], 1 if share > 0 else -1
            axes.text(
                end + side * 0.08 * room,
                place,
                self._share(share),
                va="center",
                ha="left" if share > 0 else "right",
                fontsize=8.5,
            )
        for place, value in ((0, reach[0]), (len(self.steps) + 1, reach[-1])):
            axes.text(
                value + 0.12 * room, place, point_text(value, self.told.unit), va="center", ha="left", fontsize=8.5
            )

    def _ticks(self, axes: Axes) -> None:
        axes.set_xlabel(self._axis())
        if self.told.unit == "log_odds":
            low, high = axes.get_xlim()
            inside: list[tuple[float, float]] = []
            for p in _TICKS:
                place = math.log(p / (1 - p))
                if low <= place <= high and (not inside or place - inside[-1][0] > _APART * (high - low)):
                    inside.append((place, p))
            axes.set_xticks([place for place, _ in inside], [plain(round(100 * p, 3)) + "%" for _, p in inside])
        elif self.told.unit == "probability":
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        else:
            axes.xaxis.set_major_formatter(lambda value, _: plain(value))

    def _share(self, share: float) -> str:
        return share_text(share, self.told.unit, [one.share for one in self.told.shares], self.words)

    def _axis(self) -> str:
        if self.told.unit == "value":
            return self.words.text("dependence.axis.value", target=self.target)
        return self.words.text("dependence.axis.one", target=self.target, label=self.told.label)
