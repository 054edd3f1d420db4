"""XGBoost, LightGBM and CatBoost in their own formats, their trees checked before the library sees them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Members, Scorer, Shape, damaged
from hanpan.modeling.storage.boostercheck import check_catboost, check_lightgbm, check_xgboost


class XGBoostScorer:
    """A Booster; one thread."""

    def __init__(self, booster: Any, shape: Shape) -> None:
        self._booster, self._shape = booster, shape

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        import xgboost

        types = ["c" if i in self._shape.categorical else "q" for i in range(self._shape.n_features)]
        rows = xgboost.DMatrix(x, feature_types=types, enable_categorical=bool(self._shape.categorical), nthread=1)
        return two_columns(np.asarray(self._booster.predict(rows), dtype=float), self._shape)


class LightGBMScorer:
    """A Booster; one thread."""

    def __init__(self, booster: Any, shape: Shape) -> None:
        self._booster, self._shape = booster, shape

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        return two_columns(np.asarray(self._booster.predict(x, num_threads=1), dtype=float), self._shape)


class CatBoostScorer:
    """A CatBoost model; one thread."""

    def __init__(self, model: Any, shape: Shape) -> None:
        self._model, self._shape = model, shape

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        import catboost

        from hanpan.modeling.estimators.cat import with_text_codes

        kind = "RawFormulaVal" if self._shape.n_outputs == 1 else "Probability"
        pool = catboost.Pool(with_text_codes(x, self._shape.categorical), cat_features=list(self._shape.categorical))
        return np.asarray(self._model.predict(pool, prediction_type=kind, thread_count=1), dtype=float)


def two_columns(raw: np.ndarray, shape: Shape) -> np.ndarray:
    """The positive class's probability (n,) as (n, 2)."""
    return np.column_stack([1 - raw, raw]) if shape.n_outputs == 2 else raw


def dump_xgboost(booster: Any) -> Members:
    """A Booster as UBJSON, and as JSON for the check."""
    return {"model.json": bytes(booster.save_raw(raw_format="json"))}


def load_xgboost(members: Members, shape: Shape) -> Scorer:
    """Checked, then loaded."""
    import xgboost

    check_xgboost(members["model.json"], shape)
    booster = xgboost.Booster()
    try:
        booster.load_model(bytearray(members["model.json"]))
    except xgboost.core.XGBoostError as error:
        raise damaged("xgboost", str(error)[:200]) from error
    booster.set_param({"nthread": 1})
    if booster.num_features() != shape.n_features:
        raise damaged("xgboost", "another number of columns")
    return XGBoostScorer(booster, shape)


def dump_lightgbm(booster: Any) -> Members:
    """A Booster as text."""
    return {"model.txt": booster.model_to_string().encode()}


def load_lightgbm(members: Members, shape: Shape) -> Scorer:
    """Checked, then loaded."""
    import lightgbm

    text = members["model.txt"].decode("utf-8", errors="replace")
    check_lightgbm(text, shape)
    try:
        booster = lightgbm.Booster(model_str=text)
    except lightgbm.basic.LightGBMError as error:
        raise damaged("lightgbm", str(error)[:200]) from error
    return LightGBMScorer(booster, shape)


def dump_catboost(model: Any) -> Members:
    """A model as .cbm."""
    return {"model.cbm": bytes(model._serialize_model())}


def load_catboost(members: Members, shape: Shape) -> Scorer:
    """Loaded, then its exported trees checked before the first row is asked."""
    import catboost

    model = catboost.CatBoost()
    try:
        model.load_model(blob=members["model.cbm"])
        check_catboost(_exported(model), shape)
    except catboost.CatBoostError as error:
        raise damaged("catboost", str(error)[:200]) from error
    return CatBoostScorer(model, shape)


def _exported(model: Any) -> dict[str, Any]:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="hanpan-") as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        found = json.loads(path.read_text("utf-8"))
    return found if isinstance(found, dict) else {}
