"""The person's hypotheses, answered: whether x is related to y, and by enough to matter."""

from __future__ import annotations

from typing import Literal

from hanpan.business.hypothesis import Hypothesis
from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.pairs.comparing import compare_all, rows_for_pairs
from hanpan.data.pairs.pictures import picture_of
from hanpan.data.pairs.record import Pair, PairPicture
from hanpan.data.pairs.strength import SMALLEST, strength, strength_limits
from hanpan.data.values import Values
from hanpan.evaluation.record import HypothesisAnswer
from hanpan.statistics.arrays import Ints
from hanpan.statistics.holm import holm

Answer = Literal["supported", "not_supported", "undecided"]
SIGNIFICANT = 0.05


def answer_hypotheses(dataset: Dataset, problem: Problem, rows: Ints) -> list[HypothesisAnswer]:
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
    list of HypothesisAnswer
        In the card's order.

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
    columns = [dataset.schema[told.x] for told in asked]
    pairs = compare_all(values, problem, used, columns)
    by_name = {pair.column: pair for pair in pairs}
    found = [by_name.get(told.x) for told in asked]
    corrected = holm([pair.p if pair else None for pair in found])
    return [
        _answered(told, pair, p, len(asked), picture_of(values, problem, used, column))
        for told, column, pair, p in zip(asked, columns, found, corrected, strict=True)
    ]


def decide(pair: Pair, p: float | None) -> Answer:
    """The answer to one hypothesis; ``p`` is corrected over all of them."""
    low, high = strength_limits(pair)
    if high < SMALLEST:
        return "not_supported"
    return "supported" if low > SMALLEST and p is not None and p < SIGNIFICANT else "undecided"


def _answered(asked: Hypothesis, pair: Pair | None, p: float | None, of: int, picture: PairPicture) -> HypothesisAnswer:
    if pair is None:  # one value only, running text, too few rows: nothing to compare
        return HypothesisAnswer(x=asked.x, because=asked.because, answer="undecided", n=0, of=of)
    low, high = strength_limits(pair)
    return HypothesisAnswer(
        x=asked.x,
        because=asked.because,
        answer=decide(pair, p),
        effect=pair.effect,
        p=p,
        p_alone=pair.p,
        test=pair.test,
        n=pair.evidence.n,
        low=pair.evidence.low,
        high=pair.evidence.high,
        strength=strength(pair),
        strength_low=low,
        strength_high=high,
        smallest=SMALLEST,
        of=of,
        evidence=pair.evidence,
        picture=picture,
    )
