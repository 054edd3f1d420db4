"""Networks of many sizes: a map of their scores, and what happens when nothing stops the large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.business.metrics import metric
from hanpan.doors.report.charts.base import Chart, Shade, above, scale, score_axis
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, MUTED, SECOND, TEXT
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.curves.complexity import ComplexityMap, SizeScore

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class SizeMapChart(Chart):
    """Hidden layers down, nodes across; the darker, the closer to the best."""

    def __init__(self, words: Words, name: str, found: ComplexityMap, metric: str) -> None:
        super().__init__(words, name)
        self.found, self.metric = found, metric
        self.nodes = sorted({one.hidden[0] for one in found.sizes if one.hidden})
        self.layers = sorted({len(one.hidden) for one in found.sizes})
        self.size = (7.2, 0.8 + 0.58 * len(self.layers))

    def title(self) -> str:
        """What is shown."""
        return self.words.text("complexity.map.title", metric=self.words.metric(self.metric))

    def finding(self) -> str:
        """Which size is best, and which is enough."""
        best, enough = (self.found.sizes[place] for place in (self.found.best, self.found.recommended))
        like = [best.mean, enough.mean]
        return self.words.text(
            "complexity.map.finding",
            best=size_name(best, self.words),
            best_score=shown(self.metric, best.mean, like),
            enough=size_name(enough, self.words),
            enough_score=shown(self.metric, enough.mean, like),
        )

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("complexity.map.alt", rows=len(self.layers), columns=len(self.nodes))

    def table(self) -> Table:
        """Every size with its weights and scores."""
        heads = ("size", "weights", "validation", "train", "last_validation", "last_train", "reading")
        return Table(
            tuple(self.words.text(f"complexity.head.{head}") for head in heads), [*map(self._row, self._all())]
        )

    def _all(self) -> list[tuple[SizeScore, str]]:
        return list(zip(self.found.sizes, self.found.readings, strict=True))

    def _row(self, told: tuple[SizeScore, str]) -> tuple[Cell, ...]:
        one, reading = told
        like = [size.mean for size in self.found.sizes]
        values = (
            one.mean,
            *(float(np.mean(scores)) for scores in (one.train_scores, one.last_scores, one.last_train_scores)),
        )
        return (
            name_cell(size_name(one, self.words)),
            number_cell(one.n_parameters),
            *(number_cell(value, shown(self.metric, value, like)) for value in values),
            name_cell(self.words.text(f"complexity.reading.{reading}")),
        )

    def draw(self, axes: Axes) -> None:
        """A tile for each size, with its score and how it reads."""
        like = [one.mean for one in self.found.sizes]
        for place, (one, reading) in enumerate(self._all()):
            x = self.nodes.index(one.hidden[0]) if one.hidden else 0
            y = self.layers.index(len(one.hidden))
            self._tile(axes, (x, y), self._shade(one.mean), chosen=place == self.found.recommended)
            axes.text(
                x, y - 0.12, shown(self.metric, one.mean, like), ha="center", va="center", fontsize=9.5, color=TEXT
            )
            word = self.words.text(f"complexity.short.{reading}")
            if place == self.found.best:
                word = self.words.text(
                    "complexity.short.best_stopped" if reading == "stopped" else "complexity.short.best"
                )
            axes.text(
                x,
                y + 0.24,
                word,
                ha="center",
                va="center",
                fontsize=7.5,
                color=BAD if reading == "complex" and place != self.found.best else MUTED,
            )
        axes.set_xticks(range(len(self.nodes)), [str(width) for width in self.nodes])
        axes.set_yticks(range(len(self.layers)), [str(depth) for depth in self.layers])
        axes.set_xlim(-0.5, len(self.nodes) - 0.5)
        axes.set_ylim(len(self.layers) - 0.5, -0.5)
        axes.set_xlabel(self.words.text("complexity.map.nodes"))
        axes.set_ylabel(self.words.text("complexity.map.layers"))
        scale(axes, [Shade(label, FIRST, self._shade(score)) for label, score in self._told(like)])
        axes.spines[["left", "bottom"]].set_visible(False)

    def _tile(self, axes: Axes, place: tuple[int, int], shade: float, chosen: bool) -> None:
        from matplotlib.patches import Rectangle

        corner = (place[0] - 0.47, place[1] - 0.45)
        axes.add_patch(Rectangle(corner, 0.94, 0.9, color=FIRST, alpha=shade, linewidth=0))
        if chosen:
            axes.add_patch(Rectangle(corner, 0.94, 0.9, fill=False, edgecolor=GOOD, linewidth=2.4))

    def _told(self, like: list[float]) -> list[tuple[str, float]]:
        """Scores whose shades are explained: the best, one of half its shade, and where shades end."""
        best, sign = self.found.sizes[self.found.best].mean, 1.0 if metric(self.metric).greater_is_better else -1.0
        half, last = (best - sign * share * self._widest for share in (1 - 0.5**0.5, 1.0))
        faintest = self.words.text("complexity.map.worse", score=shown(self.metric, last, like))
        return [(shown(self.metric, best, like), best), (shown(self.metric, half, like), half), (faintest, last)]

    @property
    def _widest(self) -> float:
        """How far behind the best a score is that is no better than the baseline or the worst."""
        best = self.found.sizes[self.found.best].mean
        gaps = [abs(best - other.mean) for other in self.found.sizes]
        return max(min(max(gaps), abs(best - self.found.baseline)), 1e-12)

    def _shade(self, score: float) -> float:
        """The darker, the closer to the best."""
        gap = abs(self.found.sizes[self.found.best].mean - score)
        return 0.05 + 0.45 * float(np.clip(1 - gap / self._widest, 0, 1) ** 2)


class FreeSizesChart(Chart):
    """One hidden layer, trained to the end: train and validation over the nodes, and validation with early stopping."""

    size = (7.2, 2.8)

    def __init__(self, words: Words, name: str, found: ComplexityMap, metric: str) -> None:
        super().__init__(words, name)
        self.found, self.metric = found, metric
        self.sizes = sorted((one for one in found.sizes if len(one.hidden) <= 1), key=lambda one: one.hidden)

    def title(self) -> str:
        """What is shown."""
        return self.words.text("complexity.free.title")

    def finding(self) -> str:
        """How far validation stays behind train at both ends, and what early stopping makes of the largest."""
        first, last = self.sizes[0], self.sizes[-1]
        key = "grows" if self._gap(last) > max(0.0, self._gap(first)) else "level"
        like = [float(np.mean(last.last_scores)), last.mean]
        left, stopped = (shown(self.metric, value, like) for value in like)
        return self.words.text(
            f"complexity.free.{key}",
            first=size_name(first, self.words),
            last=size_name(last, self.words),
            small=self.words.gap(self.metric, self._gap(first), 3),
            left=left,
            stopped=stopped,
            large=self.words.gap(self.metric, self._gap(last), 3),
            metric=self.words.metric(self.metric),
        )

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("complexity.free.alt", count=len(self.sizes))

    def table(self) -> Table:
        """The numbers drawn."""
        heads = ("nodes", "last_train", "last_validation", "validation")
        like = [value for line in self._lines() for value in line]
        rows = zip(self._labels(), *self._lines(), strict=True)
        cells = [
            (name_cell(label), *(number_cell(value, shown(self.metric, value, like)) for value in rest))
            for label, *rest in rows
        ]
        return Table(tuple(self.words.text(f"complexity.head.{head}") for head in heads), cells)

    def draw(self, axes: Axes) -> None:
        """Three lines."""
        places, labels = range(len(self.sizes)), ("last_train", "last_validation", "validation")
        styles = ((SECOND, "o--"), (BAD, "o-"), (FIRST, "o-"))
        for line, label, (color, style) in zip(self._lines(), labels, styles, strict=True):
            axes.plot(places, line, style, color=color, ms=4, label=self.words.text(f"complexity.head.{label}"))
        axes.set_xticks(places, self._labels())
        axes.set_xlabel(self.words.text("complexity.map.nodes"))
        axes.set_ylabel(self.words.metric(self.metric))
        score_axis(axes.yaxis, self.metric)
        axes.grid(axis="y")
        above(axes)

    def _labels(self) -> list[str]:
        return [str(one.hidden[0]) if one.hidden else "0" for one in self.sizes]

    def _lines(self) -> list[list[float]]:
        names = ("last_train_scores", "last_scores", "scores")
        return [[float(np.mean(getattr(one, name))) for one in self.sizes] for name in names]

    def _gap(self, one: SizeScore) -> float:
        """How far validation stays behind train without early stopping."""
        ahead = float(np.mean(one.last_train_scores) - np.mean(one.last_scores))
        return ahead if self.found.greater_is_better else -ahead


def size_name(one: SizeScore, words: Words) -> str:
    """A size in words."""
    if not one.hidden:
        return words.text("complexity.size.none")
    return words.text("complexity.size.some", layers=len(one.hidden), nodes=one.hidden[0])
