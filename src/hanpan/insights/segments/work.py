"""Segments where the model errs most: found on out-of-fold answers, confirmed on rows nobody looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from hanpan.evaluation.explanation.slices import Slice, slices_of
from hanpan.evaluation.hypotheses import holm
from hanpan.statistics.between import excess_in_groups
from hanpan.statistics.estimates import excess
from hanpan.statistics.interval import Difference

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.data.schema import Column

_LEAST_ROWS, _LEAST_SHARE = 30, 0.03
_LARGEST_SHARE = 0.5
_MOST_FOUND = 3
_LEAST_JUDGED = 8
_LEVEL = 0.05
_ALIKE = 0.5  # share of common rows from which two segments tell the same
_BETTER = 1.15  # times the excess of its better half, for a pair of columns to be worth telling


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of the rows, and how much the model errs there.

    Attributes
    ----------
    slices
        One or two conditions that hold together.
    rows, error, elsewhere
        On out-of-fold answers: rows of the segment, mean error in it and in all other rows.
    judged
        Its rows among those kept apart; 0 where there are too few to tell.
    judged_error, judged_elsewhere, low, high, p
        There: mean errors, 95 % limits of their difference, one-sided p corrected after Holm; None without rows.
    confirmed
        Whether the excess is there too, beyond chance.
    """

    slices: list[Slice]
    rows: int
    error: float
    elsewhere: float
    judged: int = 0
    judged_error: float | None = None
    judged_elsewhere: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    confirmed: bool = False

    @property
    def shown(self) -> tuple[float, float]:
        """Mean error inside and elsewhere: on the rows kept apart where there are enough, else out of fold."""
        if self.judged_error is None or self.judged_elsewhere is None:
            return self.error, self.elsewhere
        return self.judged_error, self.judged_elsewhere

    @property
    def name(self) -> str:
        """Its conditions."""
        return " & ".join(one.name for one in self.slices)


@dataclass(frozen=True, kw_only=True)
class Segments:
    """``measure``: ``wrong`` (share of wrong decisions) or ``size`` (mean absolute error); ``tried``: how many."""

    measure: str
    tried: int
    error: float
    found: list[Segment]


@dataclass(frozen=True)
class Errors:
    """Rows and the error of each: booleans (wrong or not) or sizes, (n,); ``group`` (n,) that chance is counted in."""

    frame: pd.DataFrame
    error: np.ndarray
    group: np.ndarray | None = None

    def excess(self, rows: np.ndarray) -> Difference:
        """How much larger the errors of some rows are."""
        if self.group is not None:
            return excess_in_groups(self.error, rows, self.group)
        return excess(self.error[rows], self.error[~rows])


def worst_segments(columns: Sequence[Column], seen: Errors, judged: Errors | None) -> Segments | None:
    """Where errors concentrate.

    Slices of single columns and pairs of them with at least 30 rows and 3 % are compared with all other rows (Welch,
    corrected after Bonferroni over all asked). Of those beyond chance, the ones whose excess is surely largest are
    kept, none of them mostly the same rows as another; up to three are then tested on other rows (Holm; chance is
    counted in groups where rows come in groups).

    Parameters
    ----------
    columns
        Columns to slice by.
    seen
        Rows on which segments are looked for, with their errors (out of fold).
    judged
        Rows on which they are confirmed; None where there are none.

    Returns
    -------
    Segments or None
        None where no two slices are large enough.

    References
    ----------
    Chung, Kraska, Polyzotis, Tae, Whang (2019), Slice Finder: automated data slicing for model validation.
    """
    least = max(_LEAST_ROWS, int(_LEAST_SHARE * len(seen.error)))
    single = [one for column in columns for one in slices_of(seen.frame[column.name], column, least)]
    if len(single) < 2:
        return None
    masks = np.array([one.rows(seen.frame) for one in single])
    pairs, tried = _candidates(single, masks, seen.error.astype(float), least)
    found = [_found([single[at] for at in pair], np.all(masks[list(pair)], axis=0), seen.error) for pair in pairs]
    measure = "wrong" if seen.error.dtype == bool else "size"
    return Segments(measure=measure, tried=tried, error=float(seen.error.mean()), found=_confirmed(found, judged))


def _candidates(
    single: list[Slice], masks: np.ndarray, error: np.ndarray, least: int
) -> tuple[list[tuple[int, ...]], int]:
    """Positions of the slices of the best segments, and how many segments were compared."""
    m = masks.astype(float)
    rows, sums, squares = m @ m.T, (m * error) @ m.T, (m * error**2) @ m.T  # the diagonal holds single slices
    other = np.array([[a.column == b.column for b in single] for a in single])
    np.fill_diagonal(other, val=False)
    gap, sure = _welch(rows, sums, squares, error)
    asked = np.triu((rows >= least) & (rows <= _LARGEST_SHARE * len(error)) & ~other)
    tried = int(asked.sum())
    if not tried:
        return [], 0
    needed = float(stats.norm.isf(_LEVEL / tried))
    lower = np.where(asked & (gap > needed * sure), gap - needed * sure, -np.inf)
    own = np.diag(gap)
    better = np.maximum(own[:, None], own[None, :]) * _BETTER
    lower[(gap < better) & ~np.eye(len(single), dtype=bool)] = -np.inf
    return _unlike(lower, masks), tried


def _welch(rows: np.ndarray, sums: np.ndarray, squares: np.ndarray, error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean error inside less that outside, and its standard error, for every segment."""
    outside = len(error) - rows
    with np.errstate(divide="ignore", invalid="ignore"):
        inner, outer = sums / rows, (error.sum() - sums) / outside
        spread = np.maximum(squares / rows - inner**2, 0) / (rows - 1)
        rest = np.maximum(((error**2).sum() - squares) / outside - outer**2, 0) / (outside - 1)
    # Few rows all alike say less than no spread would have it: at least the spread of all rows is taken for them.
    floor = np.where(spread > 0, spread, error.var() / np.maximum(rows, 1))
    return np.nan_to_num(inner - outer), np.nan_to_num(np.sqrt(floor + rest), nan=np.inf)


def _unlike(lower: np.ndarray, masks: np.ndarray) -> list[tuple[int, ...]]:
    chosen: list[tuple[int, ...]] = []
    kept: list[np.ndarray] = []
    for place in np.argsort(-lower, axis=None, kind="stable"):
        first, second = divmod(int(place), len(lower))
        if not np.isfinite(lower[first, second]) or len(chosen) == _MOST_FOUND:
            break
        rows = masks[first] & masks[second]
        if all((rows & other).sum() <= _ALIKE * min(rows.sum(), other.sum()) for other in kept):
            chosen.append((first,) if first == second else (first, second))
            kept.append(rows)
    return chosen


def _found(slices: list[Slice], rows: np.ndarray, error: np.ndarray) -> Segment:
    return Segment(
        slices=slices, rows=int(rows.sum()), error=float(error[rows].mean()), elsewhere=float(error[~rows].mean())
    )


def _confirmed(found: list[Segment], judged: Errors | None) -> list[Segment]:
    if judged is None:
        return found
    masks = [np.all([one.rows(judged.frame) for one in segment.slices], axis=0) for segment in found]
    enough = [rows.sum() >= _LEAST_JUDGED and (~rows).sum() >= _LEAST_JUDGED for rows in masks]
    gaps = [judged.excess(rows) if fits else None for rows, fits in zip(masks, enough, strict=True)]
    corrected = holm([gap.p if gap else None for gap in gaps])
    told = zip(found, masks, gaps, corrected, strict=True)
    return [
        segment if gap is None else _judged(segment, judged.error, rows, (gap, p)) for segment, rows, gap, p in told
    ]


def _judged(segment: Segment, error: np.ndarray, rows: np.ndarray, tested: tuple[Difference, float | None]) -> Segment:
    gap, p = tested
    return Segment(
        slices=segment.slices,
        rows=segment.rows,
        error=segment.error,
        elsewhere=segment.elsewhere,
        judged=int(rows.sum()),
        judged_error=float(error[rows].mean()),
        judged_elsewhere=float(error[~rows].mean()),
        low=gap.low,
        high=gap.high,
        p=p,
        confirmed=p is not None and p < _LEVEL,
    )
