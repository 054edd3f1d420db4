"""Coefficients of multinomial logistic regression: the odds of each class against one reference, with intervals."""

from __future__ import annotations

import numpy as np
from scipy import stats

from hanpan.insights.coefficients.record import ClassEquation, Coefficients
from hanpan.insights.coefficients.work import EASE, SPARE, PreparedColumns, coefficients_of, endless, standard
from hanpan.statistics.likelihood import logit, pseudo_r2

_MOST_PARAMETERS = 400
_MOST_WORK = 1e9  # rows x parameters squared, for one step of Newton's method


def multinomial(
    columns: PreparedColumns, y: np.ndarray, labels: tuple[str, ...], reference: int
) -> Coefficients | None:
    """Multinomial logistic regression by maximum likelihood (Newton's method), with Wald intervals.

    Classes with fewer rows than columns and some to spare are left out and named. Columns that all but separate a class
    have no finite coefficient there; a trace of a ridge keeps the others usable.

    Parameters
    ----------
    columns
        (n, p) prepared columns.
    y
        (n,) codes.
    reference
        Code of the class that others are compared with; the commonest one takes its place where it has too few rows.

    Returns
    -------
    Coefficients or None
        None where fewer than two classes have enough rows, or there are more than 400 coefficients.

    References
    ----------
    Theil (1969), A multinomial extension of the linear logit model; McFadden (1974), Conditional logit analysis of
    qualitative choice behavior.
    """
    counts = np.bincount(y, minlength=len(labels))
    width = columns.x.shape[1] + 1
    kept = np.flatnonzero(counts >= width + SPARE).tolist()
    if len(kept) < 2 or width * (len(kept) - 1) > _MOST_PARAMETERS:
        return None
    base = reference if reference in kept else int(counts.argmax())
    others = [code for code in kept if code != base]
    used = np.flatnonzero(np.isin(y, kept))
    used = used[:: int(np.ceil(len(used) * (width * len(others)) ** 2 / _MOST_WORK))]
    x, truth = columns.x[used], (y[used, None] == others).astype(float)
    _, scale, design = standard(x)
    found = logit(design, truth, np.r_[0.0, np.full(width - 1, EASE * len(used))])
    part = PreparedColumns(x, columns.names, columns.sources, columns.inflation)
    told = [
        coefficients_of(part, found.beta[place, 1:] / scale, found.errors[place, 1:] / scale, stats.norm())
        for place in range(len(others))
    ]
    return Coefficients(
        kind="multinomial",
        rows=len(used),
        reference=labels[base],
        classes=[
            ClassEquation(label=labels[code], coefficients=each, separated=[one.name for one in each if endless(one)])
            for code, each in zip(others, told, strict=True)
        ],
        fit=pseudo_r2(found, truth),
        few=[label for code, label in enumerate(labels) if code not in kept],
    )
