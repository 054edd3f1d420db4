"""Voices: the members of a row of the board with their weights, and the Model they make once fitted."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.modeling.board.board import Board, BoardRow
from hanpan.modeling.trial import Trial


@dataclass(frozen=True)
class Voice:
    """One member of the chosen model: its trial and its weight (1 for a single model)."""

    trial: Trial
    weight: float


def voices_of(row: BoardRow, board: Board) -> list[Voice]:
    """The members of an ensemble, or the one model of any other row."""
    trials = {trial.key: trial for trial in board.trials}
    if row.algorithm != "ensemble":
        return [Voice(trials[row.key], 1.0)]
    keys = {other.model: other.key for other in board.rows}
    return [Voice(trials[keys[model]], weight) for model, weight in row.members.items()]
