"""The model that the page is about."""

from __future__ import annotations

from hanpan.modeling.board.board import BoardRow
from hanpan.study.record import Study


def chosen_row(study: Study) -> BoardRow | None:
    """The row of the model that was judged (where time was short, not the board's first choice); else that choice."""
    board = study.board
    if board is None or not board.ranked:
        return None
    judged = study.evaluation.model if study.evaluation else board.chosen
    return next((row for row in board.rows if row.model == judged), board.winner)
