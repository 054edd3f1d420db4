"""Linear and logistic regression, with the number of x as the knob.

Whatever the penalty, the fitted object is a plain LinearRegression or LogisticRegression in the units of x and y, so
that its equation can be read.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import LibraryEstimator, Rows, spread_classes


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

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Probabilities (n, C)."""
        return spread_classes(self._model.predict_proba(x), self._model.classes_, self.setting.n_classes)


def forward_order(x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray:
    """Positions of the ``count`` columns that least-angle regression takes in first; x (n, p) standardised."""
    from sklearn.linear_model import lars_path

    _, active, _ = lars_path(x, y, method="lar", max_iter=count)
    return np.asarray(active[:count], dtype=int)


def _standard(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = x.std(axis=0)
    return x.mean(axis=0), np.where(spread > 0, spread, 1.0)


def _line(slopes: np.ndarray, intercept: float) -> Any:
    from sklearn.linear_model import LinearRegression

    model = LinearRegression()
    model.coef_, model.intercept_, model.n_features_in_ = slopes, intercept, len(slopes)
    return model
