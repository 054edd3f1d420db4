"""Dealing rows into buckets (folds, hold-out): each stratum evenly, each group whole.

scikit-learn's stratified splitters drop rare classes from folds or fail on them; here a class with m rows reaches as
many folds as it has rows.
"""

from __future__ import annotations

import numpy as np

from hanpan.business.problem import Problem


def strata_of(problem: Problem, y: np.ndarray) -> np.ndarray:
    """(n,) what should be spread evenly: the class, or the layer (of ten) of a number."""
    if problem.task != "regression":
        return y.astype(int)
    ranks = np.argsort(np.argsort(y, kind="stable"), kind="stable")
    layers = max(1, min(10, len(y) // 10))
    return (ranks * layers // max(1, len(y))).astype(int)


def deal(strata: np.ndarray, groups: np.ndarray, shares: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A bucket for each row.

    Parameters
    ----------
    strata
        (n,) stratum of each row.
    groups
        (n,) group of each row; a group stays whole.
    shares
        (k,) wished share of each bucket, summing to 1.
    random
        Decides ties and order.

    Returns
    -------
    numpy.ndarray
        (n,) bucket numbers 0 ... k-1.
    """
    strata, _ = numbered(strata)
    groups, sizes = numbered(groups)
    wished = np.bincount(strata)[:, None] * shares[None, :]
    buckets = np.full(len(strata), -1)
    filled = np.zeros_like(wished)
    _deal_groups(strata, groups, sizes, wished, filled, buckets, random)
    for stratum in range(len(wished)):
        rows = random.permutation(np.flatnonzero((strata == stratum) & (buckets < 0)))
        buckets[rows] = _fill(wished[stratum] - filled[stratum], len(rows), random)
    return buckets


def numbered(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers as 0 ... k-1 in their order, and how often each occurs.

    Examples
    --------
    >>> [part.tolist() for part in numbered(np.array([7, 3, 7]))]
    [[1, 0, 1], [1, 2]]
    """
    if len(values) and values.min() >= 0 and values.max() < 2 * len(values):  # counted, which is quicker than sorted
        counts = np.bincount(values)
        return (np.cumsum(counts > 0) - 1)[values], counts[counts > 0]
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return inverse, counts


def _deal_groups(
    strata: np.ndarray,
    groups: np.ndarray,
    sizes: np.ndarray,
    wished: np.ndarray,
    filled: np.ndarray,
    buckets: np.ndarray,
    random: np.random.Generator,
) -> None:
    """Groups of several rows, large ones first, each to the bucket that lacks its strata most."""
    several = np.flatnonzero(sizes > 1)
    if not len(several):
        return
    order = np.argsort(groups, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)])
    several = random.permutation(several)
    for group in several[np.argsort(-sizes[several], kind="stable")]:
        rows = order[starts[group] : starts[group + 1]]
        counts = np.bincount(strata[rows], minlength=len(wished))
        lacking = ((wished - filled) * counts[:, None]).sum(axis=0) / counts.sum()
        emptiest = (wished - filled).sum(axis=0)
        bucket = int(np.lexsort((emptiest, lacking))[-1])  # between equals the one with the fewest rows
        buckets[rows] = bucket
        filled[:, bucket] += counts


def _fill(lacking: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """How ``count`` single rows go to buckets that lack so many: whole parts first, then by the largest rest."""
    lacking = np.clip(lacking, 0, None)
    if lacking.sum() == 0:
        lacking = np.ones_like(lacking)
    exact = lacking * count / lacking.sum()
    whole = np.floor(exact + 1e-9).astype(int)
    # A little noise decides between equal rests, so that rare classes do not all start in the first bucket.
    rest = exact - whole + random.uniform(0, 1e-6, len(exact))
    for bucket in np.argsort(-rest)[: count - whole.sum()]:
        whole[bucket] += 1
    return np.repeat(np.arange(len(whole)), whole)
