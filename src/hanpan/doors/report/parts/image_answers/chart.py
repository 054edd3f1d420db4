"""Where the model looks: blocks of the image, the darker the more it depends on them, over the mean of all images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.doors.report.charts.base import Chart, Shade, scale
from hanpan.doors.report.charts.ink import FIRST, LINE, MUTED
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import fixed, number
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from hanpan.insights.images.record import Blocks

_FINEST = 32  # squares along the longer side in which the mean image is drawn
_FAINTEST = 0.06
_LISTED = 12


class BlockChart(Chart):
    """Blocks of pixels by importance.

    Parameters
    ----------
    mean
        The mean image (height, width), from 0 to 1.
    """

    size = (4.6, 4.6)

    def __init__(self, words: Words, name: str, blocks: Blocks, mean: np.ndarray, metric: str) -> None:
        super().__init__(words, name)
        self.blocks, self.mean, self.metric = blocks, mean, metric
        known = [
            (value, x, y) for y, row in enumerate(blocks.values) for x, value in enumerate(row) if value is not None
        ]
        self.ranked = sorted(known, key=lambda told: (-told[0], told[2], told[1]))
        tall = max(mean.shape)
        self.size = (4.6 * mean.shape[1] / tall + 0.4, 4.6 * mean.shape[0] / tall + 0.4)

    def title(self) -> str:
        return self.words.text("images.blocks.title")

    def finding(self) -> str:
        value, x, y = self.ranked[0]
        across, down = self.blocks.across, self.blocks.down
        place = f"{'top' if 3 * y < down - 1 else 'bottom' if 3 * (y + 1) > 2 * down + 1 else 'middle'}"
        side = f"{'left' if 3 * x < across - 1 else 'right' if 3 * (x + 1) > 2 * across + 1 else 'centre'}"
        told = {"place": self.words.text(f"images.place.{place}_{side}"), "change": number(value, 3)}
        return self.words.text("images.blocks.finding", metric=self.metric, rows=f"{self.blocks.rows:,}", **told)

    def alt(self) -> str:
        return self.words.text("images.blocks.alt", across=self.blocks.across, down=self.blocks.down)

    def table(self) -> Table:
        heads = tuple(self.words.text(f"images.blocks.{key}") for key in ("rows", "columns", "change"))
        like = [value for value, _, _ in self.ranked]
        height, width = self.mean.shape
        return Table(
            heads,
            [
                (
                    name_cell(self._span(y, height)),
                    name_cell(self._span(x, width)),
                    number_cell(value, fixed(value, like)),
                )
                for value, x, y in self.ranked[:_LISTED]
            ],
        )

    def _span(self, place: int, end: int) -> str:
        """Pixels of a block along one side, counted from 1."""
        return f"{place * self.blocks.side + 1}–{min(end, (place + 1) * self.blocks.side)}"

    def draw(self, axes: Axes) -> None:
        height, width = self.mean.shape
        self._draw_mean(axes)
        top = max([value for value, _, _ in self.ranked] or [0.0]) or 1.0
        side = self.blocks.side
        for value, x, y in self.ranked:
            if value > 0:
                self._square(axes, (x * side, y * side, side), FIRST, 0.75 * value / top)
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.set_aspect("equal")
        axes.set_xticks([])
        axes.set_yticks([])
        scale(axes, [Shade(number(share * top, 2), FIRST, 0.75 * share) for share in (0.25, 0.5, 1.0)])
        for spine in axes.spines.values():
            spine.set_visible(True)
            spine.set_color(LINE)

    def _draw_mean(self, axes: Axes) -> None:
        """The mean image in squares, so that one sees where the blocks lie, not their background."""
        step = max(1, -(-max(self.mean.shape) // _FINEST))
        ink = np.abs(self.mean - np.median(np.concatenate([self.mean[0], self.mean[-1]])))
        for y in range(0, self.mean.shape[0], step):
            for x in range(0, self.mean.shape[1], step):
                strength = float(ink[y : y + step, x : x + step].mean())
                if strength > _FAINTEST:
                    self._square(axes, (x, y, step), MUTED, 0.55 * min(1.0, strength))

    def _square(self, axes: Axes, square: tuple[float, float, float], color: str, alpha: float) -> None:
        from matplotlib.patches import Rectangle

        x, y, side = square
        told: dict[str, Any] = {"facecolor": color, "edgecolor": "none", "alpha": max(0.0, min(1.0, alpha))}
        axes.add_patch(Rectangle((x, y), side, side, **told))
