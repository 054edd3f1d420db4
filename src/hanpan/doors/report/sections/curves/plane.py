"""Two knobs of an algorithm at once: every pair that was tried, the darker the better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, Shade, scale
from hanpan.doors.report.charts.ink import FIRST, GOOD, LINE
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import plain, shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.board.board import Plane, PlanePoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_WIDE = 4.0  # a range whose ends lie so many times apart is drawn in logarithms
_FAINTEST = 0.08
_TICKS = 5
_TENS = 60.0  # beyond such a range powers of ten are enough
_FALLS, _FEWEST = -0.5, 5  # rank correlation of rounds and learning rate that is worth a word, and models for it
_LISTED = 30
_QUARTERED = 8  # dots whose best quarter is worth a sentence


class PlaneChart(Chart):
    """Pairs of two parameters as dots; of models that share a pair, the best."""

    size = (4.7, 3.1)

    def __init__(self, words: Words, name: str, plane: Plane, metric: str, greater: bool) -> None:
        super().__init__(words, name)
        self.plane, self.metric, self.sign = plane, metric, 1.0 if greater else -1.0
        pairs: dict[tuple[float | str, float | str], PlanePoint] = {}
        for point in sorted(plane.points, key=lambda point: self.sign * point.score):
            pairs[point.x, point.y] = point
        self.points = sorted(pairs.values(), key=lambda point: -self.sign * point.score)

    @property
    def names(self) -> dict[str, str]:
        """Both parameters as people read them."""
        x = "rounds" if self.plane.rounds else self.plane.x
        return {"x": self.words.parameter(x), "y": self.words.parameter(self.plane.y)}

    def title(self) -> str:
        """What is shown."""
        return self.words.text("plane.title", algorithm=self.words.algorithm(self.plane.algorithm), **self.names)

    def finding(self) -> str:
        """The best pair, where the best quarter lies, and for boosting how rounds follow the rate."""
        best = self.points[0]
        told = self.words.text(
            "plane.best",
            **self.names,
            x_value=_value(best.x),
            y_value=_value(best.y),
            metric=self.words.metric(self.metric),
            score=shown(self.metric, best.score),
        )
        quarter = self._quarter() if len(self.points) >= _QUARTERED else ""
        rounds = self._rounds() if self.plane.rounds else ""
        return " ".join(filter(None, [told, quarter, rounds, "" if self.alone else self.words.text("plane.others")]))

    def _quarter(self) -> str:
        quarter = self.points[: len(self.points) // 4]
        return self.words.text(
            "plane.quarter",
            **self.names,
            count=len(quarter),
            of=len(self.points),
            x_range=self._range([point.x for point in quarter]),
            y_range=self._range([point.y for point in quarter]),
        )

    @property
    def alone(self) -> bool:
        """Whether the models differ in nothing else."""
        return all(point.alone for point in self.points)

    def _rounds(self) -> str:
        """Whether small steps needed more rounds here."""
        from scipy.stats import spearmanr

        told = [(float(point.y), float(point.x)) for point in self.points]
        rates, rounds = map(list, zip(*told, strict=True))
        if len(told) < _FEWEST or len(set(rates)) < 2 or len(set(rounds)) < 2:
            return ""
        if float(spearmanr(rates, rounds).statistic) > _FALLS:
            return self.words.text("plane.rounds_even")
        (least, many), (most, few) = min(told), max(told)
        if many <= few:
            return ""
        return self.words.text("plane.rounds", least=plain(least), many=plain(many), most=plain(most), few=plain(few))

    def _range(self, values: Sequence[float | str]) -> str:
        """Numbers from low to high, and the words among them."""
        numbers = sorted(value for value in values if not isinstance(value, str))
        told = sorted({value for value in values if isinstance(value, str)})
        if numbers:
            low, high = plain(numbers[0]), plain(numbers[-1])
            told.insert(0, low if low == high else self.words.between(low, high))
        return ", ".join(told)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("plane.alt", count=len(self.points), **self.names)

    def table(self) -> Table:
        """The pairs, the best first."""
        heads = (
            self.names["x"],
            self.names["y"],
            self.words.metric(self.metric),
            self.words.text("report.board.model"),
        )
        like = [point.score for point in self.points]
        rows = [
            (
                name_cell(_value(point.x)),
                name_cell(_value(point.y)),
                number_cell(point.score, shown(self.metric, point.score, like)),
                name_cell(point.model),
            )
            for point in self.points[:_LISTED]
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        """Dots, the best one ringed, and what a shade stands for."""
        xs = _placed(axes.xaxis, [point.x for point in self.points])
        ys = _placed(axes.yaxis, [point.y for point in self.points])
        nearness = _nearness([point.score for point in self.points])
        for x, y, near in sorted(zip(xs, ys, nearness, strict=True), key=lambda dot: dot[2]):
            axes.plot([x], [y], "o", color=FIRST, alpha=_FAINTEST + (0.95 - _FAINTEST) * near, ms=8, mew=0)
            axes.plot([x], [y], "o", mfc="none", mec=LINE, ms=8, mew=0.6)
        axes.plot([xs[0]], [ys[0]], "o", mfc="none", mec=GOOD, ms=12, mew=1.8)
        axes.margins(0.08, 0.12)
        axes.set_xlabel(self.names["x"])
        axes.set_ylabel(self.names["y"])
        axes.grid()
        told = {shown(self.metric, self.points[at].score): nearness[at] for at in _told(len(self.points))}
        scale(axes, [Shade(label, FIRST, _FAINTEST + (0.95 - _FAINTEST) * near) for label, near in told.items()])


def _told(count: int) -> list[int]:
    """Places of the best, the middle one and the worst."""
    return list(dict.fromkeys((0, count // 2, count - 1)))


def _nearness(scores: Sequence[float]) -> list[float]:
    """1 for the best, 0 for the worst tenth; the best stands first."""
    gaps = np.abs(np.asarray(scores) - scores[0])
    widest = max(float(np.quantile(gaps, 0.9)), 1e-12)
    return [float(near) for near in np.clip(1 - gaps / widest, 0, 1) ** 1.5]


def _placed(axis: Axis, values: Sequence[float | str]) -> list[float]:
    """Where values stand on an axis: numbers by their size or its logarithm, words one step below the smallest."""
    numbers = [value for value in values if not isinstance(value, str)]
    wide = bool(numbers) and min(numbers) > 0 and max(numbers) / min(numbers) > _WIDE
    place = np.log10 if wide else float
    known = [float(place(value)) for value in numbers]
    words = sorted({value for value in values if isinstance(value, str)})
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    step = 0.16 * (high - low) or 1.0
    words_at = {word: low - step * (at + 1) for at, word in enumerate(words)}
    ticks = {**words_at, **({plain(value): float(place(value)) for value in _ticks(numbers, wide)} if known else {})}
    axis.set_ticks(list(ticks.values()), list(ticks))
    return [words_at[value] if isinstance(value, str) else float(place(value)) for value in values]


def _ticks(numbers: Sequence[float], wide: bool) -> list[float]:
    """Round numbers within the range: 1, 2, 5 and so on where they are drawn in logarithms."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    low, high = min(numbers), max(numbers)
    many = wide and high / low > _TENS
    locator = LogLocator(subs=(1.0,) if many else (1.0, 2.0, 5.0), numticks=12) if wide else MaxNLocator(_TICKS)
    found = [float(at) for at in locator.tick_values(low, high) if low * 0.999 <= at <= high * 1.001]
    return found if len(found) > 1 else sorted({low, high})


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else plain(value)
