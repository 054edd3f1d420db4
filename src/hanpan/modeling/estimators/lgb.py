"""LightGBM through its own training interface."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import FoldCurve, LibraryEstimator, PreparedRows, Rows
from hanpan.modeling.listening.stopwatch import Stopwatch, go_on, stopwatch

_OBJECTIVE = {"regression": "regression", "binary": "binary", "multiclass": "multiclass"}
_LOSS = {"regression": "rmse", "binary": "binary_logloss", "multiclass": "multi_logloss"}


class LightGBMEstimator(LibraryEstimator):
    """Leaf-wise gradient boosted trees by LightGBM.

    References
    ----------
    Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree.
    """

    @classmethod
    def load(cls, builder: str) -> None:
        """Import LightGBM."""
        import lightgbm  # noqa: F401

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit up to ``n_estimators`` rounds; with ``valid``, stop after ``patience`` rounds without a gain there."""
        import lightgbm

        parameters = self._parameters()
        rounds, patience = parameters.pop("n_estimators"), parameters.pop("patience", 50)
        train = self._set(rows)
        history: dict[str, dict[str, list[float]]] = {}
        watched = [train, self._set(valid, reference=train)] if valid is not None else []
        watch = stopwatch()
        callbacks = [_stop_in_time(watch)]
        if watched:
            callbacks = [lightgbm.record_evaluation(history), _stop_on_validation(patience, watch)]
        self._model = lightgbm.train(
            parameters,
            train,
            num_boost_round=rounds,
            valid_sets=watched or None,
            valid_names=["train", "validation"] if watched else None,
            callbacks=callbacks,
        )
        if history:
            name = _LOSS[self.setting.task]
            self.curve = FoldCurve(self.setting.loss, history["train"][name], history["validation"][name])

    def fit_batches(self, rows: PreparedRows) -> None:
        """Fit ``n_estimators`` rounds on rows that LightGBM bins as it reads them: a byte or two a cell.

        Where the time is over before, the rounds made until then are the model.
        """
        import lightgbm

        parameters = self._parameters()
        rounds = parameters.pop("n_estimators")
        parameters.pop("patience", None)
        binned = self._set(Rows(_sequence(rows), rows.y, rows.weight))
        self._model = lightgbm.train(parameters, binned, rounds, callbacks=[_stop_in_time(stopwatch())])

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        raw = self._model.predict(x, num_iteration=rounds or -1, num_threads=self.setting.threads)
        raw = np.asarray(raw, dtype=float)
        return np.column_stack([1 - raw, raw]) if self.setting.task == "binary" else raw

    @property
    def made(self) -> int:
        """Rounds of the last fit."""
        return int(self._model.current_iteration())

    def shortened(self, rounds: int | None) -> Any:
        """A Booster with the first ``rounds`` rounds."""
        import lightgbm

        if rounds is None or rounds >= self._model.current_iteration():
            return self._model
        return lightgbm.Booster(model_str=self._model.model_to_string(num_iteration=rounds))

    def _parameters(self) -> dict[str, Any]:
        fixed: dict[str, Any] = {
            "objective": _OBJECTIVE[self.setting.task],
            "metric": _LOSS[self.setting.task],
            "num_threads": self.setting.threads,
            "seed": self.setting.seed,
            "deterministic": True,
            "force_row_wise": True,
            "verbosity": -1,
        }
        if self.setting.task == "multiclass":
            fixed["num_class"] = self.setting.n_classes
        return {**fixed, **self.setting.parameters}

    def _set(self, rows: Rows, reference: Any = None) -> Any:
        import lightgbm

        categorical = list(self.setting.categorical)
        # Names are f0 ... fp: LightGBM refuses some characters, the Schema knows the real names.
        return lightgbm.Dataset(
            rows.x,
            label=rows.y,
            weight=rows.weight,
            reference=reference,
            categorical_feature=categorical,
            free_raw_data=True,
            params={"verbosity": -1, "max_bin": int(self.setting.parameters.get("max_bin", 255))},
        )


def _sequence(rows: PreparedRows) -> Any:
    """Rows as LightGBM asks for them: single ones to choose the bins by, then all in stretches."""
    import lightgbm

    class Sequence(lightgbm.Sequence):
        batch_size = 65_536

        def __getitem__(self, place: Any) -> np.ndarray:
            if isinstance(place, slice):
                go_on()
                start, stop, _ = place.indices(len(rows))
                return rows.x(start, stop)
            if isinstance(place, list):
                return np.vstack([rows.x(one, one + 1) for one in place])
            return np.asarray(rows.x(int(place), int(place) + 1)[0])

        def __len__(self) -> int:
            return len(rows)

    return Sequence()


def _stop_in_time(watch: Stopwatch) -> Any:
    import lightgbm

    def look(env: Any) -> None:
        if watch.over():
            raise lightgbm.callback.EarlyStopException(int(env.iteration), [])

    return look


def _stop_on_validation(patience: int, watch: Stopwatch) -> Any:
    """Stop when the validation loss has not improved for ``patience`` rounds, or the time is over.

    The train loss never stops it.
    """
    import lightgbm

    best = {"loss": float("inf"), "round": 0}

    def look(env: Any) -> None:
        loss = next(item[2] for item in env.evaluation_result_list if item[0] == "validation")
        if loss < best["loss"]:
            best.update(loss=loss, round=env.iteration)
        if env.iteration - best["round"] >= patience or watch.over():
            raise lightgbm.callback.EarlyStopException(int(best["round"]), env.evaluation_result_list)

    look.order = 30  # type: ignore[attr-defined]  # after the loss is recorded
    return look
