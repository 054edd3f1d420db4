"""One column by itself: its histogram, its most frequent values, or its periods."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hanpan.data.profiling.profile import ColumnProfile
from hanpan.doors.report.charts.ink import FIRST, fitted
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.words import Words, clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 15


def draw_column(axes: Axes, column: ColumnProfile, words: Words) -> None:
    """Draw what is known of a column on empty axes."""
    if column.histogram.get("counts"):
        edges, counts = column.histogram["edges"], column.histogram["counts"]
        widths = [high - low for low, high in pairwise(edges)]
        axes.bar(edges[:-1], counts, widths, align="edge", color=FIRST, alpha=0.75)
        axes.xaxis.set_major_formatter(lambda value, _: plain(value))
        axes.set_ylabel(words.text("profile.rows"))
        axes.grid(axis="y")
    elif column.periods.starts:
        starts = column.periods.starts
        axes.bar(range(len(starts)), column.periods.counts, 0.9, color=FIRST, alpha=0.75)
        marked = range(0, len(starts), max(1, len(starts) // 6))
        axes.set_xticks(list(marked), [str(starts[place])[:10] for place in marked])
        axes.set_ylabel(words.text("profile.rows"))
        axes.grid(axis="y")
    else:
        told = [*list(column.counts.items())[:_MOST]]
        left = column.other + sum(list(column.counts.values())[_MOST:])
        told += [(words.text("profile.other"), left)] if left else []
        axes.barh(range(len(told)), [count for _, count in told], 0.62, color=FIRST, alpha=0.75)
        axes.set_yticks(range(len(told)), [fitted(clean(name), 26) for name, _ in told])
        axes.set_ylim(len(told) - 0.4, -0.6)
        axes.set_xlabel(words.text("profile.rows"))
        axes.grid(axis="x")
