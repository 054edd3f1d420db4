"""CatBoost through its own training interface."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import FoldCurve, LibraryEstimator, Rows
from hanpan.modeling.estimators.devices import catboost_on_card, fitted
from hanpan.modeling.listening.stopwatch import Stopwatch, stopwatch

_LOSS = {"regression": "RMSE", "binary": "Logloss", "multiclass": "MultiClass"}
_MANY = 1_000  # rows from which a table of columns is made quicker, and much smaller, than a cell at a time


class CatBoostEstimator(LibraryEstimator):
    """Ordered boosting of symmetric trees by CatBoost.

    References
    ----------
    Prokhorenkova et al. (2018), CatBoost: unbiased boosting with categorical features.
    """

    @classmethod
    def load(cls, builder: str) -> None:
        """Import CatBoost."""
        import catboost  # noqa: F401

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit up to ``n_estimators`` rounds; with ``valid``, stop after ``patience`` rounds without a gain there."""
        import catboost

        parameters = self._parameters()
        patience = parameters.pop("patience", 50)
        watch = stopwatch()
        rows_of = self._pool(*rows), self._pool(*valid) if valid is not None else None

        def fit_on(card: bool) -> Any:
            # On the card CatBoost takes no callbacks: only the worker's own limit ends it early there.
            where = {"task_type": "GPU"} if card else {}
            return catboost.CatBoost({**parameters, **where}).fit(
                rows_of[0],
                eval_set=rows_of[1],
                early_stopping_rounds=patience if valid is not None else None,
                use_best_model=False,
                callbacks=None if card else [_StopInTime(watch)],
            )

        self._model = fitted(catboost_on_card(), fit_on)
        if valid is not None:
            told = self._model.get_evals_result()
            name = _LOSS[self.setting.task]
            self.curve = FoldCurve(self.setting.loss, told["learn"][name], told["validation"][name])

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        kind = "Probability" if self.setting.classification else "RawFormulaVal"
        limit = min(rounds or self._model.tree_count_, self._model.tree_count_)
        raw = self._model.predict(
            self._pool(x), prediction_type=kind, ntree_end=limit, thread_count=self.setting.threads
        )
        return np.asarray(raw, dtype=float)

    @property
    def made(self) -> int:
        """Rounds of the last fit."""
        return int(self._model.tree_count_)

    def shortened(self, rounds: int | None) -> Any:
        """A model with the first ``rounds`` trees."""
        if rounds is None or rounds >= self._model.tree_count_:
            return self._model
        model = self._model.copy()
        model.shrink(ntree_end=rounds)
        return model

    def _parameters(self) -> dict[str, Any]:
        parameters = dict(self.setting.parameters)
        fixed = {
            "loss_function": _LOSS[self.setting.task],
            "iterations": parameters.pop("n_estimators"),
            "random_seed": self.setting.seed,
            "thread_count": self.setting.threads,
            "allow_writing_files": False,
            "logging_level": "Silent",
        }
        if self.setting.task == "multiclass":
            fixed["classes_count"] = self.setting.n_classes
        return {**fixed, **parameters}

    def _pool(self, x: np.ndarray, y: np.ndarray | None = None, weight: np.ndarray | None = None) -> Any:
        import catboost

        categorical = self.setting.categorical
        return catboost.Pool(with_text_codes(x, categorical), label=y, weight=weight, cat_features=list(categorical))


class _StopInTime:
    def __init__(self, watch: Stopwatch) -> None:
        self._watch = watch

    def after_iteration(self, info: Any) -> bool:
        """Whether to go on: CatBoost's protocol."""
        return not self._watch.over()


def with_text_codes(x: np.ndarray, categorical: tuple[int, ...]) -> Any:
    """x as CatBoost wants it: category codes as whole-number text, ``nan`` where missing."""
    if not categorical:
        return x
    if len(x) < _MANY:
        mixed = x.astype(object)
        for position in categorical:
            mixed[:, position] = ["nan" if np.isnan(code) else str(int(code)) for code in x[:, position]]
        return mixed
    import pandas as pd

    columns = {position: x[:, position] for position in range(x.shape[1])}
    for position in categorical:  # one text for all cells of a code: a cell costs no more than a number
        codes = np.where(np.isnan(x[:, position]), -1, x[:, position]).astype(np.int64)
        texts = np.array([*map(str, range(int(codes.max(initial=-1)) + 1)), "nan"], dtype=object)
        columns[position] = texts[codes]
    return pd.DataFrame(columns, copy=False)
