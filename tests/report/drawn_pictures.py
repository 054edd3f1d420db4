"""What stands in a picture: its lines, dots, bars and letters, taken from the drawing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.tables import Table


@dataclass(frozen=True)
class Line:
    """Points joined or not; ``marker`` is empty for a line without dots."""

    x: np.ndarray
    y: np.ndarray
    color: str
    marker: str
    label: str
    hollow: bool
    edge: str
    width: float


class Picture:
    """A chart, drawn."""

    def __init__(self, chart: Chart) -> None:
        self.axes = Figure(figsize=chart.size).add_subplot()
        chart.draw(self.axes)
        self.lines = [self._line(line) for line in self.axes.get_lines()]
        self.bars = [bar for bar in self.axes.patches if hasattr(bar, "get_width")]
        self.texts = [(*text.get_position(), text.get_text()) for text in self.axes.texts]

    @staticmethod
    def _line(line: Any) -> Line:
        marker = line.get_marker()
        return Line(
            np.asarray(line.get_xdata(), float),
            np.asarray(line.get_ydata(), float),
            to_hex(line.get_color()),
            "" if marker in (None, "None", "") else marker,
            line.get_label(),
            line.get_markerfacecolor() == "none",
            to_hex(line.get_markeredgecolor()),
            float(line.get_linewidth()),
        )

    def labelled(self, label: str) -> Line:
        """The line of the legend's entry."""
        return next(line for line in self.lines if line.label == label)

    def dots(self, marker: str) -> list[Line]:
        """What is drawn with one kind of mark."""
        return [line for line in self.lines if line.marker == marker]

    def upright(self) -> list[Line]:
        """Lines over the whole height."""
        return [line for line in self.lines if len(line.x) == 2 and line.x[0] == line.x[1] and list(line.y) == [0, 1]]


def cells(table: Table) -> list[list[Any]]:
    """Rows of a table as they sort: numbers unrounded, names whole."""
    return [[cell.text if cell.sort is None else cell.sort for cell in row] for row in table.rows]


def column(table: Table, place: int) -> list[Any]:
    """One column of a table."""
    return [row[place] for row in cells(table)]
