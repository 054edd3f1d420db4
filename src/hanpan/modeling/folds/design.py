"""TestDesign: which rows are locked away, and which validate which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.hashing import shares
from hanpan.foundation.errors import DataError
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.folds.buckets import deal, numbered, strata_of
from hanpan.modeling.folds.lonely import lonely_rows
from hanpan.modeling.options import DesignOptions

SMALLEST_HOLDOUT_TABLE = 40
DEFAULT_HOLDOUT = 0.25
_MOST_IN_BAG = 5  # fold fits that make a model together; more cost predictions and change little
_NEARLY_ALL = 0.9  # of the rows of the largest fold: fits on fewer (the past of a past) do not belong in a bag
_VALIDATION = 0.2  # of the development rows, where one split validates
_WIDE = 100  # columns beyond which a row counts as several


@dataclass(frozen=True, kw_only=True)
class DesignRecord:
    """The design in numbers, for screens and the report.

    ``strategy``: ``stratified``, ``hashed`` (a sample of a table larger than the memory), ``group``, ``time`` or
    ``given`` (a test file); ``reason`` names the text ``design.<reason>``. ``folds`` = 1 means one validation split.
    """

    development_rows: int
    holdout_rows: int
    folds: int
    repeats: int
    strategy: str
    reason: str
    duplicate_groups: int = 0


@dataclass(frozen=True, kw_only=True)
class TestDesign:
    """Row positions: ``development`` and ``holdout`` in the table, ``folds`` as (fit, validation) among the former."""

    development: np.ndarray
    holdout: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    record: DesignRecord

    __test__ = False  # not a test class, whatever its name


@dataclass(frozen=True)
class SplitBy:
    """What decides which rows may stand on the two sides of a split.

    Attributes
    ----------
    groups
        (n,) whole numbers; rows of one number (duplicates, or the card's group) never stand on both sides.
    times
        (n,) sortable; given when the card names a time column: the past trains, the future judges.
    hashes
        (n,) of the rows (of the card's group, where it names one), given for a sample of a table larger than the
        memory: they decide alike for rows that are not at hand.
    """

    groups: np.ndarray
    times: np.ndarray | None = None
    hashes: np.ndarray | None = None

    def of(self, rows: np.ndarray) -> SplitBy:
        """The same for some rows."""
        times, hashes = (None if part is None else part[rows] for part in (self.times, self.hashes))
        return SplitBy(self.groups[rows], times, hashes)


def design_test(
    problem: Problem,
    y: np.ndarray,
    by: SplitBy,
    *,
    options: DesignOptions | None = None,
    seed: int = 0,
    given_holdout: int = 0,
    width: int = 1,
) -> TestDesign:
    """Lock the hold-out and lay out the folds.

    Parameters
    ----------
    problem
        Decides between the stratified, group and time strategy.
    y
        (n,) float values or class codes.
    by
        Groups and times of the rows.
    options
        ``folds`` and ``holdout`` as the person wished.
    given_holdout
        The last so many rows came from the person's own test file and are the hold-out.
    width
        Columns of the table: rows of hundreds of columns (images) cost as much as many plain ones.

    Raises
    ------
    DataError
        All rows belong to one group, so that none can be judged by the others.
    """
    options = options or DesignOptions()
    if given_holdout:
        holdout = np.arange(len(y) - given_holdout, len(y))
    elif by.hashes is not None:
        return _hashed(problem, y, by, options, seed)
    else:
        holdout = _holdout(problem, y, by, options, seed)
        holdout = holdout[~lonely_rows(problem, y, by.groups)[holdout]]
    development = np.flatnonzero(~np.isin(np.arange(len(y)), holdout, kind="table"))
    n_folds, repeats = _layout(problem, y[development], options, width)
    alone = lonely_rows(problem, y[development], by.groups[development])
    folds = _without(_folds(problem, y[development], by.of(development), (n_folds, repeats), seed), alone)
    if not folds:
        raise DataError("one_group", group=problem.group or "-", rows=len(development))
    record = DesignRecord(
        development_rows=len(development),
        holdout_rows=len(holdout),
        folds=n_folds,
        repeats=repeats,
        strategy=_strategy(problem, given_holdout),
        reason=_reason(y, problem, holdout, options),
        duplicate_groups=len(y) - len(numbered(by.groups)[1]) if problem.group is None else 0,
    )
    return TestDesign(development=development, holdout=holdout, folds=folds, record=record)


def first_repeat(folds: list[tuple[np.ndarray, np.ndarray]]) -> list[int]:
    """Numbers of the folds of the first repeat: as many as judge each row at most once.

    Examples
    --------
    >>> halves = [(np.arange(5), np.arange(5, 10)), (np.arange(5, 10), np.arange(5))]
    >>> first_repeat([*halves, *halves])
    [0, 1]
    """
    taken: list[int] = []
    for number, (_, valid) in enumerate(folds):
        if any(np.isin(valid, folds[other][1]).any() for other in taken):
            break
        taken.append(number)
    return taken


def bagged(folds: list[tuple[np.ndarray, np.ndarray]]) -> list[int]:
    """Which folds' fits make a model together: those of the first repeat, and only those on nearly as many rows.

    Examples
    --------
    >>> past = [(np.arange(10), np.arange(10, 20)), (np.arange(20), np.arange(20, 30))]
    >>> bagged(past)
    [1]
    >>> halves = [(np.arange(5), np.arange(5, 10)), (np.arange(5, 10), np.arange(5))]
    >>> bagged([*halves, *halves])
    [0, 1]
    """
    most = max(len(fit) for fit, _ in folds)
    return [number for number in first_repeat(folds) if len(folds[number][0]) >= _NEARLY_ALL * most][:_MOST_IN_BAG]


def holdout_share(options: DesignOptions) -> float:
    """The share of rows that is locked away."""
    return DEFAULT_HOLDOUT if options.holdout is None else options.holdout


def judged_by_hash(hashes: np.ndarray, share: float, seed: int) -> np.ndarray:
    """(n,) which rows are locked away, by their hashes (n,): about the share of them."""
    return shares(hashes, "holdout", seed) < share


def latest(times: np.ndarray, share: float) -> float:
    """The moment from which on rows are locked away, so that about the share of them lies there; never for none."""
    return float(np.quantile(times, 1 - share, method="higher")) if share else np.inf


def _hashed(problem: Problem, y: np.ndarray, by: SplitBy, options: DesignOptions, seed: int) -> TestDesign:
    """Hold-out and folds by the hashes of the rows, or by time: never by what other rows there are."""
    hashes, share = by.hashes if by.hashes is not None else by.groups, holdout_share(options)
    held = judged_by_hash(hashes, share, seed) if by.times is None else by.times >= latest(by.times, share)
    holdout, development = np.flatnonzero(held), np.flatnonzero(~held)
    n_folds = options.folds or 1
    if by.times is not None:
        folds = _time_folds(by.times[development], n_folds)
    else:
        drawn = shares(hashes[development], "folds", seed)
        fold = (drawn * n_folds).astype(int) if n_folds > 1 else (drawn < _VALIDATION).astype(int)
        judging = range(n_folds) if n_folds > 1 else [1]
        folds = [(np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in judging]
    folds = _without(folds, np.zeros(len(development), dtype=bool))
    if not folds or not len(development):
        raise DataError("one_group", group=problem.group or "-", rows=len(y))
    record = DesignRecord(
        development_rows=len(development),
        holdout_rows=len(holdout),
        folds=n_folds,
        repeats=1,
        strategy=_strategy(problem, 0) if problem.time or problem.group else "hashed",
        reason=_reason(y, problem, holdout, options),
    )
    return TestDesign(development=development, holdout=holdout, folds=folds, record=record)


def _holdout(problem: Problem, y: np.ndarray, by: SplitBy, options: DesignOptions, seed: int) -> np.ndarray:
    share = holdout_share(options)
    if share == 0 or not _large_enough(problem, y):
        return np.zeros(0, dtype=int)
    if by.times is not None:
        order = np.argsort(by.times, kind="stable")
        return np.sort(order[len(y) - round(share * len(y)) :])
    random = np.random.default_rng(seed_for(seed, "holdout"))
    buckets = deal(strata_of(problem, y), by.groups, np.array([1 - share, share]), random)
    return np.flatnonzero(buckets == 1)


def _large_enough(problem: Problem, y: np.ndarray) -> bool:
    """Below 40 rows, or without two classes of two rows or more, a hold-out would tell nothing."""
    if len(y) < SMALLEST_HOLDOUT_TABLE:
        return False
    return problem.task == "regression" or int((np.bincount(y.astype(int)) >= 2).sum()) >= 2


def _layout(problem: Problem, y: np.ndarray, options: DesignOptions, width: int) -> tuple[int, int]:
    """Number of folds and repeats by the number of rows: repeated where few, one split where very many."""
    n = len(y)
    if options.folds is not None:
        return min(options.folds, n), 1
    weight = n * max(1.0, width / _WIDE)
    if weight > 50_000:
        return 1, 1
    if weight >= 3_000 and n >= 300:
        return 3, 1
    if n >= 300 or problem.time is not None:
        return 5, 1
    return min(5, n), 2


def _folds(
    problem: Problem, y: np.ndarray, by: SplitBy, layout: tuple[int, int], seed: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    n_folds, repeats = layout
    if by.times is not None:
        return _time_folds(by.times, n_folds)
    sizes = np.array([1 - _VALIDATION, _VALIDATION]) if n_folds == 1 else np.full(n_folds, 1 / n_folds)
    folds = []
    for repeat in range(repeats):
        random = np.random.default_rng(seed_for(seed, "folds", repeat))
        buckets = deal(strata_of(problem, y), by.groups, sizes, random)
        judging = [1] if n_folds == 1 else range(n_folds)
        folds += [(np.flatnonzero(buckets != bucket), np.flatnonzero(buckets == bucket)) for bucket in judging]
    return folds


def _without(folds: list[tuple[np.ndarray, np.ndarray]], alone: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The folds with lonely rows in every fit and in no validation; empty ones are left out."""
    always = np.flatnonzero(alone)
    if not len(always):
        return [fold for fold in folds if all(map(len, fold))]
    kept = [(np.union1d(fit, always), valid[~alone[valid]]) for fit, valid in folds if len(fit)]
    return [fold for fold in kept if len(fold[1])]


def _time_folds(times: np.ndarray, n_folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Expanding windows: each block is judged by a fit on all before it."""
    order = np.argsort(times, kind="stable")
    blocks = np.array_split(order, n_folds + 1 if n_folds > 1 else 5)
    first = 1 if n_folds > 1 else 4
    return [(np.sort(np.concatenate(blocks[:i])), np.sort(blocks[i])) for i in range(first, len(blocks))]


def _strategy(problem: Problem, given: int) -> str:
    if given:
        return "given"
    return "time" if problem.time else "group" if problem.group else "stratified"


def _reason(y: np.ndarray, problem: Problem, holdout: np.ndarray, options: DesignOptions) -> str:
    if len(holdout):
        return "holdout"
    if options.holdout == 0:
        return "no_holdout_wished"
    return "few_rows" if len(y) < SMALLEST_HOLDOUT_TABLE else "lonely_class"
