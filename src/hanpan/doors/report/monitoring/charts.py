"""Columns beside the training: which moved, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from hanpan.deployment.monitoring.drift import LARGE_PSI, ColumnDrift
from hanpan.deployment.monitoring.rules import day_of
from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED, SECOND, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.monitoring import state_of
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TICKS = 6
_MOST = 20


class ColumnsChart(Chart):
    """The PSI of each column, beside the usual limit and what chance alone does."""

    def __init__(self, words: Words, name: str, columns: Sequence[ColumnDrift], called: Mapping[str, str]) -> None:
        super().__init__(words, name)
        self.called = called
        known = sorted((one for one in columns if one.psi is not None), key=lambda one: -(one.psi or 0.0))
        self.shown, self.hidden = known[:_MOST], len(known[_MOST:])
        self.size = (7.2, max(1.6, 0.7 + 0.28 * len(self.shown)))

    def title(self) -> str:
        return self.words.text("monitor.chart.columns.title")

    def finding(self) -> str:
        drifted = [one for one in self.shown if one.drifted]
        key = "some" if drifted else "none"
        names = ", ".join(short(self.called[one.name], 24) for one in drifted[:3])
        fields = {"count": len(drifted), "of": len(self.shown) + self.hidden, "names": names}
        return self.words.text(f"monitor.chart.columns.{key}", **fields)

    def alt(self) -> str:
        return self.words.text("monitor.chart.columns.alt", count=len(self.shown))

    def table(self) -> Table:
        heads = ("name", "psi", "chance", "shift", "p", "state")
        rows = [
            (
                name_cell(self.called[one.name]),
                number_cell(one.psi),
                number_cell(one.psi_limit),
                number_cell(one.shift),
                number_cell(one.p),
                name_cell(self.words.text(f"monitor.state.{state_of(one)}")),
            )
            for one in self.shown
        ]
        return Table(tuple(self.words.text(f"monitor.column.{head}") for head in heads), rows)

    def draw(self, axes: Axes) -> None:
        for place, one in enumerate(self.shown):
            psi, color = one.psi or 0.0, BAD if one.drifted else FIRST
            axes.plot([0, psi], [place, place], color=color, linewidth=1.6)
            axes.plot([psi], [place], "o", color=color, ms=6)
            axes.plot([one.psi_limit or 0.0], [place], "|", color=MUTED, ms=9, mew=1.6)
        axes.axvline(LARGE_PSI, color=SECOND, linestyle="--", linewidth=1.2)
        axes.plot([], [], "|", color=MUTED, ms=9, mew=1.6, label=self.words.text("monitor.chart.columns.chance"))
        axes.plot([], [], "--", color=SECOND, label=self.words.text("monitor.chart.columns.large"))
        axes.set_yticks(range(len(self.shown)), [fitted(short(self.called[one.name]), 24) for one in self.shown])
        axes.set_ylim(len(self.shown) - 0.5, -0.5)
        axes.set_xlim(left=0)
        axes.set_xlabel(self.words.text("monitor.column.psi"))
        axes.grid(axis="x")
        above(axes)


class BesideChart(Chart):
    """One column: shares of its bins in training and now."""

    size = (4.5, 2.6)

    def __init__(self, words: Words, name: str, drift: ColumnDrift, called: str) -> None:
        super().__init__(words, name)
        self.drift, self.called = drift, called
        bars = drift.bars
        self.training = list(bars.training) if bars else []
        self.now = list(bars.now) if bars else []
        self.labels = _labels(drift, words)
        if self.labels and not self.training[-1] and not self.now[-1] and bars and bars.words:
            self.training, self.now, self.labels = self.training[:-1], self.now[:-1], self.labels[:-1]

    def title(self) -> str:
        return short(self.called, 40)

    def finding(self) -> str:
        """The bin that gained or lost most."""
        gained = [now - training for now, training in zip(self.now, self.training, strict=True)]
        most = int(np.argmax(np.abs(gained)))
        fields = {"training": percent(self.training[most]), "now": percent(self.now[most])}
        return self.words.text("monitor.chart.beside.most", bin=self.labels[most], **fields)

    def alt(self) -> str:
        return self.words.text("monitor.chart.beside.alt", count=len(self.labels))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"monitor.chart.beside.{head}") for head in ("bin", "training", "now"))
        rows = [
            (name_cell(label), number_cell(one, percent(one)), number_cell(two, percent(two)))
            for label, one, two in zip(self.labels, self.training, self.now, strict=True)
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        places = np.arange(len(self.labels))
        for shift, values, color, name in ((-0.2, self.training, SECOND, "training"), (0.2, self.now, FIRST, "now")):
            label = self.words.text(f"monitor.chart.beside.{name}")
            axes.bar(places + shift, values, 0.38, color=color, label=label)
        step = max(1, -(-len(self.labels) // _TICKS))
        turned = self.drift.kind in ("category", "date")
        axes.set_xticks(
            places[::step],
            [fitted(label, 12) for label in self.labels[::step]],
            rotation=30 if turned else 0,
            ha="right" if turned else "center",
        )
        axes.yaxis.set_major_formatter(lambda value, _: percent(value))
        axes.grid(axis="y")
        above(axes)


def _labels(drift: ColumnDrift, words: Words) -> list[str]:
    """What each bin is called: its words, or where it begins."""
    if drift.bars is None:
        return []
    if drift.bars.words:
        return [short(word, 24) if word else words.text("monitor.other.words") for word in drift.bars.words]
    starts = [day_of(edge) if drift.kind == "date" else number(edge, 3) for edge in drift.bars.edges]
    return [f"< {starts[0]}" if starts else "", *(f"≥ {start}" for start in starts)]
