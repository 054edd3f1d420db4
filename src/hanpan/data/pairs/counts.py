"""Category against category: chi-square where it may be trusted, exact or simulated where cells are thin."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from hanpan.data.pairs.record import Evidence, Pair, ShareRow
from hanpan.data.values import CodedColumn
from hanpan.foundation.randomness import seed_for
from hanpan.statistics.arrays import Floats, Ints
from hanpan.statistics.effects import table_limits

EXPECTED_AT_LEAST = 5.0
RESAMPLES = 999
SHOWN_GROUPS = 12


def compare_counts(column: str, groups: CodedColumn, classes: CodedColumn) -> Pair | None:
    """Categories against classes, both as codes (m,) without missing.

    The chi-square approximation is used where every expected count is at least five; a 2x2 table with less gets
    Fisher's exact test, a larger one the same statistic over 999 random tables with the same margins.

    References
    ----------
    Pearson, K. (1900), Philosophical Magazine 50, 157-175; Cochran, W. G. (1954), Biometrics 10, 417-451;
    Patefield, W. M. (1981), Applied Statistics 30, 91-97.
    """
    table = cross_table(groups, classes)
    if min(table.shape) < 2:
        return None
    statistic, p, free, expected = stats.chi2_contingency(table, correction=False)
    n, (labels, shares) = int(table.sum()), shares_of(groups, classes)
    limits = table_limits(statistic, free, n, min(table.shape))
    evidence = Evidence(n=n, chi2=statistic, classes=labels, shares=shares, low=limits.low, high=limits.high)
    test = "chi_square"
    if expected.min() < EXPECTED_AT_LEAST:
        test, p = _thin(table, column)
    return Pair(column=column, test=test, effect=cramers_v(table), p=p, evidence=evidence)


def shares_of(groups: CodedColumn, classes: CodedColumn) -> tuple[list[str], list[ShareRow]]:
    """The classes that occur, and their shares in each group, with how far they are from chance."""
    table = cross_table(groups, classes)
    seen = [label for code, label in enumerate(classes.labels) if (classes.codes == code).any()]
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    return seen, _shares(table, expected, groups.labels)


def cross_table(groups: CodedColumn, classes: CodedColumn) -> Ints:
    """Counts (groups, classes), empty rows and columns left out."""
    shape = len(groups.labels), len(classes.labels)
    flat = groups.codes * shape[1] + classes.codes
    table = np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape)
    return table[table.any(axis=1)][:, table.any(axis=0)]


def cramers_v(table: Ints) -> float:
    """Cramér's V without its upward bias: 0 no association, 1 one follows from the other.

    References
    ----------
    Bergsma, W. (2013), Journal of the Korean Statistical Society 42, 323-328.

    Examples
    --------
    >>> import numpy as np
    >>> round(cramers_v(np.array([[30, 0], [0, 30]])), 3)
    1.0
    """
    n, (r, c) = table.sum(), table.shape
    phi2 = stats.chi2_contingency(table, correction=False).statistic / n
    corrected = max(0.0, phi2 - (r - 1) * (c - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return float(min(1.0, np.sqrt(corrected / smaller))) if smaller > 0 else 0.0


def _thin(table: Ints, column: str) -> tuple[str, float]:
    if table.shape == (2, 2):
        return "fisher_exact", stats.fisher_exact(table).pvalue
    method = stats.MonteCarloMethod(n_resamples=RESAMPLES, rng=np.random.default_rng(seed_for(0, "pairs", column)))
    return "chi_square_monte_carlo", stats.chi2_contingency(table, correction=False, method=method).pvalue


def residuals(table: Ints, expected: Floats) -> Floats:
    """Adjusted residuals (groups, classes): about standard normal in every cell where nothing is related.

    References
    ----------
    Haberman, S. J. (1973), Biometrics 29, 205-220.
    """
    n = table.sum()
    rows, columns = table.sum(axis=1, keepdims=True) / n, table.sum(axis=0, keepdims=True) / n
    return np.asarray((table - expected) / np.sqrt(np.maximum(expected * (1 - rows) * (1 - columns), 1e-300)))


def _shares(table: Ints, expected: Floats, labels: list[str]) -> list[ShareRow]:
    shown, usual = _with_rest(table, labels), _with_rest(expected, labels)
    shares, beyond = shown / shown.sum(axis=1, keepdims=True), residuals(shown, usual)
    return [
        ShareRow(label=label, n=int(counts.sum()), shares=share.tolist(), residuals=off.round(2).tolist())
        for label, counts, share, off in zip(_named(labels), shown, shares, beyond, strict=True)
    ]


def _with_rest(table: Any, labels: list[str]) -> Any:
    """The first rows, and all others (with those merged before) as one: no row of the data is left out."""
    kept = _named(labels)
    if len(kept) == len(labels):
        return table
    return np.vstack([table[: len(kept) - 1], table[len(kept) - 1 :].sum(axis=0)])


def _named(labels: list[str]) -> list[str]:
    return labels if len(labels) <= SHOWN_GROUPS else [*labels[: SHOWN_GROUPS - 1], ""]
