"""Whether a column differs from the training (is it real), and by how much (is it large)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import numpy as np
from scipy import stats

from hanpan.deployment.counting.bins import BinKind, Bins
from hanpan.deployment.counting.counts import ColumnCounts, Counts
from hanpan.statistics.histograms import (
    compare_counts,
    compare_ordered,
    compare_shares,
    stability_index,
    stability_limit,
)

REAL = 0.01  # share of false discoveries among all columns
LARGE_PSI, LARGE_SHIFT, LARGE_SHARE = 0.1, 0.1, 0.02
_GROUPS = 10  # into which bins are taken together for the PSI
_BARS = 20  # into which they are for a picture


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shares of cells, in training and now."""

    training: float
    now: float


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A histogram to be drawn: shares (b,) of the known cells, between ``edges`` (b - 1,) or of ``words`` (b,)."""

    edges: list[float]
    words: list[str]
    training: list[float]
    now: list[float]


@dataclass(frozen=True, kw_only=True)
class ColumnDrift:
    """One column, or one output of the model, beside the training.

    Attributes
    ----------
    test, p
        ``ks`` (with a rank test) or ``chi2``, and the chance of such a difference without any change, corrected over
        all columns. None where nothing could be compared.
    missing_p
        The same of the share of missing cells.
    psi, psi_limit
        Population stability index over so many ``bins``, and what chance alone exceeds in one of 100 samples of so many
        rows.
    shift
        Wasserstein distance in standard deviations of the training; None of words.
    means
        Of numbers, dates (days since 1970) and lengths of texts.
    real, large
        ``real``: beyond chance; ``large``: PSI or shift of 0.1 and more (answers: also more than from one fit of the
        model to the next). ``drifted`` is both.
    """

    name: str
    kind: BinKind
    test: str | None
    p: float | None
    missing_p: float | None
    psi: float | None
    psi_limit: float | None
    shift: float | None
    means: Shares | None
    missing: Shares
    unread: float
    unseen: float
    outside: float
    real: bool = False
    large: bool = False
    drifted: bool = False
    missing_real: bool = False
    bins: int = 0
    bars: Bars | None = None

    @property
    def missing_rose(self) -> bool:
        """Whether clearly more cells are missing."""
        return self.missing_real and self.missing.now - self.missing.training >= LARGE_SHARE


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """PSI and shift that are no drift: answers differ so much from one fit of the same model to the next."""

    psi: float = 0.0
    shift: float = 0.0


def drifts(bins: Sequence[Bins], before: Counts, now: Counts) -> list[ColumnDrift]:
    """Every column beside the training; p-values are corrected over all of them together.

    References
    ----------
    Benjamini, Hochberg (1995), Controlling the false discovery rate.
    """
    return _drifts(bins, before.columns, now.columns, {})


def output_drifts(
    bins: Sequence[Bins], before: Counts, now: Counts, allowances: Mapping[str, Allowance]
) -> list[ColumnDrift]:
    """Every answer of the model, by what is allowed to each."""
    return _drifts(bins, before.outputs, now.outputs, allowances)


def allowance_of(bins: Bins, folds: Sequence[ColumnCounts]) -> Allowance:
    """Twice the most by which answers of one fold differ from those of all others, less what chance does to so few."""
    parts = [one for one in folds if one.known]
    if len(parts) < 2:
        return Allowance()
    found = []
    for place, one in enumerate(parts):
        rest = reduce(add, (other for spot, other in enumerate(parts) if spot != place))
        drift = _drift(bins, rest, one)
        chance = (drift.bins - 1) * (1 / rest.known + 1 / one.known)
        found.append(((drift.psi or 0.0) - chance, drift.shift or 0.0))
    return Allowance(psi=2 * max(0.0, *(psi for psi, _ in found)), shift=2 * max(shift for _, shift in found))


def _drifts(
    bins: Sequence[Bins],
    before: Mapping[str, ColumnCounts],
    now: Mapping[str, ColumnCounts],
    allowances: Mapping[str, Allowance],
) -> list[ColumnDrift]:
    found = [_drift(one, before[one.name], now[one.name]) for one in bins if one.name in now]
    return _corrected([_sized(one, allowances.get(one.name, Allowance())) for one in found])


def _sized(one: ColumnDrift, allowed: Allowance) -> ColumnDrift:
    psi, shift = max(LARGE_PSI, allowed.psi), max(LARGE_SHIFT, allowed.shift)
    return replace(one, large=(one.psi or 0.0) >= psi or (one.shift or 0.0) >= shift)


def _drift(bins: Bins, before: ColumnCounts, now: ColumnCounts) -> ColumnDrift:
    first, second = np.asarray(before.bins), np.asarray(now.bins)
    rows, total = before.known + before.missing, now.known + now.missing
    gone = _share(before.missing, rows), _share(now.missing, total)
    told = ColumnDrift(
        name=bins.name,
        kind=bins.kind,
        test=None,
        p=None,
        missing_p=compare_shares(before.missing, int(rows), now.missing, int(total)) if total else None,
        psi=None,
        psi_limit=None,
        shift=None,
        means=None,
        missing=Shares(training=gone[0], now=gone[1]),
        unread=_share(now.unread, total),
        unseen=_share(now.unseen, total),
        outside=_share(now.outside, total),
    )
    if not before.known or not now.known:
        return told
    return _compared(told, bins, before, now, (first, second))


def _compared(
    told: ColumnDrift, bins: Bins, before: ColumnCounts, now: ColumnCounts, pair: tuple[np.ndarray, np.ndarray]
) -> ColumnDrift:
    first, second = pair
    grouped = _grouped(first, second, _GROUPS) if bins.ordered else pair
    psi = stability_index(*grouped)
    shift = _shift(before, now) if bins.ordered else None
    return replace(
        told,
        test="ks" if bins.ordered else "chi2",
        p=compare_ordered(first, second) if bins.ordered else compare_counts(first, second),
        psi=psi,
        psi_limit=stability_limit(len(grouped[0]), before.known, now.known),
        shift=shift,
        means=_means(before, now) if bins.ordered else None,
        bins=len(grouped[0]),
        bars=_bars(bins, first, second),
    )


def _means(before: ColumnCounts, now: ColumnCounts) -> Shares | None:
    if before.mean is None or now.mean is None:
        return None
    return Shares(training=before.mean, now=now.mean)


def _corrected(found: list[ColumnDrift]) -> list[ColumnDrift]:
    asked = [(place, name) for place, one in enumerate(found) for name in ("p", "missing_p")]
    known = [(place, name) for place, name in asked if getattr(found[place], name) is not None]
    values = [getattr(found[place], name) for place, name in known]
    corrected = stats.false_discovery_control(values).tolist() if values else []
    for (place, name), p in zip(known, corrected, strict=True):
        real = "real" if name == "p" else "missing_real"
        found[place] = replace(found[place], **{name: p, real: p < REAL})
    return [replace(one, drifted=one.real and one.large) for one in found]


def _shift(before: ColumnCounts, now: ColumnCounts) -> float | None:
    """Wasserstein distance of the bins' means, in standard deviations of the training.

    References
    ----------
    Vallender (1974), Calculation of the Wasserstein distance between probability distributions on the line.
    """
    (one, first), (two, second) = _points(before), _points(now)
    mean = float(np.average(one, weights=first))
    spread = float(np.sqrt(np.average((one - mean) ** 2, weights=first)))
    if spread <= 0:
        return None
    return float(stats.wasserstein_distance(one, two, first, second) / spread)


def _points(counts: ColumnCounts) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each bin that has rows, and their number."""
    rows = np.asarray(counts.bins)
    inside = rows > 0
    return np.asarray(counts.sums)[inside] / rows[inside], rows[inside]


def _grouped(first: np.ndarray, second: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring bins together, into groups of about equally many training rows."""
    place = _groups_of(first, most)
    return (np.bincount(place, weights=first), np.bincount(place, weights=second))


def _groups_of(first: np.ndarray, most: int) -> np.ndarray:
    """The group of each bin (b,), without gaps."""
    middle = (np.cumsum(first) - first / 2) / first.sum()
    return np.unique(np.minimum((middle * most).astype(int), most - 1), return_inverse=True)[1]


def _bars(bins: Bins, first: np.ndarray, second: np.ndarray) -> Bars:
    edges: list[float] = []
    words: list[str] = []
    if bins.ordered:
        place = _groups_of(first, _BARS)
        edges = [bins.edges[k] for k in range(len(place) - 1) if place[k + 1] != place[k]]
        first, second = np.bincount(place, weights=first), np.bincount(place, weights=second)
    else:
        kept = min(len(bins.words), _BARS)
        words = [*bins.words[:kept], ""]  # the last one: all others
        first, second = (np.append(counts[:kept], counts[kept:].sum()) for counts in (first, second))
    shares = [(counts / counts.sum()).tolist() for counts in (first, second)]
    return Bars(edges=edges, words=words, training=shares[0], now=shares[1])


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
