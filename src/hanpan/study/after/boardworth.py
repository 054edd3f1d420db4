"""What each row of the board would be worth: out of fold, each with the decision that pays best for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import stats

from hanpan.evaluation.deciding import earned_out_of_fold
from hanpan.foundation.budget import Deadline
from hanpan.modeling.board.board import Board, BoardRow, BoardWorth
from hanpan.statistics.groups import standard_error
from hanpan.study.before.understanding import Understood

_SHOWN = 100.0  # rows that a figure is told for


def with_worth(
    board: Board,
    outputs: Callable[[BoardRow], np.ndarray | None],
    understood: Understood,
    until: Deadline,
    between: Callable[[], None] | None,
) -> Board:
    """The board with ``worth_per_100`` for as many rows as the time allows; unchanged where the card states no value.

    Ranks stay as they are: models are told apart by a metric that sees every row, worth is for the person to see.

    Parameters
    ----------
    outputs
        Out-of-fold outputs of a row, where they were kept.
    until
        After this no other row is asked.
    between
        Called after each row.
    """
    value = understood.problem.value
    if value is None:
        return board
    earned: dict[str, np.ndarray] = {}
    for row in _order(board):
        if earned and until.over:
            break
        output = outputs(row)
        if output is not None:
            found = earned_out_of_fold(understood.problem, understood.bench.y, output, understood.stakes)
            earned |= {} if found is None else {row.model: found}
        if between is not None:
            between()
    means = {name: _SHOWN * float(np.nanmean(rows)) for name, rows in earned.items()}
    rows = [replace(row, worth_per_100=means.get(row.model)) for row in board.rows]
    return replace(board, rows=rows, worth=_best(board, earned, understood.stakes.group, value.currency))


def _order(board: Board) -> list[BoardRow]:
    """The chosen row and the baseline first."""
    first = [board.winner, *([board.baseline] if board.baseline else [])]
    return list({row.model: row for row in (*first, *board.ranked) if row.rank is not None}.values())


def _best(board: Board, earned: dict[str, np.ndarray], group: np.ndarray | None, currency: str) -> BoardWorth:
    """Who earns most, and by how much more than the chosen model: limits after Bonferroni over all compared."""
    chosen = board.winner.model
    own = earned.get(chosen)
    best = max(earned, key=lambda name: float(np.nanmean(earned[name])), default=chosen)
    if own is None or best == chosen:
        return BoardWorth(currency=currency, best=chosen)
    gained = earned[best] - own
    known = np.isfinite(gained)
    error = standard_error(gained[known], None if group is None else group[known])
    mean, reach = float(gained[known].mean()), float(stats.norm.isf(0.025 / (len(earned) - 1))) * error
    if mean <= 0:
        return BoardWorth(currency=currency, best=chosen)
    return BoardWorth(
        currency=currency, best=best, ahead=_SHOWN * mean, low=_SHOWN * (mean - reach), high=_SHOWN * (mean + reach)
    )
