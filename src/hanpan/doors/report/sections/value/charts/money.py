"""The confusion matrix in money: what each kind of outcome earned or cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, Shade, class_sides, scale
from hanpan.doors.report.charts.ink import BAD, GOOD, TEXT
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.value import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class MoneyChart(Chart):
    """Sums per cell, gains and losses in two colours, the stronger the more money."""

    def __init__(self, words: Words, labels: tuple[str, ...], value: Value) -> None:
        super().__init__(words, "money")
        self.labels, self.value = [clean(label) for label in labels], value
        self.cells = np.asarray(value.money)
        side = min(7.2, 2.2 + 0.62 * len(labels))
        self.size = (max(4.6, side + 0.6), max(3.0, 1.5 + 0.42 * len(labels)))

    def title(self) -> str:
        """What is shown."""
        return self.words.text("value.money.title")

    def finding(self) -> str:
        """The cell that earns most and the one that loses most."""
        best, worst = self.cells.argmax(), self.cells.argmin()
        told = {**self._cell("best", int(best)), **self._cell("worst", int(worst))}
        gains, losses = self.cells.max() > 0, self.cells.min() < 0
        key = (
            "finding" if gains and losses else "finding_gain" if gains else "finding_loss" if losses else "finding_none"
        )
        return self.words.text(f"value.money.{key}", **told)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("value.money.alt", count=len(self.labels))

    def table(self) -> Table:
        """The sums."""
        corner = self.words.text("value.card.corner")
        rows = zip(self.labels, self.cells.tolist(), strict=True)
        return Table(
            (corner, *self.labels),
            [(name_cell(label), *(number_cell(one, self._told(one)) for one in row)) for label, row in rows],
        )

    def draw(self, axes: Axes) -> None:
        """Tiles, true classes down and answers across."""
        from matplotlib.patches import Rectangle

        most = float(np.abs(self.cells).max()) or 1.0
        for (true, said), sum_ in np.ndenumerate(self.cells):
            tint = _tint(abs(sum_) / most) if sum_ else 0.03
            colour = GOOD if sum_ >= 0 else BAD
            axes.add_patch(Rectangle((said - 0.47, true - 0.47), 0.94, 0.94, color=colour, alpha=tint, linewidth=0))
            axes.text(said, true, self._short(sum_), ha="center", va="center", color=TEXT)
        class_sides(axes, self.words, self.labels, 44)
        scale(axes, self._steps(most))

    def _steps(self, most: float) -> list[Shade]:
        """What the shades stand for: all and half of the largest sum, losses before gains."""
        shares = [share for share in (-1.0, -0.5, 0.5, 1.0) if (self.cells * share > 0).any()]
        return [
            Shade(plain(float(f"{share * most:.2g}")), GOOD if share > 0 else BAD, _tint(abs(share)))
            for share in shares
        ]

    def _cell(self, name: str, place: int) -> dict[str, str]:
        true, said = divmod(place, len(self.labels))
        told = self._told(float(self.cells[true, said]))
        return {f"{name}_true": self.labels[true], f"{name}_said": self.labels[said], name: told}

    def _told(self, worth: float) -> str:
        return money(worth, self.value.currency)

    def _short(self, worth: float) -> str:
        """With the currency where cells are wide enough."""
        return money(worth, self.value.currency if len(self.labels) <= 4 else "")


def _tint(share: float) -> float:
    """Opacity of a sum, as a share of the largest."""
    return 0.05 + 0.5 * share
