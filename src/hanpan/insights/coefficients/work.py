"""Coefficients of linear models with intervals, in the unit of y (or as odds) per step of x."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from hanpan.insights.coefficients.record import Coefficient, Coefficients
from hanpan.statistics.likelihood import logit, pseudo_r2

EASE = 1e-6  # ridge per row on standardised x: keeps separated classes finite
_RUNAWAY = 6.0  # log-odds (per standard deviation), beyond which a coefficient or its error has no end
SPARE = 10  # rows that must be left over


@dataclass(frozen=True)
class PreparedColumns:
    """Prepared columns x (n, p) with their names and sources, and their variance inflation (p,)."""

    x: np.ndarray
    names: tuple[str, ...]
    sources: tuple[str, ...]
    inflation: np.ndarray


def least_squares(columns: PreparedColumns, y: np.ndarray) -> Coefficients | None:
    """Ordinary least squares with intervals that hold where errors differ in size (HC3).

    Returns
    -------
    Coefficients or None
        None where rows are too few for the columns. ``fit`` is R² on these rows.

    References
    ----------
    MacKinnon, White (1985), Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample
    properties; Long, Ervin (2000), Using heteroscedasticity consistent standard errors in the linear regression model.
    """
    n, p = columns.x.shape
    if n < p + 1 + SPARE:
        return None
    centre, scale, design = standard(columns.x)
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ y
    residual, leverage = y - design @ beta, ((design @ inverse) * design).sum(axis=1)
    away = residual / np.maximum(1 - leverage, 1e-8)
    error = np.sqrt(np.diag(inverse @ (design.T @ (design * away[:, None] ** 2)) @ inverse))
    told = coefficients_of(columns, beta[1:] / scale, error[1:] / scale, stats.t(n - p - 1))
    total = float(((y - y.mean()) ** 2).sum())
    return Coefficients(
        kind="linear",
        rows=n,
        intercept=float(beta[0] - (beta[1:] / scale) @ centre),
        coefficients=told,
        fit=1 - float((residual**2).sum()) / total if total else None,
    )


def logistic(columns: PreparedColumns, positive: np.ndarray) -> Coefficients | None:
    """Logistic regression by maximum likelihood (Newton's method), with Wald intervals.

    Columns that all but separate the classes, or whose levels have hardly a row of one class, have no finite
    coefficient; a trace of a ridge keeps the others usable, and their names stand in ``separated``.

    Returns
    -------
    Coefficients or None
        None where one of the classes has too few rows for the columns. ``fit`` is McFadden's pseudo R².

    References
    ----------
    Cox (1958), The regression analysis of binary sequences; Albert, Anderson (1984), On the existence of maximum
    likelihood estimates in logistic regression models.
    """
    n, p = columns.x.shape
    hits = int(positive.sum())
    if min(hits, n - hits) < p + 1 + SPARE:
        return None
    centre, scale, design = standard(columns.x)
    ease = np.r_[0.0, np.full(p, EASE * n)]
    truth = positive.astype(float)[:, None]
    found = logit(design, truth, ease)
    beta, error = found.beta[0], found.errors[0]
    told = coefficients_of(columns, beta[1:] / scale, error[1:] / scale, stats.norm())
    return Coefficients(
        kind="logistic",
        rows=n,
        intercept=float(beta[0] - (beta[1:] / scale) @ centre),
        coefficients=told,
        fit=pseudo_r2(found, truth),
        separated=[one.name for one in told if endless(one)],
    )


def endless(one: Coefficient) -> bool:
    """Whether a log-odds coefficient has no end that the rows could tell."""
    effect, low, high = one.compared
    return max(abs(effect), (high - low) / 2) > _RUNAWAY


def standard(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centre and scale of the columns, and the design matrix of standardised x with its 1s in front."""
    centre, spread = x.mean(axis=0), x.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    return centre, scale, np.column_stack([np.ones(len(x)), (x - centre) / scale])


def coefficients_of(columns: PreparedColumns, slopes: np.ndarray, errors: np.ndarray, law: Any) -> list[Coefficient]:
    """Per step, the strongest first; ``law``: of the slope divided by its standard error."""
    reach, told = float(law.ppf(0.975)), []
    for place, (name, source) in enumerate(zip(columns.names, columns.sources, strict=True)):
        cells = columns.x[:, place]
        step, slope, error = _step(cells), float(slopes[place]), float(errors[place])
        told.append(
            Coefficient(
                name=name,
                source=source,
                step=step,
                effect=slope * step,
                low=(slope - reach * error) * step,
                high=(slope + reach * error) * step,
                p=float(2 * law.sf(abs(slope / error))) if error > 0 else 1.0,
                spread=float(cells.std()),
                inflation=float(columns.inflation[place]),
            )
        )
    return sorted(told, key=lambda one: -abs(one.effect / one.step * one.spread))


def _step(cells: np.ndarray) -> float:
    """1 for 0/1 columns, else a power of ten near the standard deviation, of whole numbers at least 1.

    Examples
    --------
    >>> _step(np.array([0.0, 1.0, 1.0])), _step(np.array([100.0, 130.0, 160.0])), _step(np.array([1.0, 2.0, 2.0]))
    (1.0, 10.0, 1.0)
    """
    spread = float(cells.std())
    if not spread or np.isin(cells, (0.0, 1.0)).all():
        return 1.0
    step = float(10.0 ** np.floor(np.log10(spread)))
    return max(1.0, step) if (cells == np.round(cells)).all() else step
