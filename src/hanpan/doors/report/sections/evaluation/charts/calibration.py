"""Calibration: whether a probability of 70 % comes true seven times in ten."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import FIRST, MUTED
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_FEWEST = 30  # rows: a share of fewer wavers too much to be called the worst


class CalibrationChart(Chart):
    """Predicted probability against how often it came true; large dots stand for many rows."""

    size = (4.4, 3.6)

    def __init__(self, words: Words, name: str, bins: list[dict[str, float]]) -> None:
        super().__init__(words, name)
        self.bins = bins

    def title(self) -> str:
        return self.words.text("report.chart.calibration.title")

    def finding(self) -> str:
        large = [row for row in self.bins if row["count"] >= _FEWEST]
        worst = max(large or self.bins, key=lambda row: abs(row["observed"] - row["predicted"]))
        return self.words.text(
            f"report.chart.calibration.{'finding_large' if 0 < len(large) < len(self.bins) else 'finding'}",
            predicted=percent(worst["predicted"]),
            observed=percent(worst["observed"]),
            count=int(worst["count"]),
        )

    def alt(self) -> str:
        return self.words.text("report.chart.calibration.alt", count=len(self.bins))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"report.chart.calibration.{key}") for key in ("predicted", "observed", "count"))
        return Table(
            heads,
            [
                (
                    number_cell(row["predicted"], percent(row["predicted"])),
                    number_cell(row["observed"], percent(row["observed"])),
                    number_cell(row["count"], number(row["count"])),
                )
                for row in self.bins
            ],
        )

    def draw(self, axes: Axes) -> None:
        said, came = ([row[key] for row in self.bins] for key in ("predicted", "observed"))
        most = max(row["count"] for row in self.bins)
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot(said, came, color=FIRST, linewidth=1.5)
        for row in self.bins:
            axes.plot([row["predicted"]], [row["observed"]], "o", color=FIRST, ms=_size(row["count"] / most))
        for count in dict.fromkeys((max(1, round(most / 10)), round(most))):  # what the sizes stand for
            label = self.words.text("report.chart.calibration.rows", count=count)
            axes.plot([], [], "o", color=FIRST, ms=_size(count / most), label=label)
        above(axes)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.05, 1.05)
        axes.set_aspect("equal")
        axes.set_xlabel(self.words.text("report.chart.calibration.predicted"))
        axes.set_ylabel(self.words.text("report.chart.calibration.observed"))
        axes.grid()


def _size(share: float) -> float:
    """Of a dot, by its rows as a share of the most."""
    return 4 + 9 * math.sqrt(share)
