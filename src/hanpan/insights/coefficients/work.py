"""Coefficients of linear models with intervals, in the unit of y (or as odds) per step of x."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import stats

from hanpan.statistics.likelihood import logit, pseudo_r2

EASE = 1e-6  # ridge per row on standardised x: keeps separated classes finite
_RUNAWAY = 6.0  # log-odds (per standard deviation), beyond which a coefficient or its error has no end
SPARE = 10  # rows that must be left over


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """What y changes by when a prepared column goes up by ``step``, all others held.

    Attributes
    ----------
    name, source
        The prepared column, and the column of the table it comes from.
    step
        A round step of its size: 1 for 0/1 columns, else a power of ten near its standard deviation.
    effect, low, high
        Per step: in the unit of y, or in log-odds of the positive class; 95 % limits.
    p
        Of no effect.
    spread
        Standard deviation of the column: ``effect / step * spread`` compares columns.
    inflation
        Variance inflation factor: how many times wider the squared interval is than if it were independent of others.
    """

    name: str
    source: str
    step: float
    effect: float
    low: float
    high: float
    p: float
    spread: float
    inflation: float

    @property
    def plain(self) -> bool:
        """Whether it is a column as the table has it, or a level of one: what people can think of changing."""
        return self.name == self.source or self.name.startswith(f"{self.source}=")

    @property
    def compared(self) -> tuple[float, float, float]:
        """Effect and limits per standard deviation; of a 0/1 column as they are."""
        times = 1.0 if self.step == 1.0 and self.spread <= 0.5 else self.spread / self.step
        return self.effect * times, self.low * times, self.high * times


@dataclass(frozen=True, kw_only=True)
class ClassEquation:
    """Coefficients of one class, log-odds against the reference, the strongest first; ``separated`` have no end."""

    label: str
    coefficients: list[Coefficient]
    separated: list[str] = field(default_factory=list)

    @property
    def readable(self) -> list[Coefficient]:
        """Those of plain columns that have an end."""
        return [one for one in self.coefficients if one.plain and one.name not in self.separated]


@dataclass(frozen=True, kw_only=True)
class Coefficients:
    """A linear, logistic or multinomial model.

    Attributes
    ----------
    kind
        ``linear``, ``logistic`` or ``multinomial``.
    rows, fit
        Rows it was fitted on; R² there, McFadden's pseudo R² of classes.
    intercept, coefficients, separated
        The equation of a number or of two classes; ``separated`` columns have no end.
    reference, classes
        Of more classes: the one that all others are compared with, and an equation for each of these.
    shown, few
        Labels of the classes that matter most, for pictures; classes left out, because they have too few rows for so
        many columns.
    left_out
        Columns that say the same as another one, with that one.
    references
        The level that each category is compared with.
    """

    kind: str
    rows: int
    intercept: float = 0.0
    coefficients: list[Coefficient] = field(default_factory=list)
    fit: float | None = None
    separated: list[str] = field(default_factory=list)
    reference: str = ""
    classes: list[ClassEquation] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    few: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)

    @property
    def readable(self) -> list[Coefficient]:
        """Those of plain columns that have an end."""
        return [one for one in self.coefficients if one.plain and one.name not in self.separated]


@dataclass(frozen=True)
class Columns:
    """Prepared columns x (n, p) with their names and sources, and their variance inflation (p,)."""

    x: np.ndarray
    names: tuple[str, ...]
    sources: tuple[str, ...]
    inflation: np.ndarray


def least_squares(columns: Columns, y: np.ndarray) -> Coefficients | None:
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


def logistic(columns: Columns, positive: np.ndarray) -> Coefficients | None:
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


def coefficients_of(columns: Columns, slopes: np.ndarray, errors: np.ndarray, law: Any) -> list[Coefficient]:
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
