"""Train and validation score over a knob: from too simple to too complex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above, score_axis
from hanpan.doors.report.charts.ink import FIRST, GOOD, SECOND
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.board.board import Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROOM = 46  # letters below the picture; more would overlap


class CurveChart(Chart):
    """A complexity curve or a size curve, with the spread over folds as a band."""

    size = (4.7, 2.8)

    def __init__(self, words: Words, name: str, curve: Curve, metric: str) -> None:
        super().__init__(words, name)
        self.curve, self.metric = curve, metric

    @property
    def parameter(self) -> str:
        """The knob as people read it."""
        return self.words.parameter(self.curve.parameter)

    def title(self) -> str:
        algorithm = self.words.algorithm(self.curve.algorithm)
        named = f"{algorithm} ({self.curve.given})" if self.curve.given else algorithm
        return self.words.text(f"report.chart.{self.curve.kind}.title", algorithm=named, parameter=self.parameter)

    def finding(self) -> str:
        """Where validation is best; at an end beyond which there is more, that this was not tried."""
        best, count = self.curve.best, len(self.curve.x)
        if best is None:
            return self.words.text("report.chart.curve.unclear")
        place = "middle" if 0 < best < count - 1 else "first" if best == 0 else "last"
        untried = {"first": self.curve.before, "last": self.curve.after}.get(place)
        told = self.words.text(
            f"report.chart.{self.curve.kind}.{place}{'_tried' if untried else ''}",
            parameter=self.parameter,
            value=self.curve.x[best],
            score=shown(self.metric, self.curve.validation[best]),
            metric=self.words.metric(self.metric),
        )
        if not untried:
            return told
        return f"{told} {self.words.text('report.chart.curve.untried', values=', '.join(untried))}"

    def alt(self) -> str:
        return self.words.text("report.chart.curve.alt", parameter=self.parameter, count=len(self.curve.x))

    def table(self) -> Table:
        curve = self.curve
        heads = (
            self.parameter,
            *(self.words.text(f"report.chart.curve.{key}") for key in ("train", "validation", "std")),
        )
        rows = zip(curve.x, curve.train, curve.validation, curve.validation_std, strict=True)
        like = [*curve.train, *curve.validation]
        return Table(
            heads, [(name_cell(x), *(number_cell(v, shown(self.metric, v, like)) for v in rest)) for x, *rest in rows]
        )

    def draw(self, axes: Axes) -> None:
        curve = self.curve
        places = list(range(len(curve.x)))
        valid, train = _known(curve.validation), _known(curve.train)
        spread = [s or 0.0 for s in curve.validation_std]
        low, high = ([v + sign * s for v, s in zip(valid, spread, strict=True)] for sign in (-1, 1))
        axes.fill_between(places, low, high, color=FIRST, alpha=0.15, linewidth=0)
        axes.plot(places, train, "o--", color=SECOND, ms=4, label=self.words.text("report.chart.curve.train"))
        axes.plot(places, valid, "o-", color=FIRST, ms=4, label=self.words.text("report.chart.curve.validation"))
        if curve.best is not None:
            axes.plot([curve.best], [valid[curve.best]], "D", ms=8, mfc="none", mec=GOOD, mew=1.8)
        crowded = sum(len(x) + 2 for x in curve.x) > _ROOM
        axes.set_xticks(places, curve.x, rotation=35 if crowded else 0, ha="right" if crowded else "center")
        axes.set_xlabel(self.words.text(f"report.chart.{curve.kind}.axis", parameter=self.parameter))
        axes.set_ylabel(self.words.metric(self.metric))
        score_axis(axes.yaxis, self.metric)
        axes.grid(axis="y")
        above(axes)


def _known(values: list[float | None]) -> list[float]:
    return [float("nan") if value is None else value for value in values]
