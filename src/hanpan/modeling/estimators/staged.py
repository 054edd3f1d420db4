"""scikit-learn's gradient boosting, with its curve over rounds."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np

from hanpan.foundation.budget import CLOCK
from hanpan.modeling.estimators.base import FoldCurve, Rows, spread_classes
from hanpan.modeling.estimators.scikit import ScikitEstimator
from hanpan.modeling.listening.stopwatch import Stopwatch, stopwatch

_FIRST_ROUNDS = 10  # where the time is measured; then twice as many, and so on, as far as it is likely to suffice
_FEWEST_MORE = 5


class StagedEstimator(ScikitEstimator):
    """GradientBoosting and HistGradientBoosting: fitted to the full number of rounds, read at any earlier one."""

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit all rounds; with ``valid``, read the loss of fit and validation rows along the way."""
        self._model = self._build(rows)
        if "categorical_features" in self._model.get_params() and self.setting.categorical:
            self._model.set_params(categorical_features=list(self.setting.categorical))
        watch = stopwatch()
        self._fit_in_time(rows, watch)
        self.curve = None
        if valid is not None:
            self.curve = self._read_curve(rows, valid)

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) or probabilities (n, C) after ``rounds`` rounds."""
        if rounds is None or rounds >= self.made:
            return super().output(x)
        for count, output in enumerate(self._stages(x), start=1):
            if count == rounds:
                return output
        return super().output(x)

    def shortened(self, rounds: int | None) -> Any:
        """A model with the first ``rounds`` rounds."""
        if rounds is None or rounds >= self.made:
            return self._model
        model = copy.copy(self._model)
        if hasattr(model, "n_iter_"):
            model._predictors = model._predictors[:rounds]
        else:
            model.estimators_, model.n_estimators_ = model.estimators_[:rounds], rounds
        return model

    def _fit_in_time(self, rows: Rows, watch: Stopwatch) -> None:
        name = "max_iter" if "max_iter" in self._model.get_params() else "n_estimators"
        wanted = rounds = self._model.get_params()[name]
        if watch.limited:
            self._model.set_params(warm_start=True)
            rounds = min(_FIRST_ROUNDS, wanted)
        began = CLOCK.now()
        self._model.set_params(**{name: rounds}).fit(*rows)
        while rounds < wanted and not watch.over():
            affordable = rounds * watch.left / max(1e-3, CLOCK.now() - began)
            rounds = min(wanted, rounds + int(max(_FEWEST_MORE, min(rounds, affordable))))
            self._model.set_params(**{name: rounds}).fit(*rows)

    @property
    def made(self) -> int:
        """Rounds of the last fit."""
        model = self._model
        return int(model.n_iter_ if hasattr(model, "n_iter_") else model.n_estimators_)

    def _stages(self, x: np.ndarray) -> Iterator[np.ndarray]:
        if not self.setting.classification:
            for values in self._model.staged_predict(x):
                yield np.asarray(values, dtype=float).reshape(len(x))
            return
        for probability in self._model.staged_predict_proba(x):
            yield spread_classes(probability, self._model.classes_, self.setting.n_classes)

    def _read_curve(self, fit_rows: Rows, valid: Rows) -> FoldCurve:
        step = max(1, len(fit_rows.y) // 2000)
        weight = None if fit_rows.weight is None else fit_rows.weight[::step]
        some = Rows(fit_rows.x[::step], fit_rows.y[::step], weight)
        curve = FoldCurve(self.setting.loss)
        pairs = zip(self._stages(some.x), self._stages(valid.x), strict=True)
        for fit_output, valid_output in pairs:
            curve.train.append(loss(some, fit_output))
            curve.validation.append(loss(valid, valid_output))
        return curve


def loss(rows: Rows, output: np.ndarray) -> float:
    """RMSE of values, or log loss of probabilities (clipped at 1e-15); rows that weigh more count more."""
    if output.ndim == 1:
        return float(np.sqrt(np.mean((rows.y - output) ** 2)))
    true = output[np.arange(len(rows.y)), rows.y.astype(int)]
    return float(-np.average(np.log(np.clip(true, 1e-15, 1)), weights=rows.weight))
