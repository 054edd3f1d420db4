"""The confusion matrix: true classes down, decisions across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, Shade, class_sides, scale
from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED, TEXT
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.words import Words, clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TWO = 2  # classes: then every cell has a name
_MOST_EMPTY = 12  # with more classes, cells without rows stay blank


def outcome(true: int, said: int) -> str:
    """What a decision about two classes is called; the second is the positive one.

    Examples
    --------
    >>> [outcome(true, said) for true in (0, 1) for said in (0, 1)]
    ['tn', 'fp', 'fn', 'tp']
    """
    return ("t" if true == said else "f") + ("p" if said else "n")


class ConfusionChart(Chart):
    """Counts per cell; a cell is the darker, the larger its share of the true class."""

    def __init__(self, words: Words, name: str, labels: tuple[str, ...], counts: list[list[int]]) -> None:
        super().__init__(words, name)
        self.labels, self.counts = [clean(label) for label in labels], counts
        side = min(7.0, 1.7 + 0.38 * len(labels))
        self.size = (max(4.4, side + 0.6), max(3.2, side))

    def title(self) -> str:
        return self.words.text("report.chart.confusion.title")

    def finding(self) -> str:
        worst = self._commonest_mistake()
        if worst is None:
            return self.words.text("report.chart.confusion.none")
        count, true, said = worst
        told = self.words.text(
            "report.chart.confusion.finding", true=self.labels[true], said=self.labels[said], count=count
        )
        return f"{told} {self._outcomes()}" if len(self.labels) == _TWO else told

    def _outcomes(self) -> str:
        """The four counts by their names, and what is computed from them."""
        (tn, fp), (fn, tp) = self.counts
        counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
        return self.words.text(
            "report.chart.confusion.outcomes",
            label=self.labels[1],
            rows=f"{sum(counts.values()):,}",
            right=f"{tp + tn:,}",
            **{name: f"{count:,}" for name, count in counts.items()},
        )

    def alt(self) -> str:
        return self.words.text("report.chart.confusion.alt", count=len(self.labels))

    def table(self) -> Table:
        corner = self.words.text("report.chart.confusion.corner")
        rows = zip(self.labels, self.counts, strict=True)
        return Table((corner, *self.labels), [(name_cell(label), *map(number_cell, row)) for label, row in rows])

    def draw(self, axes: Axes) -> None:
        size = len(self.labels)
        for true, row in enumerate(self.counts):
            for said, count in enumerate(row):
                self._tile(axes, true, said, count / max(1, sum(row)))
                if size <= _MOST_EMPTY or count:
                    axes.text(said, true, f"{count:,}", ha="center", va="center", color=TEXT)
                if size == _TWO:
                    name = self.words.text(f"report.outcome.{outcome(true, said)}")
                    axes.text(said, true + 0.27, name, ha="center", va="center", color=MUTED, fontsize=8.5)
        class_sides(axes, self.words, self.labels, 36)
        ends = {"right": FIRST, "wrong": BAD}
        told = [(self.words.text(f"report.chart.confusion.{name}"), colour) for name, colour in ends.items()]
        scale(axes, [Shade(label, colour, _tint(1.0)) for label, colour in told])

    def _tile(self, axes: Axes, true: int, said: int, share: float) -> None:
        from matplotlib.patches import Rectangle

        colour = FIRST if true == said else BAD
        axes.add_patch(Rectangle((said - 0.47, true - 0.47), 0.94, 0.94, color=colour, alpha=_tint(share), linewidth=0))

    def _commonest_mistake(self) -> tuple[int, int, int] | None:
        """Rows, true class and decision; None where every row is right."""
        cells = ((count, true, said) for true, row in enumerate(self.counts) for said, count in enumerate(row))
        mistakes = [(count, true, said) for count, true, said in cells if true != said and count]
        return max(mistakes, key=lambda one: (one[0], -one[1], -one[2]), default=None)


def _tint(share: float) -> float:
    """Opacity of a cell, by its share of the true class."""
    return 0.06 + 0.5 * share
