"""Which way of deciding: each is learned on some out-of-fold rows and judged on the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes, Worth
from hanpan.evaluation.deciding.calibration import Calibration
from hanpan.evaluation.deciding.classes import by_costs, calibrated, searched
from hanpan.evaluation.deciding.values import shifted, sloped
from hanpan.statistics.groups import number_of, standard_error

_FOLDS = 5
_FEWEST = 30  # rows below which nothing can be learned about deciding
_MOST_ROWS = 40_000
_MOST_COMPARED = 4_000  # rows learned on where many models are compared

Way = Callable[[Worth, "OutOfFoldRows"], DecisionRule]


@dataclass(frozen=True)
class OutOfFoldRows:
    """Out-of-fold rows: y (n,), outputs (n,) or (n, C), amounts and groups (n,) or None."""

    y: np.ndarray
    output: np.ndarray
    amount: np.ndarray | None
    group: np.ndarray | None = None

    @cached_property
    def calibration(self) -> Calibration | None:
        """What puts probabilities right; None for values, and where rows are too few."""
        learnable = self.output.ndim == 2 and len(self.y) >= _FEWEST // 2
        return calibrated(self.y, self.output, self.amount) if learnable else None

    def at(self, rows: np.ndarray) -> OutOfFoldRows:
        """Some of them, to be calibrated anew."""
        amount, group = (None if part is None else part[rows] for part in (self.amount, self.group))
        return OutOfFoldRows(self.y[rows], self.output[rows], amount, group)


@dataclass(frozen=True)
class Learned:
    """A decision rule, the way it was found, and what each way earned per row where it was not learned."""

    decision: DecisionRule
    way: str
    earned: dict[str, float]
    again: Callable[[Worth], DecisionRule]


def learn_decision(problem: Problem, y: np.ndarray, output: np.ndarray, stakes: Stakes) -> Learned | None:
    """Choose how outputs become decisions that are worth most.

    The rule of decision theory comes first: expected gain from calibrated probabilities, or a shift to the critical
    quantile. Another way takes its place only where it earned more by over a standard error on rows that it was not
    learned on, so that a lucky cut-off does not win.

    Parameters
    ----------
    problem
        With ``value``.
    y, output
        (n,) codes or values, and (n, C) or (n,) out-of-fold outputs; rows without an output are left out.
    stakes
        What stands beside the rows.

    Returns
    -------
    Learned or None
        None where the card states no value.

    References
    ----------
    Elkan (2001), The foundations of cost-sensitive learning; Breiman et al. (1984) for the one-standard-error rule.
    """
    worth = problem.value
    if worth is None:
        return None
    rows = _known(y, output, stakes)
    ways = _ways(problem, len(rows.y))
    found = _cross_judged(worth, rows, ways) if len(rows.y) >= _FEWEST else {}
    name = _chosen(found, next(iter(ways)), rows.group)
    return Learned(
        decision=ways[name](worth, rows),
        way=name,
        earned={way: float(each.mean()) for way, each in found.items()},
        again=lambda other: ways[name](other, rows),
    )


def earned_out_of_fold(problem: Problem, y: np.ndarray, output: np.ndarray, stakes: Stakes) -> np.ndarray | None:
    """What each row earns (n,) by the decision that ``learn_decision`` would choose, learned on other rows.

    For comparing many models: a decision is learned on some thousand rows at most. Rows without an output are NaN.

    Returns
    -------
    numpy.ndarray or None
        None where the card states no value.
    """
    worth = problem.value
    if worth is None:
        return None
    known = _positions(output)
    rows = _known(y, output, stakes)
    ways = _ways(problem, len(rows.y))
    first = next(iter(ways))
    if len(rows.y) < _FEWEST:  # decided by costs alone, or as predicted: nothing is learned
        found = {first: worth.earned(rows.y, applied(ways[first](worth, rows), rows.output), rows.amount)}
    else:
        found = _cross_judged(worth, rows, ways, _MOST_COMPARED)
    earned = np.full(len(y), np.nan)
    earned[known] = found[_chosen(found, first, rows.group)]
    return earned


def _ways(problem: Problem, rows: int) -> dict[str, Way]:
    """By name, the preferred one first."""
    if rows < _FEWEST:
        return {"plain": _plain} if problem.task == "regression" else {"costs": _by_costs}
    if problem.task == "regression":
        return {"shifted": _shifted, "sloped": _sloped, "plain": _plain}
    ways: dict[str, Way] = {"calibrated": _calibrated, "costs": _by_costs, "plain": _plain}
    return {**ways, "searched": _searched} if problem.task == "binary" else ways


def _plain(worth: Worth, rows: OutOfFoldRows) -> DecisionRule:
    return DecisionRule()


def _by_costs(worth: Worth, rows: OutOfFoldRows) -> DecisionRule:
    return by_costs(worth)


def _calibrated(worth: Worth, rows: OutOfFoldRows) -> DecisionRule:
    return by_costs(worth, rows.calibration)


def _searched(worth: Worth, rows: OutOfFoldRows) -> DecisionRule:
    return searched(worth, rows.y, rows.output, rows.amount)


def _shifted(worth: Worth, rows: OutOfFoldRows) -> DecisionRule:
    return shifted(worth, rows.y, rows.output, rows.amount)


def _sloped(worth: Worth, rows: OutOfFoldRows) -> DecisionRule:
    return sloped(worth, rows.y, rows.output, rows.amount)


def _known(y: np.ndarray, output: np.ndarray, stakes: Stakes) -> OutOfFoldRows:
    known = _positions(output)
    beside = stakes.at(known)
    return OutOfFoldRows(y[known], output[known], beside.amount, beside.group)


def _positions(output: np.ndarray) -> np.ndarray:
    """Rows that have an output, evenly some of them where there are very many."""
    known = np.flatnonzero(np.isfinite(output.reshape(len(output), -1)).all(axis=1))
    return known[:: max(1, len(known) // _MOST_ROWS)]


def _cross_judged(
    worth: Worth, rows: OutOfFoldRows, ways: dict[str, Way], most: int = _MOST_ROWS
) -> dict[str, np.ndarray]:
    """What each row earned by each way, learned on ``most`` rows of other parts; groups stay whole."""
    part = np.random.default_rng(0).permutation(number_of(len(rows.y), rows.group)) % _FOLDS
    if rows.group is not None:
        part = part[np.unique(rows.group, return_inverse=True)[1]]
    earned = {name: np.zeros(len(rows.y)) for name in ways}
    for number in range(_FOLDS):
        here, rest = np.flatnonzero(part == number), np.flatnonzero(part != number)
        others = rows.at(rest[:: max(1, len(rest) // most)])
        amount = None if rows.amount is None else rows.amount[here]
        for name, way in ways.items():
            said = applied(way(worth, others), rows.output[here])
            earned[name][here] = worth.earned(rows.y[here], said, amount)
    return earned


def applied(rule: DecisionRule, output: np.ndarray) -> np.ndarray:
    """Decided codes or corrected values (n,)."""
    return rule.decide(output) if output.ndim == 2 else rule.correct(output)


def _chosen(earned: dict[str, np.ndarray], first: str, group: np.ndarray | None) -> str:
    """The first way, unless another is ahead of it by more than a standard error; then the best of those."""
    ahead = {name: each - earned[first] for name, each in earned.items() if name != first}
    beyond = {name: float(each.mean()) for name, each in ahead.items() if each.mean() > standard_error(each, group)}
    return max(beyond, key=lambda name: beyond[name]) if beyond else first
