"""Linear and logistic regression, with the number of x as the knob.

Whatever the penalty, the fitted object is a plain LinearRegression or LogisticRegression in the units of x and y, so
that its equation can be read.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import LibraryEstimator, PreparedRows, Rows, spread_classes
from hanpan.modeling.listening.stopwatch import go_on

_FIRST = 50_000  # rows that a fit in batches begins with


class LinearEstimator(LibraryEstimator):
    """Least squares on some or all x, or with a ridge, lasso or elastic-net penalty.

    Parameters in the setting: ``share`` of x kept (forward by least-angle regression, then plain least squares),
    ``penalty`` (``none``, ``ridge``, ``lasso``, ``elastic_net``), ``alpha`` (strength on standardised x and y).

    References
    ----------
    Efron, Hastie, Johnstone, Tibshirani (2004), Least angle regression; Zou, Hastie (2005), The elastic net.
    """

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit on standardised x, then write the equation in the units of x."""
        x, y, _ = rows
        centre, scale = _standard(x)
        standard = (x - centre) / scale
        mean, spread = float(np.mean(y)), float(np.std(y)) or 1.0
        slopes = self._slopes(standard, (y - mean) / spread) * spread / scale
        self._model = _line(slopes, mean - float(slopes @ centre))

    def fit_batches(self, rows: PreparedRows) -> None:
        """The same equation from the triangle of a QR decomposition, gathered over the batches.

        Least squares, with a penalty or without, ask of the rows no more than this triangle: its p + 1 rows, stretched
        so that they weigh as much as one row each, take the place of all.

        References
        ----------
        Golub, Van Loan (2013), Matrix Computations, section 5.3; Demmel et al. (2012), Communication-optimal parallel
        and sequential QR (the gathering).
        """
        centre, scale = _spread_of(rows)
        mean, spread = float(np.mean(rows.y)), float(np.std(rows.y)) or 1.0
        triangle = np.zeros((0, rows.width + 1))
        for x, y, _ in rows:
            beside = np.column_stack([(x - centre) / scale, (y - mean) / spread])
            triangle = np.asarray(np.linalg.qr(np.vstack([triangle, beside]), mode="r"))
        triangle *= math.sqrt(len(triangle) / len(rows))
        slopes = self._slopes(triangle[:, :-1], triangle[:, -1]) * spread / scale
        self._model = _line(slopes, mean - float(slopes @ centre))

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,)."""
        return np.asarray(x @ self._model.coef_ + self._model.intercept_, dtype=float)

    def _slopes(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        from sklearn.linear_model import ElasticNet, Lasso, Ridge

        penalty = self.setting.parameters.get("penalty", "none")
        alpha = float(self.setting.parameters.get("alpha", 0.01))
        if penalty == "ridge":
            return np.asarray(Ridge(alpha=alpha * len(x), fit_intercept=False).fit(x, y).coef_)
        if penalty == "lasso":
            return np.asarray(Lasso(alpha=alpha, fit_intercept=False, max_iter=5000).fit(x, y).coef_)
        if penalty == "elastic_net":
            return np.asarray(ElasticNet(alpha=alpha, fit_intercept=False, max_iter=5000).fit(x, y).coef_)
        return self._selected(x, y, float(self.setting.parameters.get("share", 1.0)))

    def _selected(self, x: np.ndarray, y: np.ndarray, share: float) -> np.ndarray:
        kept = np.arange(x.shape[1])
        if share < 1:
            kept = forward_order(x, y, max(1, math.ceil(share * x.shape[1])))
        slopes = np.zeros(x.shape[1])
        slopes[kept] = np.linalg.lstsq(x[:, kept], y, rcond=1e-10)[0]
        return slopes


class LogisticEstimator(LibraryEstimator):
    """Logistic regression with an L2 penalty of strength 1/C on standardised x.

    References
    ----------
    Cox (1958), The regression analysis of binary sequences.
    """

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit on standardised x, then write the coefficients in the units of x."""
        from sklearn.linear_model import LogisticRegression

        centre, scale = _standard(rows.x)
        model = LogisticRegression(max_iter=2000, random_state=self.setting.seed, **self.setting.parameters)
        model.fit((rows.x - centre) / scale, rows.y, rows.weight)
        model.coef_ = model.coef_ / scale
        model.intercept_ = model.intercept_ - model.coef_ @ centre
        self._model = model

    def fit_batches(self, rows: PreparedRows) -> None:
        """The minimum of the same loss, by L-BFGS, whose every step reads all rows; it begins at a fit on the first.

        References
        ----------
        Liu, Nocedal (1989), On the limited memory BFGS method for large scale optimization.
        """
        from scipy.optimize import minimize

        first = rows.x(0, min(len(rows), _FIRST))
        self.fit(Rows(first, rows.y[: len(first)], None if rows.weight is None else rows.weight[: len(first)]))
        if len(first) == len(rows) or len(self._model.classes_) < self.setting.n_classes:
            return
        centre, scale = _spread_of(rows)
        loss = _LogisticLoss(rows, centre, scale, float(self.setting.parameters.get("C", 1.0)))
        slopes = self._model.coef_ * scale
        start = np.column_stack([slopes, self._model.intercept_ + self._model.coef_ @ centre])
        found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 60, "ftol": 1e-10})
        weights = found.x.reshape(start.shape)
        self._model.coef_ = weights[:, :-1] / scale
        self._model.intercept_ = weights[:, -1] - self._model.coef_ @ centre

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Probabilities (n, C)."""
        return spread_classes(self._model.predict_proba(x), self._model.classes_, self.setting.n_classes)


class _LogisticLoss:
    """The mean log loss of standardised rows with an L2 penalty of strength 1/C, and its gradient, in batches.

    Weights are (1, p + 1) for two classes, (C, p + 1) for more; the last column is the intercept.
    """

    def __init__(self, rows: PreparedRows, centre: np.ndarray, scale: np.ndarray, C: float) -> None:
        self._rows, self._centre, self._scale, self._C = rows, centre, scale, C
        self._total = float(len(rows) if rows.weight is None else rows.weight.sum())

    def __call__(self, flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(-1, self._rows.width + 1)
        loss, gradient = 0.0, np.zeros_like(weights)
        for rows in self._rows:
            go_on()
            part, slopes = self._of(rows, weights)
            loss, gradient = loss + part, gradient + slopes
        penalty = 1.0 / (self._C * self._total)
        pulled = weights * np.append(np.ones(self._rows.width), 0.0)  # the intercept is free
        loss = loss / self._total + 0.5 * penalty * float((pulled**2).sum())
        return loss, (gradient / self._total + penalty * pulled).ravel()

    def _of(self, rows: Rows, weights: np.ndarray) -> tuple[float, np.ndarray]:
        from scipy.special import log_softmax

        x = np.column_stack([(rows.x - self._centre) / self._scale, np.ones(len(rows.x))])
        scores = x @ weights.T
        if scores.shape[1] == 1:
            scores = np.column_stack([np.zeros(len(x)), scores])
        logs, codes = log_softmax(scores, axis=1), rows.y.astype(int)
        counts = np.ones(len(x)) if rows.weight is None else rows.weight
        missed = np.exp(logs)
        missed[np.arange(len(x)), codes] -= 1.0
        missed = (missed * counts[:, None])[:, -len(weights) :]
        return -float(counts @ logs[np.arange(len(x)), codes]), missed.T @ x


def forward_order(x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray:
    """Positions of the ``count`` columns that least-angle regression takes in first; x (n, p) standardised."""
    from sklearn.linear_model import lars_path

    _, active, _ = lars_path(x, y, method="lar", max_iter=count)
    return np.asarray(active[:count], dtype=int)


def _standard(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = x.std(axis=0)
    return x.mean(axis=0), np.where(spread > 0, spread, 1.0)


def _spread_of(rows: PreparedRows) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each column, by two readings: as exact as from all rows at once."""
    mean = sum((x.sum(axis=0) for x, _, _ in rows), np.zeros(rows.width)) / len(rows)
    spread = np.sqrt(sum((((x - mean) ** 2).sum(axis=0) for x, _, _ in rows), np.zeros(rows.width)) / len(rows))
    return mean, np.where(spread > 0, spread, 1.0)


def _line(slopes: np.ndarray, intercept: float) -> Any:
    from sklearn.linear_model import LinearRegression

    model = LinearRegression()
    model.coef_, model.intercept_, model.n_features_in_ = slopes, intercept, len(slopes)
    return model
