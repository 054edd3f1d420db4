"""How algorithms learned on this table: by the knobs that make them complex, and round by round."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.curve import CurveChart
from hanpan.doors.report.sections.curves.iterations import IterationChart
from hanpan.doors.report.sections.curves.plane import PlaneChart
from hanpan.doors.telling.words import Words
from hanpan.modeling.algorithms.catalogue import TAUGHT
from hanpan.modeling.board.board import Board
from hanpan.modeling.trial import Trial
from hanpan.study.record import Study

_MOST_ITERATIONS = 6


def curves(study: Study, words: Words) -> dict[str, Any] | None:
    """Curves of complexity, planes of two knobs, and curves of learning; None without any."""
    board = study.board
    if board is None:
        return None
    part = {
        "curves": _curves(board, words),
        "more_curves": _curves(board, words, main=False),
        "planes": _planes(board, words),
        "iterations": _iterations(board, words),
    }
    return part if any(part.values()) else None


def _curves(board: Board, words: Words, *, main: bool = True) -> list[Chart]:
    """Curves of the knob that counts most of each algorithm, or of all other knobs, in the order they are taught."""
    known = [(place, curve) for place, curve in enumerate(board.curves) if len(curve.x) > 1]
    firsts = {curve.algorithm: place for place, curve in reversed(known)}
    ordered = sorted(known, key=lambda told: (TAUGHT.index(told[1].algorithm), told[0]))
    shown = [(place, curve) for place, curve in ordered if (firsts[curve.algorithm] == place) == main]
    return [CurveChart(words, f"curve{place}", curve, board.metric) for place, curve in shown]


def _planes(board: Board, words: Words) -> list[Chart]:
    ordered = sorted(board.planes, key=lambda plane: TAUGHT.index(plane.algorithm))
    greater = board.greater_is_better
    return [PlaneChart(words, f"plane{place}", one, board.metric, greater) for place, one in enumerate(ordered)]


def _iterations(board: Board, words: Words) -> list[Chart]:
    """The best trial of each algorithm that learns in rounds."""
    best: dict[str, Trial] = {}
    for trial in board.trials:
        if trial.curve is None or trial.score is None or len(trial.curve.validation) < 2:
            continue
        name = trial.candidate.algorithm
        if name not in best or _ahead(trial, best[name], board):
            best[name] = trial
    ordered = sorted(best.values(), key=lambda trial: trial.score or 0.0, reverse=board.greater_is_better)
    return [
        IterationChart(words, f"iteration{place}", trial.candidate.algorithm, trial.curve)
        for place, trial in enumerate(ordered[:_MOST_ITERATIONS])
        if trial.curve is not None
    ]


def _ahead(one: Trial, other: Trial, board: Board) -> bool:
    first, second = one.score or 0.0, other.score or 0.0
    return first > second if board.greater_is_better else first < second
