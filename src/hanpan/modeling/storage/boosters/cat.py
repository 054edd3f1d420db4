"""CatBoost as its own JSON; what the library reads is written anew from checked values, never the file itself."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hanpan.modeling.storage.base import Members, Scorer, Shape, damaged, spread, threads_for
from hanpan.modeling.storage.boosters.boosted import parsed
from hanpan.modeling.storage.boosters.cat_row import SymmetricTrees, symmetric_trees
from hanpan.modeling.storage.boosters.catcheck import KIND, rebuilt
from hanpan.modeling.storage.linear import sigmoid, softmax

_FILE = "model.json"


class CatBoostScorer:
    """A CatBoost model; one thread, and a single row without the library. Raw answers become probabilities here."""

    def __init__(self, model: Any, seen: np.ndarray, shape: Shape, sound: dict[str, Any]) -> None:
        self._model, self._seen, self._shape = model, seen, shape
        self._of_row = symmetric_trees(sound, shape, max(1, len(seen)), self._raw)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        raw = self._raw_of_row(x, self._of_row) if len(x) == 1 and self._of_row is not None else self._raw(x)
        if self._shape.n_outputs == 1:
            return raw[:, 0]
        if raw.shape[1] > 1:
            return spread(softmax(raw), self._seen, self._shape.n_outputs)
        positive = sigmoid(raw[:, 0])
        return np.column_stack([1 - positive, positive])

    def contributions(self, x: np.ndarray) -> np.ndarray:
        """Exact shares of the raw answer (TreeSHAP), (n, p + 1), the base last."""
        found = self._model.get_feature_importance(self._rows(x), type="ShapValues", thread_count=1)
        return np.asarray(found, dtype=float)

    def _raw_of_row(self, x: np.ndarray, trees: SymmetricTrees) -> np.ndarray:
        try:
            return trees.raw(x)
        except LookupError:  # a category by a code that is none
            return self._raw(x)

    def _raw(self, x: np.ndarray) -> np.ndarray:
        """(n, 1), or (n, k) for the k classes seen."""
        raw = self._model.predict(self._rows(x), prediction_type="RawFormulaVal", thread_count=threads_for(len(x)))
        return np.asarray(raw, dtype=float).reshape(len(x), -1)

    def _rows(self, x: np.ndarray) -> Any:
        import catboost

        from hanpan.modeling.estimators.cat import with_text_codes

        categorical = self._shape.categorical
        return catboost.Pool(with_text_codes(x, categorical), cat_features=list(categorical))


def dump(model: Any) -> Members:
    """A model as JSON, without what CatBoost notes about the training."""
    with tempfile.TemporaryDirectory(prefix="hanpan-") as folder:
        path = Path(folder) / _FILE
        model.save_model(str(path), format="json")
        told = json.loads(path.read_bytes())
    seen = told.pop("model_info").get("class_params", {}).get("class_to_label", [])
    return {_FILE: json.dumps({**told, "classes": seen}).encode()}


def load(members: Members, shape: Shape) -> Scorer:
    """Checked, written anew, then loaded."""
    import catboost

    told = parsed(members[_FILE], dict, KIND)
    seen = _classes(told, shape)
    sound = rebuilt(told, shape, max(1, len(seen)))
    model = catboost.CatBoost()
    with tempfile.TemporaryDirectory(prefix="hanpan-") as folder:
        path = Path(folder) / _FILE
        path.write_bytes(msgspec.json.encode(sound))
        try:
            model.load_model(str(path), format="json")
        except catboost.CatBoostError as error:
            raise damaged(KIND, str(error)[:200]) from error
    return CatBoostScorer(model, seen, shape, sound)


def _classes(told: dict[str, Any], shape: Shape) -> np.ndarray:
    """Codes of the classes that have a column of raw answers; none where there is one column."""
    if shape.n_outputs <= 2:
        return np.empty(0, dtype=np.int64)
    seen = np.asarray(told["classes"], dtype=float)
    rising = seen.ndim == 1 and len(seen) > 1 and bool((np.diff(seen) > 0).all())
    if not rising or seen[0] < 0 or seen[-1] >= shape.n_outputs or (seen % 1 != 0).any():
        raise damaged(KIND, "classes are out of range")
    return seen.astype(np.int64)
