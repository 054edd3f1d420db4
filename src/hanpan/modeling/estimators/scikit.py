"""Estimators of scikit-learn, as they are."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import LibraryEstimator, Rows, spread_classes


class ScikitEstimator(LibraryEstimator):
    """Any scikit-learn estimator named by ``setting.builder`` (``module:Class``)."""

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit on all rows given."""
        weight = {} if rows.weight is None else {"sample_weight": rows.weight}  # neighbours take none
        self._model = self._build(rows).fit(rows.x, rows.y, **weight)

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if not self.setting.classification:
            return np.asarray(self._model.predict(x), dtype=float).reshape(len(x))
        return spread_classes(self._model.predict_proba(x), self._model.classes_, self.setting.n_classes)

    def _build(self, rows: Rows) -> Any:
        parameters = dict(self.setting.parameters)
        kind = load_class(self.setting.builder)
        accepted = kind().get_params()
        if "random_state" in accepted:
            parameters.setdefault("random_state", self.setting.seed)
        if "n_jobs" in accepted:
            parameters.setdefault("n_jobs", self.setting.threads)
        return kind(**parameters)


class NeighborsEstimator(ScikitEstimator):
    """k nearest neighbours; k is kept at or below the number of rows."""

    def _build(self, rows: Rows) -> Any:
        model = super()._build(rows)
        return model.set_params(n_neighbors=min(model.n_neighbors, len(rows.x)))


class SupportVectorEstimator(ScikitEstimator):
    """Support vector machine; probabilities by Platt's sigmoid on held-out decision values inside the fit rows.

    y of a regression is put on a standard scale while fitting, because C and epsilon are in its units.
    """

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit, with an inner split for the probabilities."""
        self._centre, self._scale = 0.0, 1.0
        if self.setting.classification:
            self._model = self._calibrated(rows)
        else:
            self._model = self._regressor(rows)

    def _calibrated(self, rows: Rows) -> Any:
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.model_selection import StratifiedKFold

        counts = np.bincount(rows.y.astype(int))
        folds = max(2, min(3, int(counts[counts > 0].min())))
        splitter = StratifiedKFold(folds, shuffle=True, random_state=self.setting.seed)
        import warnings

        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The least populated class")
            splits = list(splitter.split(rows.x, rows.y))
            model = CalibratedClassifierCV(self._build(rows), ensemble=False, cv=splits)
            return model.fit(rows.x, rows.y, rows.weight)

    def _regressor(self, rows: Rows) -> Any:
        y = rows.y
        centre, scale = float(np.mean(y)), float(np.std(y)) or 1.0
        model = self._build(rows).fit(rows.x, (y - centre) / scale)
        # Fold the scale back in, so that the fitted object answers in the units of y by itself.
        model._dual_coef_ = model._dual_coef_ * scale
        model.dual_coef_ = model._dual_coef_
        model._intercept_ = model._intercept_ * scale + centre
        model.intercept_ = model._intercept_
        return model


def load_class(path: str) -> Any:
    """The class named ``module:Class``."""
    module, name = path.split(":")
    return getattr(importlib.import_module(module), name)
