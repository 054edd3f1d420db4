"""The person's hypotheses, answered: whether x is related to y, and by enough to matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.pairs import Pair, compare_all, picture_of, rows_for_pairs
from hanpan.data.pairs.strength import SMALLEST, strength, strength_limits
from hanpan.data.plain import plain
from hanpan.data.values import Values
from hanpan.statistics.arrays import Ints

Answer = Literal["supported", "not_supported", "undecided"]
SIGNIFICANT = 0.05


def answer_hypotheses(dataset: Dataset, problem: Problem, rows: Ints) -> list[dict[str, Any]]:
    """Answer each of the problem's hypotheses on some rows.

    The effect of x on y is told as the correlation it amounts to. Supported: the whole 95 % interval lies beyond a
    correlation of 0.1, the smallest worth speaking of, and p, corrected over all hypotheses after Holm, is below 0.05.
    Not supported: the whole interval lies within 0.1, whatever p says. Undecided: the interval holds both.

    Parameters
    ----------
    rows
        Positions of the development rows: what is said here must not have seen the hold-out.

    Returns
    -------
    list of dict
        In the card's order: ``x``, ``because``, ``answer``, ``effect``, ``p`` (corrected; ``p_alone`` is not),
        ``test``, ``n``, ``low`` and ``high`` of the effect, ``strength`` (the effect as a correlation) with
        ``strength_low`` and ``strength_high``, ``smallest``, ``of`` (how many hypotheses), ``evidence``, ``picture``.

    References
    ----------
    Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70; Lakens, D., Scheel, A. M. and Isager, P. M. (2018),
    Equivalence testing for psychological research, AMPPS 1, 259-269.
    """
    asked = problem.hypotheses
    if not asked:
        return []
    values = Values(dataset)
    used = rows_for_pairs(values, rows)
    columns = [dataset.schema[told["x"]] for told in asked]
    pairs = compare_all(values, problem, used, columns)
    by_name = {pair.column: pair for pair in pairs}
    found = [by_name.get(told["x"]) for told in asked]
    corrected = holm([pair.p if pair else None for pair in found])
    return [
        {
            "x": told["x"],
            "because": told.get("because", ""),
            **_answered(pair, p),
            "of": len(asked),
            "picture": plain(picture_of(values, problem, used, column)) if pair else {},
        }
        for told, column, pair, p in zip(asked, columns, found, corrected, strict=True)
    ]


def decide(pair: Pair, p: float | None) -> Answer:
    """The answer to one hypothesis; ``p`` is corrected over all of them."""
    low, high = strength_limits(pair)
    if high < SMALLEST:
        return "not_supported"
    return "supported" if low > SMALLEST and p is not None and p < SIGNIFICANT else "undecided"


def holm(tested: Sequence[float | None]) -> list[float | None]:
    """p-values corrected so that one false "related" among all of them is no likelier than in one test.

    References
    ----------
    Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    known = [(place, p) for place, p in enumerate(tested) if p is not None]
    order = sorted(known, key=lambda one: one[1])
    raised = [min(1.0, p * (len(known) - rank)) for rank, (_, p) in enumerate(order)]
    corrected: list[float | None] = [None] * len(tested)
    for (place, _), p in zip(order, np.maximum.accumulate(raised) if raised else (), strict=True):
        corrected[place] = float(p)
    return corrected


def _answered(pair: Pair | None, p: float | None) -> dict[str, Any]:
    if pair is None:  # one value only, running text, too few rows: nothing to compare
        return {"answer": "undecided", "effect": None, "p": None, "test": None, "n": 0, "evidence": {}}
    low, high = strength_limits(pair)
    return {
        "answer": decide(pair, p),
        "effect": pair.effect,
        "p": p,
        "p_alone": pair.p,
        "test": pair.test,
        "n": pair.evidence.get("n"),
        "low": pair.evidence.get("low"),
        "high": pair.evidence.get("high"),
        "strength": strength(pair),
        "strength_low": low,
        "strength_high": high,
        "smallest": SMALLEST,
        "evidence": pair.evidence,
    }
