"""k nearest neighbours: the rows themselves; the search tree is rebuilt when loading, never stored."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.storage.base import Members, Scorer, Shape, classes_of, damaged, spread, take

_FILE = "rows.npz"
_POWERS = {"manhattan": 1, "euclidean": 2}


class Neighbors:
    """A scikit-learn estimator fitted again on the stored rows: nothing is learnt, only indexed."""

    def __init__(self, model: Any, rows: np.ndarray, y: np.ndarray, seen: np.ndarray | None, n_outputs: int) -> None:
        self.model, self.seen, self.n_outputs = model, seen, n_outputs
        self.rows, self.y = rows, y
        model.fit(rows, y)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if self.seen is None:
            return np.asarray(self.model.predict(x), dtype=float).reshape(len(x))
        return spread(self.model.predict_proba(x), self.seen, self.n_outputs)


def dump(model: Any) -> Members:
    """A KNeighborsClassifier or KNeighborsRegressor."""
    state: dict[str, Any] = {
        "rows": np.asarray(model._fit_X, float),
        "y": np.asarray(model._y, float).reshape(-1),
        "n_neighbors": int(model.n_neighbors),
        "weights": model.weights,
        "p": _POWERS[model.effective_metric_],
    }
    if hasattr(model, "classes_"):
        state["classes"] = np.asarray(model.classes_, int)
    return {_FILE: pack(state)}


def load(members: Members, shape: Shape) -> Scorer:
    """Rows and labels, checked, then indexed."""
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

    state = unpack(members[_FILE])
    rows = take(state, "rows", "neighbors", None, shape.n_features)
    y = take(state, "y", "neighbors", len(rows))
    count, weights, p = state.get("n_neighbors"), state.get("weights"), state.get("p")
    if (
        not isinstance(count, int)
        or not 1 <= count <= len(rows)
        or weights not in ("uniform", "distance")
        or p not in (1, 2)
    ):
        raise damaged("neighbors", "parameters are out of range")
    settings = {"n_neighbors": count, "weights": weights, "p": p}
    if shape.n_outputs == 1:
        return Neighbors(KNeighborsRegressor(**settings), rows, y, None, 1)
    seen = classes_of(state, "neighbors", shape.n_outputs)
    if y.min() < 0 or y.max() >= len(seen):
        raise damaged("neighbors", "labels are out of range")
    codes = y.astype(np.int64)
    return Neighbors(KNeighborsClassifier(**settings), rows, codes, seen[np.unique(codes)], shape.n_outputs)
