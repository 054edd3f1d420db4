"""The report's pictures as matplotlib figures, for a notebook."""

from __future__ import annotations

import difflib
import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names

from hanpan.business.problem import Problem
from hanpan.data.profiling.profile import Profile
from hanpan.doors.report.charts.ink import ON_WHITE
from hanpan.doors.report.charts.svg import SETTINGS
from hanpan.doors.report.parts.columns.chart import draw_column
from hanpan.doors.report.sections.evaluation.chapter import charts_of
from hanpan.doors.report.sections.modeling.chart import BoardChart
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.errors import UsageError
from hanpan.modeling.board.board import Board

_DPI = 110
_WITH_HANGUL = ("NanumGothic", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo")


@dataclass(frozen=True)
class AxesDrawing:
    """What stands on axes of their own: its title, its size in inches, and who draws it."""

    title: str
    size: tuple[float, float]
    draw: Callable[[Axes], None]


class ShownFigure(Figure):
    """A figure that shows itself wherever a notebook asks, whatever its settings."""

    def _repr_png_(self) -> bytes:
        content = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # glyphs that no font here has
            self.savefig(content, format="png", dpi=_DPI, facecolor="white")
        return content.getvalue()


def board_figure(board: Board, *_: str) -> Figure:
    """The board as dots and whiskers."""
    chart = BoardChart(Words(board.language), "board", board, board.winner.model)
    return _figure([AxesDrawing(chart.title(), chart.size, chart.draw)])


def evaluation_figure(evaluation: Evaluation, *which: str, problem: Problem) -> Figure:
    """The pictures of a judgement, all or those named.

    Raises
    ------
    UsageError
        There is no picture of that name.
    """
    charts = {
        chart.name: chart
        for chart in charts_of(evaluation, problem, Words(evaluation.language, problem.unit_of_analysis))
    }
    for name in which:
        if name not in charts:
            raise UsageError("no_such_picture", name=name, names=", ".join(charts))
    shown = [charts[name] for name in which or charts]
    return _figure([AxesDrawing(chart.title(), chart.size, chart.draw) for chart in shown])


def profile_figure(profile: Profile, *which: str) -> Figure:
    """Columns of a table by themselves.

    Raises
    ------
    UsageError
        No column, or one that the table does not have.
    """
    known = {column.name: column for column in profile.columns}
    for name in which or ("",):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=5) or list(known)[:20]
            raise UsageError("no_such_picture", name=name, names=", ".join(near))
    words = Words(profile.language)

    def drawer(name: str) -> Callable[[Axes], None]:
        return lambda axes: draw_column(axes, known[name], words)

    return _figure([AxesDrawing(clean(name), (7.2, 3.2), drawer(name)) for name in which])


def _figure(told: Sequence[AxesDrawing]) -> Figure:
    """One below the other, each with its title."""
    with rc_context({**SETTINGS, "font.family": _fonts()}):
        heights = [one.size[1] + 0.4 for one in told]
        widest = max(one.size[0] for one in told)
        figure = ShownFigure(figsize=(widest, sum(heights)), layout="constrained", facecolor="white")
        for axes, one in zip(figure.subplots(len(told), squeeze=False, height_ratios=heights).flat, told, strict=True):
            axes.set_axisbelow(True)
            one.draw(axes)
            axes.set_title(one.title, loc="left", pad=20)
        _ink(figure)
    return figure


def _ink(figure: Figure) -> None:
    """Colours in the place of their stand-ins, each with its own opacity."""
    told = {to_rgb(stand_in): to_rgb(color) for stand_in, color in ON_WHITE.items()}
    for artist in figure.findobj():
        for part in ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor"):
            take, put = getattr(artist, f"get_{part}", None), getattr(artist, f"set_{part}", None)
            if take is None or put is None or (part == "color" and hasattr(artist, "set_facecolor")):
                continue
            known = np.atleast_2d(to_rgba_array(take()))
            inked = [(*told.get(tuple(one[:3]), tuple(one[:3])), one[3]) for one in known.tolist()]
            if len(known) and any(tuple(one[:3]) in told for one in known.tolist()):
                put(inked[0] if len(inked) == 1 else inked)


def _fonts() -> list[str]:
    """Those with Hangul that are here, before the one that always is."""
    known = set(get_font_names())
    return [*(name for name in _WITH_HANGUL if name in known), "DejaVu Sans"]
