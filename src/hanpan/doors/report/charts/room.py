"""Room for labels, by what a browser will draw: matplotlib's fonts do not know Hangul, and its layout is slow."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hanpan.doors.report.charts.ink import width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_LETTER = 0.57 / 72  # inches per point of font size, for one Latin letter
_LINE = 0.2
_EDGE = 0.1


def give_room(axes: Axes) -> None:
    """Place axes so that ticks, names and the legend fit around them."""
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    wide, high = figure.get_size_inches()
    turned = _turn(axes.xaxis)
    left = _EDGE + _widest(axes.yaxis) + (_LINE if axes.get_ylabel() else 0) + 0.06
    bottom = _EDGE + _height(axes.xaxis, turned) + (_LINE if axes.get_xlabel() else 0)
    top = _EDGE + _LINE * _legend_lines(axes)
    right = _EDGE + (0 if turned else min(0.5, _last(axes.xaxis) / 2))
    left = min(left, 0.5 * wide)
    axes.set_position((left / wide, bottom / high, (wide - left - right) / wide, max(0.2, high - bottom - top) / high))


def _legend_lines(axes: Axes) -> int:
    """How many lines the legend above the picture takes."""
    legend = axes.get_legend()
    return 0 if legend is None else math.ceil(len(legend.get_texts()) / max(1, getattr(legend, "_ncols", 1)))


def _labels(axis: Axis) -> Iterable[str]:
    return axis.get_major_formatter().format_ticks(list(axis.get_majorticklocs()))


def _size(axis: Axis) -> float:
    ticks = axis.get_major_ticks(1)
    return float(ticks[0].label1.get_fontsize()) if ticks else 9.5


def _turn(axis: Axis) -> float:
    ticks = axis.get_major_ticks(1)
    return float(ticks[0].label1.get_rotation()) if ticks else 0.0


def _widest(axis: Axis) -> float:
    return max((width_of(label) for label in _labels(axis)), default=0) * _LETTER * _size(axis)


def _last(axis: Axis) -> float:
    labels = list(_labels(axis))
    return width_of(labels[-1]) * _LETTER * _size(axis) if labels else 0.0


def _height(axis: Axis, turned: float) -> float:
    return 0.17 + math.sin(math.radians(turned)) * _widest(axis)
