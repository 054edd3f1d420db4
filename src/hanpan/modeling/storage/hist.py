"""Histogram gradient boosting (scikit-learn) as flat arrays, categories included."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.storage.base import Members, Scorer, Shape, classes_of, damaged, take, take_whole
from hanpan.modeling.storage.forest import Boosted, Trees, bounded

_FILE = "trees.npz"
SETS = 256  # categories that a set may hold, as bits of
_WORDS = 8  # words


class HistTrees(Trees):
    """Flat trees whose splits may ask whether a category is in a set."""

    single: ClassVar[bool] = False

    def __init__(self, state: Mapping[str, Any], n_features: int) -> None:
        super().__init__(state, "hist", n_features)
        self._set_of = take_whole(state, "set_of", "hist", len(self._leaf))
        self._sets = take_whole(state, "sets", "hist", None, _WORDS).astype(np.uint32)
        if self._set_of.max() >= len(self._sets):
            raise damaged("hist", "a set of categories is not there")
        self._by_set = np.flatnonzero(self._set_of >= 0)

    def codes_left(self, node: int) -> np.ndarray | None:
        """The codes that go left, where a split asks whether a category is in a set."""
        which = int(self._set_of[node])
        if which < 0:
            return None
        return np.flatnonzero(np.unpackbits(self._sets[which].astype("<u4").view(np.uint8), bitorder="little"))

    def _sides(self, cells: np.ndarray) -> np.ndarray:
        left = super()._sides(cells)
        if len(self._by_set):
            gone = np.isnan(cells)
            code = np.where(gone | (cells < 0), SETS - 1, np.minimum(cells, SETS - 1)).astype(np.int64)
            asked = self.feature[self._by_set]
            found = self._bits.take(code.take(asked) + SETS * self._set_of[self._by_set])
            left[self._by_set] = np.where(gone.take(asked), left[self._by_set], found) if gone.any() else found
        return left

    @cached_property
    def _bits(self) -> np.ndarray:
        """Whether each code is in each set, one set behind another; for single rows, so that few trees need it."""
        return np.unpackbits(self._sets.astype("<u4").ravel().view(np.uint8), bitorder="little").astype(bool)

    def _goes_left(self, cell: np.ndarray, node: np.ndarray) -> np.ndarray:
        left = super()._goes_left(cell, node)
        asked = self._set_of[node]
        by_set = np.flatnonzero((asked >= 0) & ~np.isnan(cell))
        left[by_set] = self._in_set(cell[by_set], asked[by_set])
        return left

    def _in_set(self, cell: np.ndarray, which: np.ndarray) -> np.ndarray:
        code = np.where(cell < 0, SETS - 1, np.minimum(cell, SETS - 1)).astype(np.int64)
        word = self._sets[which, code // 32]
        return np.asarray(((word >> (code % 32).astype(np.uint32)) & 1).astype(bool))


class HistBoosted(Boosted):
    """Trees added up, which know columns in another order, and category codes by their place among the known ones."""

    def __init__(self, trees: HistTrees, state: Mapping[str, Any], seen: np.ndarray | None, shape: Shape) -> None:
        super().__init__(trees, take(state, "start", "hist", None), seen, shape.n_outputs)
        self.order = take_whole(state, "order", "hist", shape.n_features)
        self.known = [take({"known": codes}, "known", "hist", None) for codes in state["known"]]
        plain = all(np.array_equal(codes, np.arange(len(codes))) for codes in self.known)
        self._sizes = np.array([len(codes) for codes in self.known], float) if plain else None
        if sorted(self.order.tolist()) != list(range(shape.n_features)) or len(self.known) > shape.n_features:
            raise damaged("hist", "columns are out of order")

    def _arranged(self, x: np.ndarray) -> np.ndarray:
        """Category columns first, as positions among the known codes (unknown ones are missing)."""
        arranged = x[:, self.order].astype(float)
        if self._sizes is not None:  # the known codes of each column are 0, 1, 2 ...
            codes = arranged[:, : len(self._sizes)]
            codes[~((codes >= 0) & (codes < self._sizes) & (codes % 1 == 0))] = np.nan
            return np.asarray(arranged)
        for position, known in enumerate(self.known):
            cell = arranged[:, position]
            where = np.clip(np.searchsorted(known, cell), 0, max(0, len(known) - 1))
            fits = len(known) > 0 and (known[where] == cell)
            arranged[:, position] = np.where(fits, where, np.nan)
        return arranged


def dump(model: Any) -> Members:
    """A HistGradientBoostingClassifier or -Regressor."""
    nodes = [predictor.nodes for round_ in model._predictors for predictor in round_]
    sets, set_of = _sets(model, nodes)
    sizes = [len(part) for part in nodes]
    roots = np.r_[0, np.cumsum(sizes)[:-1]].astype(np.int64)
    offset = np.repeat(roots, sizes)
    joined = np.concatenate(nodes)
    leaf = joined["is_leaf"].astype(bool)
    order, known = _columns(model)
    state: dict[str, Any] = {
        "roots": roots,
        "left": np.where(leaf, -1, joined["left"].astype(np.int64) + offset),
        "right": np.where(leaf, -1, joined["right"].astype(np.int64) + offset),
        "feature": np.where(leaf, -1, joined["feature_idx"]).astype(np.int32),
        "threshold": bounded(np.where(leaf, 0.0, joined["num_threshold"])),
        "value": joined["value"].reshape(-1, 1),
        "missing_left": joined["missing_go_to_left"].astype(bool),
        "set_of": set_of,
        "sets": sets,
        "start": np.asarray(model._baseline_prediction, float).reshape(-1),
        "order": order,
        "known": known,
    }
    if hasattr(model, "classes_"):
        state["classes"] = np.asarray(model.classes_, int)
    return {_FILE: pack(state)}


def load(members: Members, shape: Shape) -> Scorer:
    """Flat trees that are added up."""
    state = unpack(members[_FILE])
    seen = None if shape.n_outputs == 1 else classes_of(state, "hist", shape.n_outputs)
    return HistBoosted(HistTrees(state, shape.n_features), state, seen, shape)


def _sets(model: Any, nodes: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """All sets of categories behind one another, and for each node which is its own (-1: a threshold)."""
    predictors = [predictor for round_ in model._predictors for predictor in round_]
    counts = [len(predictor.raw_left_cat_bitsets) for predictor in predictors]
    starts = np.r_[0, np.cumsum(counts)[:-1]]
    known = [np.asarray(predictor.raw_left_cat_bitsets, np.uint32).reshape(-1, _WORDS) for predictor in predictors]
    set_of = [
        np.where(part["is_categorical"].astype(bool) & ~part["is_leaf"].astype(bool), part["bitset_idx"] + start, -1)
        for part, start in zip(nodes, starts, strict=True)
    ]
    return np.concatenate(known), np.concatenate(set_of).astype(np.int64)


def _columns(model: Any) -> tuple[np.ndarray, list[np.ndarray]]:
    """scikit-learn puts category columns first and counts their codes anew: the order, and the known codes of each."""
    encoder = getattr(model, "_preprocessor", None)
    if encoder is None:
        return np.arange(model.n_features_in_), []
    first = encoder.named_transformers_["encoder"].categories_
    mask = np.zeros(model.n_features_in_, bool)
    mask[encoder.transformers_[0][2]] = True
    order = np.r_[np.flatnonzero(mask), np.flatnonzero(~mask)]
    codes = [np.asarray(values, float) for values in first]
    return order, [values[~np.isnan(values)] for values in codes]
