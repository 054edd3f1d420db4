"""A preparer keeps what it learnt, says what it did, and takes rows as they come."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from hanpan.data.schema import Column, Schema
from hanpan.foundation.errors import BundleError, DataError, UsageError
from hanpan.foundation.files import from_json, to_json
from hanpan.foundation.texts import LANGUAGES
from hanpan.preparation.columns import Columns
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import Preparer, build
from hanpan.preparation.preview import Preview, preview
from hanpan.preparation.recipe import PlannedStep, Recipe

NEEDS = {
    "tree": Needs(),
    "native": Needs(complete=False, dummies=False),
    "linear": Needs(independent=True, drop_first=True),
    "scaled": Needs(scaled=True),
}


def _fitted(frame: pd.DataFrame, schema: Schema, needs: Needs, **options: str) -> Preparer:
    recipe = plan(schema, needs, n_rows=len(frame), task="regression", **options)  # type: ignore[arg-type]
    return build(recipe, schema).fit(frame, frame["y"].to_numpy())


def _numbers(frame: pd.DataFrame, needs: Needs = NEEDS["tree"]) -> Preparer:
    """A preparer fitted on a table of numbers."""
    schema = Schema(columns=tuple(Column(name=name, kind="number") for name in frame))
    return build(plan(schema, needs, n_rows=len(frame), task="regression"), schema).fit(frame)


@pytest.mark.parametrize("needs", NEEDS.values(), ids=NEEDS)
def test_every_prepared_column_has_a_name_and_a_source(shop: pd.DataFrame, schema: Schema, needs: Needs) -> None:
    preparer = _fitted(shop, schema, needs)
    x = preparer.transform(shop)
    assert x.dtype == np.float64
    assert x.flags.c_contiguous
    assert x.shape == (len(shop), len(preparer.feature_names_)) == (len(shop), len(preparer.sources_))
    assert set(preparer.sources_) <= {column.name for column in schema.features}
    assert len(set(preparer.feature_names_)) == x.shape[1]
    assert np.isfinite(x).all() == needs.complete


@pytest.mark.parametrize("needs", NEEDS.values(), ids=NEEDS)
def test_stored_and_read_it_prepares_to_the_last_bit_as_before(
    shop: pd.DataFrame, schema: Schema, needs: Needs
) -> None:
    preparer = _fitted(shop, schema, needs)
    again = Preparer.from_state(preparer.state())
    assert np.array_equal(preparer.transform(shop), again.transform(shop), equal_nan=True)
    for name in ("feature_names_", "sources_", "categorical_", "notes_"):
        assert getattr(again, name) == getattr(preparer, name)
    assert again.describe("ko") == preparer.describe("ko")


_CHILD = """
import json, sys
import numpy as np
from hanpan.preparation.columns import Columns
from hanpan.preparation.preparer import Preparer
told = json.load(sys.stdin)
x = Preparer.from_state(told["state"]).transform(Columns(told["cells"], told["n"]))
assert not {"sklearn", "pandas"} & set(sys.modules), "needs a heavy library"
print(x.tobytes().hex())
"""


def test_a_fresh_process_gives_the_same_bits_without_scikit_learn(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = _fitted(shop, schema, NEEDS["scaled"])
    rows = shop.head(20)
    cells = {name: [None if pd.isna(cell) else str(cell) for cell in rows[name]] for name in preparer.columns}
    cells |= {name: [None if pd.isna(cell) else cell for cell in rows[name]] for name in ("age", "pay")}
    told = json.dumps({"state": preparer.state(), "cells": cells, "n": 20}, default=lambda array: array.tolist())
    done = subprocess.run([sys.executable, "-c", _CHILD], input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == preparer.transform(rows).tobytes().hex()


def test_one_row_is_the_same_as_among_others(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = _fitted(shop, schema, NEEDS["scaled"])
    row = {name: [shop[name].iloc[3]] for name in preparer.columns}
    alone = preparer.transform(Columns(row, 1))
    assert np.array_equal(alone[0], preparer.transform(shop)[3])


def test_codes_are_declared_categorical(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = _fitted(shop, schema, NEEDS["native"])
    assert [preparer.feature_names_[i] for i in preparer.categorical_] == ["city", "member", "branch"]
    codes = preparer.transform(shop)[:, list(preparer.categorical_)]
    assert np.nanmax(codes) < 255
    assert np.array_equal(np.isnan(codes[:, 0]), shop["city"].isna())


def test_unseen_categories_are_all_zeros_or_missing_or_the_mean(shop: pd.DataFrame, schema: Schema) -> None:
    strange = shop.head(1).assign(city="런던", branch="new", grade="top")
    tree = _fitted(shop, schema, NEEDS["tree"])
    values = dict(zip(tree.feature_names_, tree.transform(strange)[0], strict=True))
    assert not any(value for name, value in values.items() if name.startswith("city"))
    assert values["branch:target"] == pytest.approx(shop["y"].mean())
    assert values["branch:frequency"] == 0
    assert values["grade:missing"] == 1
    native = _fitted(shop, schema, NEEDS["native"])
    assert np.isnan(native.transform(strange)[0, list(native.categorical_)][[0, 2]]).all()


def test_missing_at_predict_in_a_column_complete_at_fit_gets_the_median() -> None:
    preparer = _numbers(pd.DataFrame({"a": [1.0, 2.0, 9.0], "b": [3.0, 1.0, 2.0]}))
    assert preparer.feature_names_ == ("a", "b")
    assert preparer.transform({"a": [None], "b": [np.nan]}).tolist() == [[2.0, 2.0]]


def test_a_column_without_values_in_the_fold_is_dropped_and_said() -> None:
    preparer = _numbers(pd.DataFrame({"a": [1.0, 2.0, 3.0], "gone": [np.nan] * 3}))
    assert preparer.feature_names_ == ("a",)
    assert {note.code for note in preparer.notes_ if note.column == "gone"} == {"no_value", "constant"}
    assert preparer.transform({"a": [1.0], "gone": [5.0]}).tolist() == [[1.0]]


def test_columns_missing_together_share_one_mark() -> None:
    frame = pd.DataFrame({"a": [1.0, np.nan, 3.0, 5.0], "b": [2.0, np.nan, 4.0, 1.0], "c": [np.nan, 1.0, 2.0, 4.0]})
    assert _numbers(frame).feature_names_ == ("a", "b", "c", "a:missing", "c:missing")


def test_infinite_and_huge_numbers_never_reach_a_model() -> None:
    preparer = _numbers(pd.DataFrame({"a": [1.0, np.inf, -np.inf, 1e300, 2.0]}), NEEDS["scaled"])
    assert {note.code: note.values for note in preparer.notes_} == {"infinite": {"count": 2}, "huge": {"count": 1}}
    x = preparer.transform({"a": [np.inf, -1e308, 0.0]})
    assert np.isfinite(x).all()
    assert np.isfinite(x.astype(np.float32)).all()


def test_a_fold_in_which_nothing_differs_keeps_one_column() -> None:
    preparer = _numbers(pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, 2.0]}))
    assert preparer.feature_names_ == ("a",)
    assert [note.code for note in preparer.notes_] == ["all_constant"]


@pytest.mark.parametrize("needs", NEEDS.values(), ids=NEEDS)
def test_one_row_is_enough_to_fit(shop: pd.DataFrame, schema: Schema, needs: Needs) -> None:
    preparer = _fitted(shop.head(1), schema, needs)
    assert preparer.transform(shop).shape == (len(shop), len(preparer.feature_names_))


def test_absent_columns_are_named(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = _fitted(shop, schema, NEEDS["tree"])
    with pytest.raises(DataError) as caught:
        preparer.transform(shop.drop(columns=["age", "city"]))
    assert "age, city" in caught.value.message("ko")


def test_order_of_columns_and_extra_columns_do_not_matter(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = _fitted(shop, schema, NEEDS["tree"])
    turned = shop[list(shop)[::-1]].assign(more="x").set_index(pd.Index(range(1000, 1400)))
    assert np.array_equal(preparer.transform(shop), preparer.transform(turned))


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({"age": ["old"]}, "prepare_not_numbers"),
        ({"sold": ["soon"]}, "prepare_not_dates"),
        ({"age": [1.0, 2.0]}, "prepare_column_length"),
    ],
)
def test_cells_of_another_kind_are_refused(
    shop: pd.DataFrame, schema: Schema, cells: dict[str, list[object]], key: str
) -> None:
    preparer = _fitted(shop, schema, NEEDS["tree"])
    row = {name: [shop[name].iloc[3]] for name in preparer.columns}
    with pytest.raises(DataError) as caught:
        preparer.transform(Columns({**row, **cells}, 1))
    assert caught.value.key == key
    assert next(iter(cells)) in caught.value.message("en")


def test_mistakes_of_order_are_refused(shop: pd.DataFrame, schema: Schema) -> None:
    recipe = plan(schema, NEEDS["tree"], n_rows=400, task="regression")
    with pytest.raises(UsageError, match="fit"):
        build(recipe, schema).transform(shop)
    with pytest.raises(UsageError, match="branch"):
        build(recipe, schema).fit(shop)
    with pytest.raises(DataError) as caught:
        build(recipe, schema).fit(shop.iloc[:0], np.zeros(0))
    assert caught.value.key == "prepare_no_rows"


def test_a_recipe_for_another_table_is_refused(schema: Schema) -> None:
    with pytest.raises(DataError, match="elsewhere"):
        build(Recipe(steps=(PlannedStep(name="number", columns=("elsewhere",)),)), schema)
    with pytest.raises(DataError):
        build(Recipe(steps=(PlannedStep(name="scale", columns=("age",)),)), schema)


def test_a_recipe_of_nothing_gives_no_column(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = build(plan(schema, Needs(columns=False), n_rows=len(shop), task="regression"), schema)
    with pytest.raises(UsageError):
        preparer.transform(shop)
    assert preparer.fit_transform(shop).shape == (len(shop), 0)
    assert Preparer.from_state(preparer.state()).transform(shop.head(2)).shape == (2, 0)


def test_collinear_columns_are_named_with_their_vif() -> None:
    random = np.random.default_rng(0)
    above, below = random.normal(size=(2, 200))
    frame = pd.DataFrame({"above": above, "below": below, "living": above + below, "other": random.normal(size=200)})
    preparer = _numbers(frame, NEEDS["linear"])
    assert preparer.feature_names_ == ("above", "below", "other")
    (note,) = preparer.notes_
    assert (note.code, note.column, note.values["vif"]) == ("collinear", "living", "∞")
    assert note.values["twin"] in ("above", "below")


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_and_notes_are_worded(shop: pd.DataFrame, schema: Schema, language: str) -> None:
    shop.loc[0, "pay"] = np.inf
    preparer = _fitted(shop.assign(age=1.0), schema, NEEDS["linear"], select="forward_bic")
    described = preparer.describe(language)
    assert all(part.title and part.why and part.columns for part in described)
    assert {"infinite", "constant", "not_selected"} <= {note.code for note in preparer.notes_}
    assert all(note.text(language) for note in preparer.notes_)


def test_a_damaged_state_is_refused(shop: pd.DataFrame, schema: Schema) -> None:
    state = _fitted(shop, schema, NEEDS["scaled"]).state()
    steps = state["steps"]
    broken = [
        {**state, "format": 99},
        {**state, "steps": "none"},
        {**state, "steps": [{"name": "explode", "state": {}}]},
        {**state, "steps": steps[1:]},
        {**state, "steps": steps[-1:]},
        {**state, "steps": [{**part, "state": None} for part in steps]},
        {**state, "notes": [{"code": 1}]},
        {},
    ]
    for part in broken:
        with pytest.raises(BundleError):
            Preparer.from_state(part)


def test_preview_shows_rows_before_and_after(shop: pd.DataFrame, schema: Schema) -> None:
    preparer = _fitted(shop, schema, NEEDS["native"])
    shown = preview(preparer, shop, n=3)
    assert len(shown.rows) == len(shown.before) == 3
    assert shown.before[0][shown.before_columns.index("age")] is None
    assert shown.rows[0][shown.columns.index("age")] is None
    assert shown.sources == list(preparer.sources_)
    assert shown.n_columns == len(preparer.feature_names_)
    assert from_json(to_json(shown), Preview) == shown
