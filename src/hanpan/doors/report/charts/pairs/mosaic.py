"""A category against classes: a mosaic of areas, its colours telling where there are more rows than expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.pairs.record import ShareRow
from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED, TEXT, fitted, width_of
from hanpan.doors.report.charts.pairs.pair import PairChart
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.pairs import PairTold, telling_class
from hanpan.doors.telling.words import Words, clean, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_GROUPS = 8  # bands; all smaller categories share one more
_GAP = 0.008
_LETTERS = 54  # that fit in the width of the picture
_RARE = 0.02  # of all rows: rarer categories join the rest where two larger ones remain
_LOWEST = 0.066  # of the height, so that a label fits beside the band
_WHOLE = 0.1  # height of the band of all rows
_BETWEEN = 0.04


class MosaicChart(PairChart):
    """A band as high as a category has rows, cut into parts as wide as the share of each class in it.

    Thin bands are drawn a little higher than they are, for their labels.

    Blue cells hold more rows than if category and class had nothing to do with each other, red ones fewer; grey ones
    differ by no more than chance, all cells considered (Bonferroni). The last band is all rows together.

    References
    ----------
    Friendly, M. (1994), Mosaic displays for multi-way contingency tables, JASA 89, 190-200; Haberman, S. J. (1973),
    The analysis of residuals in cross-classified tables, Biometrics 29, 205-220.
    """

    size = (4.6, 3.3)

    def __init__(self, words: Words, name: str, told: PairTold) -> None:
        super().__init__(words, name, told)
        drawn = self.picture.shares
        self.classes = self.picture.labels if drawn else told.evidence.classes
        self.order = {label: rank for rank, label in enumerate(self.picture.order)}
        self.all = self._ordered(drawn or told.evidence.shares)
        self.labels, self.counts = self._bands()
        self.beyond = _residuals(self.counts)
        self.limit = _limit(self.beyond.size)

    def _ordered(self, rows: list[ShareRow]) -> list[ShareRow]:
        """By the order of the category; without one by the share of the class that tells most; the rest last."""
        place = telling_class(self.told, self.classes, rows)
        last = len(self.order)
        return sorted(rows, key=lambda row: (not row.label, self.order.get(row.label, last), -row.shares[place]))

    def _bands(self) -> tuple[list[str], np.ndarray]:
        """Names and counts (bands, classes): the largest categories, and all others as one."""
        named = sorted((row for row in self.all if row.label), key=lambda row: -row.n)
        total = sum(row.n for row in self.all)
        large = [row for row in named if row.n >= _RARE * total]
        kept = {row.label for row in (large if len(large) > 1 else named)[:MOST_GROUPS]}
        shown = [row for row in self.all if row.label in kept]
        rest = [row for row in self.all if row.label not in kept]
        counts = [np.multiply(row.shares, row.n) for row in shown]
        labels = [clean(row.label) for row in shown]
        if rest:
            labels.append(self.words.text("profile.other"))
            counts.append(np.sum([np.multiply(row.shares, row.n) for row in rest], axis=0))
        return labels, np.round(np.asarray(counts, dtype=float))

    def finding(self) -> str:
        return f"{super().finding()} {self._read()}"

    def _read(self) -> str:
        """What the colours say, and which cell stands out most."""
        size = np.abs(self.beyond)
        if size.max() < self.limit:
            return self.words.text("pair.mosaic.grey")
        band, place = np.unravel_index(int(size.argmax()), size.shape)
        key = "more" if self.beyond[band, place] > 0 else "fewer"
        return self.words.text(
            f"pair.mosaic.{key}",
            category=short(self.labels[band], 24),
            label=short(self.classes[place], 24),
            share=percent(self.counts[band, place] / self.counts[band].sum()),
            whole=percent(self.counts[:, place].sum() / self.counts.sum()),
        )

    def alt(self) -> str:
        return self.words.text("pair.mosaic.alt", count=len(self.labels), classes=len(self.classes))

    def table(self) -> Table:
        other = self.words.text("profile.other")
        heads = (self.column, self.words.text("profile.rows"), *map(clean, self.classes))
        rows = [
            (
                name_cell(row.label or other),
                number_cell(row.n),
                *(number_cell(v, percent(v)) for v in row.shares),
            )
            for row in self.all
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        heights = _heights(self.counts.sum(axis=1) / self.counts.sum(), 1 - _WHOLE - _BETWEEN)
        tops = 1 - np.concatenate([[0.0], np.cumsum(heights)[:-1]])
        for counts, beyond, top, high in zip(self.counts, self.beyond, tops, heights, strict=True):
            inks = [_ink(value, self.limit) for value in beyond]
            _band(axes, counts / counts.sum(), top, max(0.004, high - _GAP), inks)
        whole = self.counts.sum(axis=0) / self.counts.sum()
        _band(axes, whole, _WHOLE, _WHOLE, [(MUTED, 0.45)] * len(whole))
        self._names(axes, tops - heights / 2, whole)
        for ink, key in (((FIRST, 0.8), "many"), ((MUTED, 0.22), "usual"), ((BAD, 0.8), "few")):
            label = self.words.text(f"pair.mosaic.{key}")
            axes.bar([0], [0], color=ink[0], alpha=ink[1], label=label)
        axes.legend(loc="lower right", bbox_to_anchor=(1.02, 0.99), ncols=3, borderaxespad=0.2, handlelength=1.2)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.spines[["left", "bottom"]].set_visible(False)

    def _names(self, axes: Axes, middles: np.ndarray, whole: np.ndarray) -> None:
        rows = self.counts.sum(axis=1)
        bands = [f"{fitted(label, 14)} ({n:,.0f})" for label, n in zip(self.labels, rows, strict=True)]
        axes.set_yticks([*middles, _WHOLE / 2], [*bands, self.words.text("pair.mosaic.whole")])
        named: list[tuple[float, str]] = []
        left, free, letters = 0.0, -1.0, _LETTERS - max(map(width_of, bands))
        for label, share in zip(map(clean, self.classes), whole, strict=True):
            shown, middle = fitted(label, 14), left + share / 2
            half = width_of(shown) / 2 / letters
            if middle - half >= free:
                named.append((middle, shown))
                free = middle + half
            left += share
        axes.set_xticks([place for place, _ in named], [label for _, label in named])


def _band(axes: Axes, shares: np.ndarray, top: float, high: float, inks: list[tuple[str, float]]) -> None:
    """Cells from left to right, each with its share where there is room to write it."""
    left = 0.0
    for share, (color, alpha) in zip(shares, inks, strict=True):
        wide = max(0.0, share - _GAP)
        axes.barh([top - high / 2], [wide], left=[left], height=high, color=color, alpha=alpha, linewidth=0)
        if share > 0.13 and high > 0.07:
            axes.text(left + wide / 2, top - high / 2, f"{share:.0%}", ha="center", va="center", fontsize=8, color=TEXT)
        left += share


def _heights(shares: np.ndarray, room: float) -> np.ndarray:
    """Shares of the room, none lower than a label; the higher ones give what that takes.

    Examples
    --------
    >>> _heights(np.array([0.9, 0.09, 0.01]), 0.8).round(3).tolist()
    [0.667, 0.067, 0.066]
    """
    heights = shares * room
    for _ in shares:
        thin = heights <= _LOWEST
        heights = np.where(thin, _LOWEST, shares * (room - _LOWEST * thin.sum()) / max(shares[~thin].sum(), 1e-12))
    return heights


def _residuals(counts: np.ndarray) -> np.ndarray:
    """Adjusted residuals (bands, classes), about standard normal where nothing is related."""
    total = counts.sum()
    bands, classes = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    expected = bands * classes / total
    spread = expected * (1 - bands / total) * (1 - classes / total)
    return np.asarray((counts - expected) / np.sqrt(np.maximum(spread, 1e-12)))


def _limit(cells: int) -> float:
    """What a standard normal number exceeds once in twenty times among so many cells.

    Examples
    --------
    >>> round(_limit(1), 2), round(_limit(10), 2)
    (1.96, 2.81)
    """
    from scipy.stats import norm

    return float(norm.isf(0.025 / cells))


def _ink(beyond: float, limit: float) -> tuple[str, float]:
    """More rows than expected in one colour, fewer in another, the fuller the surer."""
    if abs(beyond) < limit:
        return MUTED, 0.22
    return FIRST if beyond > 0 else BAD, 0.45 if abs(beyond) < 2 * limit else 0.8
