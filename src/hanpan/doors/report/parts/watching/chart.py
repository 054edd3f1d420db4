"""The losses of one training, epoch by epoch: the best epoch, where validation turns, what was saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, SECOND
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.watching.record import WatchedTraining

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 20


class WatchedChart(Chart):
    """Train and validation loss of a network that was watched."""

    size = (7.2, 3.2)

    def __init__(self, words: Words, name: str, training: WatchedTraining) -> None:
        super().__init__(words, name)
        self.training = training
        self.train = [_known(value) for value in training.history["loss"]]
        self.validation = [_known(value) for value in training.history.get("val_loss", [])]
        judged = self.validation or self.train
        known = [place for place, loss in enumerate(judged) if math.isfinite(loss)]
        self.lowest = 1 + min(known, key=judged.__getitem__, default=len(judged) - 1)
        self.chosen = training.chosen

    @property
    def turns(self) -> bool:
        """Whether the reading says that validation turns while train falls, and the curves show it."""
        said = any(one.code.startswith(("curve_overfit", "curve_overconfident")) for one in self.training.findings)
        place = self.lowest - 1
        if not said or not self.validation or place == len(self.train) - 1:
            return False
        return self.validation[-1] > self.validation[place] and self.train[-1] < self.train[place]

    @property
    def loss(self) -> str:
        """What the losses are, in which unit."""
        return self.words.text(f"watching.loss.{self.training.loss or 'plain'}")

    def title(self) -> str:
        return self.words.text("watching.chart.title", model=clean(self.training.model))

    def finding(self) -> str:
        """Where validation is lowest, where it ends, and which epoch was kept where that is another."""
        if not self.validation:
            return self.words.text("watching.chart.plain", loss=number(self.train[-1]), epochs=len(self.train))
        told = {"best": self.lowest, "epochs": len(self.train), "loss": number(self.validation[self.lowest - 1])}
        key = "finding" if self.turns else "level"
        said = [self.words.text(f"watching.chart.{key}", **told, end=number(self.validation[-1]))]
        if self.chosen != self.lowest:
            said.append(self.words.text("watching.chart.kept", chosen=self.chosen))
        return " ".join(said)

    def alt(self) -> str:
        return self.words.text("watching.chart.alt", epochs=len(self.train), best=self.lowest)

    def table(self) -> Table:
        keys = ("watching.chart.epoch", "report.chart.curve.train", "report.chart.curve.validation")
        step = max(1, -(-len(self.train) // _ROWS))
        shown = sorted({*range(0, len(self.train), step), self.lowest - 1, len(self.train) - 1})
        rows = [
            (place + 1, self.train[place], self.validation[place] if self.validation else math.nan) for place in shown
        ]
        return Table(
            tuple(self.words.text(key) for key in keys),
            [tuple(number_cell(value, number(value)) for value in row) for row in rows],
        )

    def draw(self, axes: Axes) -> None:
        epochs = list(range(1, len(self.train) + 1))
        axes.plot(epochs, self.train, "--", color=SECOND, label=self.words.text("report.chart.curve.train"))
        if self.validation:
            axes.plot(epochs, self.validation, color=FIRST, label=self.words.text("report.chart.curve.validation"))
            saved = _improved(self.validation) if self.training.files else []
            if saved:
                axes.plot(
                    [epochs[i] for i in saved],
                    [self.validation[i] for i in saved],
                    "o",
                    ms=3,
                    color=GOOD,
                    label=self.words.text("watching.chart.saved"),
                )
            axes.axvline(self.lowest, color=GOOD, linewidth=1.2, linestyle=(0, (2, 2)))
            self._annotate(axes)
        axes.set_xlabel(self.words.text("watching.chart.epoch"))
        axes.set_ylabel(self.loss)
        axes.grid(axis="y")
        above(axes)

    def _annotate(self, axes: Axes) -> None:
        top = max(value for value in (*self.train, *self.validation) if math.isfinite(value))
        late = self.lowest > 0.6 * len(self.train)
        told = self.words.text("watching.chart.best", epoch=self.lowest)
        gap = -5 if late else 5
        axes.annotate(
            told,
            (self.lowest, top),
            (gap, -4),
            textcoords="offset points",
            ha="right" if late else "left",
            va="top",
            color=GOOD,
            fontsize=8.5,
        )
        if self.turns:
            axes.axvspan(self.lowest, len(self.train), color=BAD, alpha=0.07, linewidth=0)
            axes.annotate(
                self.words.text("watching.chart.turns"),
                (self.lowest, top),
                (gap, -18),
                textcoords="offset points",
                ha="right" if late else "left",
                va="top",
                color=BAD,
                fontsize=8.5,
            )


def _improved(losses: list[float]) -> list[int]:
    """Places of losses that are below all before them."""
    low, found = math.inf, []
    for place, loss in enumerate(losses):
        if loss < low:
            low = loss
            found.append(place)
    return found


def _known(value: float | None) -> float:
    return math.nan if value is None else value
