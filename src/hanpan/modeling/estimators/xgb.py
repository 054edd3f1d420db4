"""XGBoost through its own training interface."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import FoldCurve, LibraryEstimator, PreparedRows, Rows
from hanpan.modeling.estimators.devices import fitted, xgboost_on_card
from hanpan.modeling.listening.stopwatch import Stopwatch, go_on, stopwatch

_OBJECTIVE = {"regression": "reg:squarederror", "binary": "binary:logistic", "multiclass": "multi:softprob"}
_HELD = 1_000_000_000  # binned cells, a byte or two each, that are held in memory; more are read from the disk
_LOSS = {"regression": "rmse", "binary": "logloss", "multiclass": "mlogloss"}


class XGBoostEstimator(LibraryEstimator):
    """Gradient boosted trees by XGBoost, histogram method.

    References
    ----------
    Chen, Guestrin (2016), XGBoost: a scalable tree boosting system.
    """

    @classmethod
    def load(cls, builder: str) -> None:
        """Import XGBoost."""
        import xgboost  # noqa: F401

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit up to ``n_estimators`` rounds; with ``valid``, stop after ``patience`` rounds without a gain there."""
        import xgboost

        parameters = self._parameters()
        rounds, patience = parameters.pop("n_estimators"), parameters.pop("patience", 50)
        train = self._matrix(*rows)
        history: dict[str, dict[str, list[float]]] = {}
        watched = [(train, "train"), (self._matrix(*valid), "validation")] if valid is not None else []
        watch = stopwatch()

        def train_on(card: bool) -> Any:
            history.clear()
            return xgboost.train(
                {**parameters, "device": "cuda" if card else "cpu"},
                train,
                num_boost_round=rounds,
                evals=watched,
                evals_result=history,
                early_stopping_rounds=patience if watched else None,
                verbose_eval=False,
                callbacks=[_stop_in_time(watch)],
            )

        self._model = fitted(xgboost_on_card(), train_on)
        self._model.set_param({"device": "cpu"})  # answers are asked for on any machine
        if history:
            name = _LOSS[self.setting.task]
            self.curve = FoldCurve(self.setting.loss, history["train"][name], history["validation"][name])

    def fit_batches(self, rows: PreparedRows) -> None:
        """Fit ``n_estimators`` rounds on binned rows: held in memory, or past ``_HELD`` cells on the disk.

        Where the time is over before, the rounds made until then are the model.
        """
        import xgboost

        parameters = self._parameters()
        rounds = parameters.pop("n_estimators")
        parameters.pop("patience", None)
        beside_it = len(rows) * rows.width > _HELD
        batches = _batches(rows, self._types(rows.width), str(rows.path.with_suffix(".xgb")) if beside_it else None)
        kind = xgboost.ExtMemQuantileDMatrix if beside_it else xgboost.QuantileDMatrix
        binned = kind(
            batches,
            max_bin=int(parameters.get("max_bin", 256)),
            nthread=self.setting.threads,
            enable_categorical=bool(self.setting.categorical),
        )
        in_time = _stop_in_time(stopwatch())
        self._model = xgboost.train(parameters, binned, num_boost_round=rounds, verbose_eval=False, callbacks=[in_time])

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        limit = min(rounds or self._model.num_boosted_rounds(), self._model.num_boosted_rounds())
        raw = self._model.predict(self._matrix(x), iteration_range=(0, limit)).astype(float)
        return np.column_stack([1 - raw, raw]) if self.setting.task == "binary" else raw

    @property
    def made(self) -> int:
        """Rounds of the last fit."""
        return int(self._model.num_boosted_rounds())

    def shortened(self, rounds: int | None) -> Any:
        """A Booster with the first ``rounds`` rounds."""
        return self._model if rounds is None else self._model[: min(rounds, self._model.num_boosted_rounds())]

    def _parameters(self) -> dict[str, Any]:
        fixed: dict[str, Any] = {
            "objective": _OBJECTIVE[self.setting.task],
            "eval_metric": _LOSS[self.setting.task],
            "tree_method": "hist",
            "nthread": self.setting.threads,
            "seed": self.setting.seed,
            "verbosity": 0,
        }
        if self.setting.task == "multiclass":
            fixed["num_class"] = self.setting.n_classes
        return {**fixed, **self.setting.parameters}

    def _matrix(self, x: np.ndarray, y: np.ndarray | None = None, weight: np.ndarray | None = None) -> Any:
        import xgboost

        return xgboost.DMatrix(
            x,
            label=y,
            weight=weight,
            feature_types=self._types(x.shape[1]),
            enable_categorical=bool(self.setting.categorical),
            nthread=self.setting.threads,
        )

    def _types(self, width: int) -> list[str]:
        return ["c" if position in self.setting.categorical else "q" for position in range(width)]


def _batches(rows: PreparedRows, types: list[str], cache: str | None) -> Any:
    """Rows as XGBoost asks for them: again and again from the first batch."""
    import xgboost

    class Batches(xgboost.DataIter):
        def __init__(self) -> None:
            self._left = iter(rows)
            super().__init__(cache_prefix=cache)

        def next(self, input_data: Any) -> bool:
            go_on()
            batch = next(self._left, None)
            if batch is not None:
                input_data(data=batch.x, label=batch.y, weight=batch.weight, feature_types=types)
            return batch is not None

        def reset(self) -> None:
            self._left = iter(rows)

    return Batches()


def _stop_in_time(watch: Stopwatch) -> Any:
    import xgboost

    class StopInTime(xgboost.callback.TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            return watch.over()

    return StopInTime()
