"""One row through CatBoost's trees: the library takes ten times as long to hear of a row as to answer it.

A tree asks the same questions of every row, so that its answers are the bits of the leaf's number. A question asks
whether a value lies above a border. Values are the number columns, whether a category is a certain one, and the
statistics of categories ("ctr"), which are looked up by a hash of the category.

References
----------
Prokhorenkova et al. (2018), CatBoost: unbiased boosting with categorical features. Pike, Alakuijala (2011), CityHash.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Shape

_WORD = 2**64
_MIX, _FIRST, _SECOND = 0x4906BA494954CB65, 0x9AE16A3B2F90404F, 0xC949D7C7509E6557
_NO_HASH = _WORD - 1  # of a place in a table of counts where nothing is
_CODES = 1000  # codes of categories have at most three digits
_MOST_KNOWN = 10_000  # combinations whose statistics are remembered
_MOST_CELLS = 300_000  # of tables of counts
_TRIED = 64
_NEAR = 1e-9

Flag = Callable[[np.ndarray, Sequence[int]], bool]


class SymmetricTrees:
    """The trees of a checked model, for single rows.

    Parameters
    ----------
    sound
        The model as ``catcheck.rebuilt`` wrote it.
    shape
        Shape of the prepared table.
    columns
        Raw answers for each row.
    """

    def __init__(self, sound: dict[str, Any], shape: Shape, columns: int) -> None:
        info, trees = sound["features_info"], sound["oblivious_trees"]
        floats, words = info["float_features"], info["categorical_features"]
        self._places = np.array([item["flat_feature_index"] for item in floats], dtype=np.int64)
        self._above = np.array([item["nan_value_treatment"] == "AsTrue" for item in floats], dtype=bool)
        self._words = list(shape.categorical)
        self._exact = [(at, value) for at, item in enumerate(words) for value in item["values"]]
        together = groupby(info["ctrs"], key=lambda item: item["identifier"])
        self._statistics = [_Statistics(list(items), sound["ctr_data"][key]) for key, items in together]
        asked = [(at, border) for at, item in enumerate(floats) for border in item["borders"]]
        asked += [(len(floats) + at, 0.5) for at in range(len(self._exact))]
        first = len(floats) + len(self._exact)
        asked += [(first + at, border) for at, item in enumerate(info["ctrs"]) for border in item["borders"]]
        splits = [[split["split_index"] for split in tree["splits"]] for tree in trees]
        self._source, self._border = _questions(splits, [*asked, (0, np.inf)])
        self._bits = 2 ** np.arange(self._source.shape[1])
        sizes = [2 ** len(tree) for tree in splits]
        self._first = np.r_[0, np.cumsum(sizes)[:-1]].astype(np.int64)
        self._leaves = np.concatenate([np.reshape(tree["leaf_values"], (-1, columns)) for tree in trees])
        self._scale, self._bias = sound["scale_and_bias"][0], np.array(sound["scale_and_bias"][1])

    def raw(self, x: np.ndarray) -> np.ndarray:
        """Raw answers (1, columns) to a row (1, p).

        Raises
        ------
        LookupError
            A cell is no code of a category.
        """
        cells = x[0, self._places].astype(np.float32)
        if self._above.any():
            cells[np.isnan(cells) & self._above] = np.inf
        values = cells
        if self._words:
            hashes = [_hash_of(code) for code in x[0, self._words].tolist()]
            more = [float(hashes[at] == value) for at, value in self._exact]
            for one in self._statistics:
                more += one.values(cells, hashes)
            values = np.concatenate([cells, np.array(more, dtype=np.float32)])
        leaves = self._first + (values[self._source] > self._border) @ self._bits
        return np.asarray(self._scale * self._leaves[leaves].sum(axis=0) + self._bias)[None, :]


_KINDS = ("cat_feature_value", "float_feature", "cat_feature_exact_value")


class _Statistics:
    """The statistics of one combination of categories, which share a table of counts."""

    def __init__(self, items: list[dict[str, Any]], table: dict[str, Any]) -> None:
        elements = items[0]["elements"]
        kinds = {kind: [one for one in elements if one["combination_element"] == kind] for kind in _KINDS}
        self._words = [one["cat_feature_index"] for one in kinds["cat_feature_value"]]
        self._flags: list[Flag] = [
            *(partial(_above, one["float_feature_index"], np.float32(one["border"])) for one in kinds["float_feature"]),
            *(partial(_is, one["cat_feature_index"], one["value"]) for one in kinds["cat_feature_exact_value"]),
        ]
        stride, cells = table["hash_stride"], table["hash_map"]
        rows = [cells[at : at + stride] for at in range(0, len(cells), stride)]
        self._counts = {int(row[0]): row[1:] for row in rows if int(row[0]) != _NO_HASH}
        self._items, self._whole = items, table["counter_denominator"]
        self._known: dict[tuple[int, ...], list[float]] = {}

    def values(self, cells: np.ndarray, hashes: Sequence[int]) -> list[float]:
        """One value for each."""
        key = (*[hashes[at] for at in self._words], *[int(flag(cells, hashes)) for flag in self._flags])
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = self._looked_up(key)
        return known

    def _looked_up(self, key: tuple[int, ...]) -> list[float]:
        mixed = 0
        for part in key:
            mixed = _MIX * (mixed + _MIX * (part % _WORD)) % _WORD
        counts = self._counts.get(mixed)
        return [_value(item, counts, self._whole) for item in self._items]


def symmetric_trees(
    sound: dict[str, Any], shape: Shape, columns: int, native: Callable[[np.ndarray], np.ndarray]
) -> SymmetricTrees | None:
    """None where the trees, read so, do not answer as the library does, or are too much to keep twice."""
    if sum(len(table["hash_map"]) for table in sound["ctr_data"].values()) > _MOST_CELLS:
        return None
    try:
        trees = SymmetricTrees(sound, shape, columns)
        rows = _rows_near_borders(sound, shape)
        found, expected = np.concatenate([trees.raw(row[None]) for row in rows]), native(rows)
    except (LookupError, ValueError, ArithmeticError):
        return None
    scale = float(np.abs(expected).max(initial=1.0))
    return trees if bool((np.abs(found - expected) <= _NEAR * scale).all()) else None


def _questions(splits: list[list[int]], asked: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Value and border of each level of each tree (trees, levels); the last question is always answered with no."""
    deepest = max(map(len, splits), default=0)
    levels = np.array([[*tree, *[len(asked) - 1] * (deepest - len(tree))] for tree in splits], dtype=np.int64)
    source, border = zip(*asked, strict=True)
    return np.array(source, dtype=np.int64)[levels], np.array(border, dtype=np.float32)[levels]


def _value(item: dict[str, Any], counts: list[int] | None, whole: int) -> float:
    if item["ctr_type"] == "Counter":
        good, total = (counts or [0])[0], whole
    else:
        counts = counts or [0]
        good, total = sum(counts[item["target_border_idx"] + 1 :]), sum(counts)
    share = (good + item["prior_numerator"]) / (total + item["prior_denomerator"])
    return float((share + item["shift"]) * item["scale"])


def _above(at: int, border: np.float32, cells: np.ndarray, hashes: Sequence[int]) -> bool:
    del hashes
    return bool(cells[at] > border)


def _is(at: int, value: int, cells: np.ndarray, hashes: Sequence[int]) -> bool:
    del cells
    return hashes[at] == value


def _hash_of(code: float) -> int:
    return _HASHES[code] if code == code else _OF_MISSING


def _city(word: bytes) -> int:
    """CityHash of one to three letters, the lower half of its bits, with a sign."""
    size = len(word)
    start, end = word[0] + (word[size // 2] << 8), size + (word[-1] << 2)
    mixed = (start * _FIRST ^ end * _SECOND) % _WORD
    low = (mixed ^ mixed >> 47) * _FIRST % 2**32
    return low - 2**32 if low >= 2**31 else low


_HASHES = {float(code): _city(str(code).encode()) for code in range(_CODES)}
_OF_MISSING = _city(b"nan")


def _rows_near_borders(sound: dict[str, Any], shape: Shape) -> np.ndarray:
    """Rows that fall on both sides of many borders, with missing cells, and categories known and unknown (k, p)."""
    random = np.random.default_rng(0)
    rows = random.integers(0, 12, (_TRIED, shape.n_features)).astype(float)
    for item in sound["features_info"]["float_features"]:
        if item["borders"]:
            rows[:, item["flat_feature_index"]] = random.choice(item["borders"], _TRIED)
    rows[random.random(rows.shape) < 0.03] = np.nan
    return rows
