"""A category against classes: a mosaic of areas, its colours telling where there are more rows than expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED, fitted, width_of
from hanpan.doors.report.charts.pair import PairChart, PairTold
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.report.words import Words, clean, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_GROUPS = 8
_GAP = 0.012
_THIN = 0.045
_LETTERS = 52  # that fit under the picture, side by side


class MosaicChart(PairChart):
    """As wide as a category has rows, as high as the share of each class in it.

    References
    ----------
    Friendly, M. (1994), Mosaic displays for multi-way contingency tables, JASA 89, 190-200.
    """

    def __init__(self, words: Words, name: str, told: PairTold) -> None:
        super().__init__(words, name, told)
        source = self.picture if "shares" in self.picture else told.evidence
        self.all, self.classes = source["shares"], source["classes"]
        order = {label: rank for rank, label in enumerate(self.picture.get("order") or [])}
        shown = sorted(self.all, key=lambda row: -row["n"])[:MOST_GROUPS]
        self.rows = sorted(shown, key=lambda row: order.get(row["label"], len(order)))

    def alt(self) -> str:
        return self.words.text("pair.mosaic.alt", count=len(self.rows), classes=len(self.classes))

    def table(self) -> Table:
        other = self.words.text("profile.other")
        heads = (self.column, self.words.text("profile.rows"), *map(clean, self.classes))
        rows = [
            (
                name_cell(row["label"] or other),
                number_cell(row["n"]),
                *(number_cell(v, percent(v)) for v in row["shares"]),
            )
            for row in self.all
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        total, left, middles = sum(row["n"] for row in self.rows), 0.0, []
        for row in self.rows:
            wide, bottom = row["n"] / total, 0.0
            for share, beyond in zip(row["shares"], row["residuals"], strict=True):
                color, alpha = _ink(beyond)
                axes.bar([left], [max(0.0, share - _GAP)], [max(0.002, wide - _GAP)], bottom=[bottom], align="edge",
                         color=color, alpha=alpha, linewidth=0)  # fmt: skip
                bottom += share
            middles.append(left + wide / 2)
            left += wide
        self._label(axes, middles)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel(self.column)
        axes.spines[["left", "bottom"]].set_visible(False)

    def _label(self, axes: Axes, middles: list[float]) -> None:
        other = self.words.text("profile.other")
        labels = [fitted(clean(row["label"] or other), 14) for row in self.rows]
        thin = min(row["n"] for row in self.rows) / sum(row["n"] for row in self.rows)
        turn = sum(map(width_of, labels)) > _LETTERS or thin * _LETTERS < max(map(width_of, labels))
        axes.set_xticks(middles, labels, rotation=35 if turn else 0, ha="right" if turn else "center")
        bottom, ticks = 0.0, []
        for label, share in zip(self.classes, self.rows[0]["shares"], strict=True):
            if share > _THIN:
                ticks.append((bottom + share / 2, fitted(clean(label), 14)))
            bottom += share
        axes.set_yticks([place for place, _ in ticks], [label for _, label in ticks])


def _ink(beyond: float | None) -> tuple[str, float]:
    """More rows than expected in one colour, fewer in another, the fuller the surer."""
    size = abs(beyond or 0.0)
    if size < 2:
        return MUTED, 0.22
    return FIRST if (beyond or 0.0) > 0 else BAD, 0.45 if size < 4 else 0.8
