"""The values of a CatBoost model, checked and written anew.

A tree asks in all its levels a question of a list: all borders of the number columns, then the values of categories
compared one by one, then the borders of the statistics of categories ("ctr"). The statistics are hash tables.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Shape, damaged
from hanpan.modeling.storage.boosters.boosted import numbers

KIND = "catboost"
_DEEPEST = 16
_MOST_ELEMENTS = 16
_TREATMENTS = ("AsIs", "AsFalse", "AsTrue")
_COUNTS, _FREQUENCY = "Borders", "Counter"
_LARGEST_HASH, _LARGEST_COUNT = 2**64, 2**31


def rebuilt(told: dict[str, Any], shape: Shape, columns: int) -> dict[str, Any]:
    """A model of the same trees with nothing in it that was not checked.

    Parameters
    ----------
    told
        The JSON of the file.
    shape
        Shape of the prepared table.
    columns
        Raw answers for each row.

    Raises
    ------
    BundleError
        A tree, a column or a statistic does not hold together.
    """
    info = told["features_info"]
    floats = _floats(info.get("float_features") or [], shape)
    words = _words(info.get("categorical_features") or [], shape)
    tables = {key: _table(table) for key, table in (told.get("ctr_data") or {}).items()}
    statistics = [_statistic(item, tables, floats, words) for item in info.get("ctrs") or []]
    questions = sum(len(item["borders"]) for item in (*floats, *statistics)) + sum(len(w["values"]) for w in words)
    scale, bias = told["scale_and_bias"]
    return {
        "model_info": {},
        "features_info": {"float_features": floats, "categorical_features": words, "ctrs": statistics},
        "ctr_data": {_identifier(key): table for key, table in tables.items()},
        "oblivious_trees": [_tree(tree, questions, columns) for tree in told["oblivious_trees"]],
        "scale_and_bias": [_number(scale), numbers(np.ravel(bias), columns, KIND).tolist()],
    }


def _floats(told: list[dict[str, Any]], shape: Shape) -> list[dict[str, Any]]:
    places = [i for i in range(shape.n_features) if i not in set(shape.categorical)]
    if len(told) != len(places):
        raise damaged(KIND, "another number of columns")
    return [_float(item, number, place) for number, (item, place) in enumerate(zip(told, places, strict=True))]


def _float(item: dict[str, Any], number: int, place: int) -> dict[str, Any]:
    borders = numbers(item.get("borders") or [], None, KIND)
    known = item["feature_index"] == number and item["flat_feature_index"] == place
    if not known or (np.diff(borders) <= 0).any() or item["nan_value_treatment"] not in _TREATMENTS:
        raise damaged(KIND, "a column is out of order")
    return {
        "borders": borders.tolist(),
        "feature_index": number,
        "flat_feature_index": place,
        "has_nans": bool(item["has_nans"]),
        "nan_value_treatment": item["nan_value_treatment"],
    }


def _words(told: list[dict[str, Any]], shape: Shape) -> list[dict[str, Any]]:
    if len(told) != len(shape.categorical):
        raise damaged(KIND, "another number of columns")
    return [
        _word(item, number, place) for number, (item, place) in enumerate(zip(told, shape.categorical, strict=True))
    ]


def _word(item: dict[str, Any], number: int, place: int) -> dict[str, Any]:
    values = numbers(item.get("values") or [], None, KIND, whole=True)
    if item["feature_index"] != number or item["flat_feature_index"] != place or (np.abs(values) > 2**31).any():
        raise damaged(KIND, "a column is out of order")
    return {"feature_index": number, "flat_feature_index": place, "values": values.tolist()}


def _statistic(
    item: dict[str, Any], tables: dict[str, Any], floats: list[dict[str, Any]], words: list[dict[str, Any]]
) -> dict[str, Any]:
    elements = [_element(element, floats, words) for element in item["elements"]]
    table = tables.get(item["identifier"])
    if table is None or _parsed(item["identifier"]) != {"identifier": elements, "type": item["ctr_type"]}:
        raise damaged(KIND, "a statistic has no table")
    which = item["target_border_idx"]
    if not isinstance(which, int) or which < 0 or not _fits(item["ctr_type"], which, table["hash_stride"]):
        raise damaged(KIND, "a statistic does not fit its table")
    scalars = ("prior_denomerator", "prior_numerator", "scale", "shift")
    return {
        "borders": numbers(item["borders"], None, KIND).tolist(),
        "ctr_type": item["ctr_type"],
        "elements": elements,
        "identifier": _identifier(item["identifier"]),
        "target_border_idx": which,
        **{name: _number(item[name]) for name in scalars},
    }


def _fits(kind: str, which: int, stride: int) -> bool:
    """A row of counts holds a hash and the count of each class; one of frequency a hash and a count."""
    return which + 3 <= stride if kind == _COUNTS else kind == _FREQUENCY and which == 0 and stride == 2


def _element(element: dict[str, Any], floats: list[dict[str, Any]], words: list[dict[str, Any]]) -> dict[str, Any]:
    """What a statistic combines: a category, or on which side of a border a number or a category lies."""
    kind = element["combination_element"]
    if kind == "float_feature":
        at = _within(element["float_feature_index"], len(floats))
        known = element["border"] in floats[at]["borders"]
        made = {"border": element["border"], "combination_element": kind, "float_feature_index": at}
    else:
        at = _within(element["cat_feature_index"], len(words))
        made = {"cat_feature_index": at, "combination_element": kind}
        known = kind == "cat_feature_value"
        if kind == "cat_feature_exact_value":
            made["value"], known = element["value"], element["value"] in words[at]["values"]
    if not known:
        raise damaged(KIND, "a statistic of something that is not there")
    return made


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """Rows of a hash (as text: it needs 64 bits) and counts, one behind another."""
    stride, cells = _within(table["hash_stride"], 1_000), table["hash_map"]
    if stride < 2 or len(cells) % stride:
        raise damaged(KIND, "a table of counts has no rows")
    hashes = [_hash(cell) for cell in cells[::stride]]
    counts = [[_within(cell, _LARGEST_COUNT) for cell in cells[at::stride]] for at in range(1, stride)]
    rows = zip(hashes, *counts, strict=True)
    return {
        "counter_denominator": _within(table["counter_denominator"], _LARGEST_COUNT),
        "hash_map": [cell for row in rows for cell in row],
        "hash_stride": stride,
    }


def _tree(tree: dict[str, Any], questions: int, columns: int) -> dict[str, Any]:
    asked = [_within(split["split_index"], questions) for split in tree.get("splits") or []]
    if len(asked) > _DEEPEST:
        raise damaged(KIND, "a tree is too deep")
    leaves = 2 ** len(asked)
    return {
        "leaf_values": numbers(tree["leaf_values"], columns * leaves, KIND).tolist(),
        "leaf_weights": numbers(tree["leaf_weights"], leaves, KIND).tolist(),
        "splits": [{"split_index": at} for at in asked],
    }


def _identifier(key: str) -> str:
    return json.dumps(_parsed(key), separators=(",", ":"), sort_keys=True)


def _parsed(key: str) -> Any:
    found = json.loads(key)
    if set(found) != {"identifier", "type"} or not 0 < len(found["identifier"]) <= _MOST_ELEMENTS:
        raise damaged(KIND, "a table of counts has no name")
    return found


def _hash(cell: Any) -> str:
    if not isinstance(cell, str) or not cell.isascii() or not cell.isdigit() or int(cell) >= _LARGEST_HASH:
        raise damaged(KIND, "a table of counts is out of order")
    return cell


def _within(value: Any, end: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < end:
        raise damaged(KIND, "a number is out of range")
    return value


def _number(value: Any) -> float:
    return float(numbers([value], 1, KIND)[0])
