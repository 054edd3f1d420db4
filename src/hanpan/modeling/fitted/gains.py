"""What acting on a row is expected to earn, over doing nothing."""

from __future__ import annotations

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem


def expected_gains(
    problem: Problem, decision: DecisionRule, output: np.ndarray, amount: np.ndarray | None = None
) -> np.ndarray | None:
    """By the card's gains and the probabilities, what the best answer other than doing nothing earns over it (n,).

    Above 0 where the frozen rule decides to act, below where it does not. Of two classes the rule is a cut-off, which
    may lie elsewhere than where both answers are worth the same by the probabilities as they are; then the
    log-odds are moved by one number, so that it lies there.

    Parameters
    ----------
    output
        (n, C) probabilities.
    amount
        (n,) amounts of the rows, where the card names such a column.

    Returns
    -------
    ndarray or None
        None where the card has no gains of classes.

    Examples
    --------
    >>> from hanpan.business.value import Worth
    >>> worth = Worth(gain=((0.0, -20.0), (-100.0, 80.0)), nothing=0)
    >>> problem = Problem(target="y", task="binary", metric="auc", labels=("STAY", "LEAVE"), value=worth)
    >>> expected_gains(problem, DecisionRule(threshold=.1), np.array([[.9, .1], [.5, .5]])).round(6).tolist()
    [0.0, 80.0]
    """
    worth = problem.value
    if worth is None or not worth.gain or worth.nothing is None:
        return None
    table, nothing = worth.table, int(worth.nothing)
    likely = _put_right(output, table, decision.threshold) if len(problem.labels) == 2 else decision.weighed(output)
    earned = likely @ table
    acting = np.delete(earned, nothing, axis=1).max(axis=1)
    gains = acting - earned[:, nothing]
    return np.asarray(gains if amount is None else gains * amount)


def acted_on(problem: Problem) -> int:
    """The code of the class of two that is acted on: the positive one, unless doing nothing means to answer it.

    Examples
    --------
    >>> acted_on(Problem(target="y", task="binary", metric="auc", labels=("STAY", "LEAVE")))
    1
    """
    worth = problem.value
    return 0 if worth is not None and bool(worth.gain) and worth.nothing == 1 else 1


def _put_right(output: np.ndarray, table: np.ndarray, threshold: float | None) -> np.ndarray:
    """Probabilities (n, 2) moved so that both answers are worth the same at the cut-off."""
    even = break_even(table)
    if threshold is None or even is None or not 0 < threshold < 1 or not 0 < even < 1:
        return output
    odds = output[:, 1] / np.maximum(output[:, 0], 1e-15) * (even / (1 - even)) / (threshold / (1 - threshold))
    positive = odds / (1 + odds)
    return np.column_stack([1 - positive, positive])


def break_even(table: np.ndarray) -> float | None:
    """The probability of the positive class of two at which both answers are worth the same; None where there is none.

    Examples
    --------
    >>> break_even(np.array([[0.0, -20.0], [-100.0, 80.0]]))
    0.1
    """
    lost, won = table[0, 0] - table[0, 1], table[1, 1] - table[1, 0]
    return float(lost / (lost + won)) if lost + won else None
