"""What an algorithm needs decides the steps, and nothing else does."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from hanpan.data.image import ImageShape
from hanpan.data.schema import Column, Schema
from hanpan.foundation.errors import DataError, UsageError
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.recipe import Recipe


def _plan(schema: Schema, needs: Needs, **options: object) -> Recipe:
    return plan(schema, needs, **{"n_rows": 400, "task": "regression", **options})  # type: ignore[arg-type]


def _names(recipe: Recipe) -> list[str]:
    return [step.name for step in recipe.steps]


def _columns(recipe: Recipe, name: str) -> tuple[str, ...]:
    return next((step.columns for step in recipe.steps if step.name == name), ())


def test_trees_get_complete_numbers_and_no_scaling(schema: Schema) -> None:
    names = _names(_plan(schema, Needs()))
    assert {"dummies", "impute"} <= set(names)
    assert not {"scale", "independent", "codes"} & set(names)


def test_native_algorithms_keep_gaps_and_categories(schema: Schema) -> None:
    recipe = _plan(schema, Needs(complete=False, dummies=False))
    assert not {"dummies", "impute", "target_encode", "scale"} & set(_names(recipe))
    assert _columns(recipe, "codes") == ("city", "member", "branch")


def test_linear_models_get_independent_columns_and_one_dummy_fewer(schema: Schema) -> None:
    recipe = _plan(schema, Needs(independent=True, drop_first=True))
    assert "independent" in _names(recipe)
    assert next(step for step in recipe.steps if step.name == "dummies").parameters["drop_first"] is True


def test_many_levels_are_encoded_by_the_target_and_few_are_not(schema: Schema) -> None:
    recipe = _plan(schema, Needs())
    assert _columns(recipe, "target_encode") == _columns(recipe, "frequency") == ("branch",)
    assert _columns(recipe, "dummies") == ("city", "member")


def test_codes_never_exceed_what_histograms_hold() -> None:
    schema = Schema(
        columns=(Column(name="a", kind="category", n_distinct=254), Column(name="b", kind="category", n_distinct=255))
    )
    recipe = _plan(schema, Needs(complete=False, dummies=False))
    assert _columns(recipe, "codes") == ("a",)
    assert _columns(recipe, "target_encode") == ("b",)


def test_only_features_and_never_ids_are_prepared(schema: Schema) -> None:
    changed = Schema(
        columns=tuple(
            replace(column, role="left_out")
            if column.name == "pay"
            else replace(column, role="feature")
            if column.kind == "id"
            else column
            for column in schema
        )
    )
    used = {name for step in _plan(changed, Needs()).steps for name in step.columns}
    assert used == {"age", "city", "member", "branch", "grade", "sold", "review"}


def test_an_ordered_column_without_known_order_is_a_category() -> None:
    schema = Schema(columns=(Column(name="grade", kind="ordered", n_distinct=3),))
    assert "dummies" in _names(_plan(schema, Needs()))


def test_the_same_arguments_give_the_same_recipe(schema: Schema) -> None:
    for values in itertools.product((True, False), repeat=5):
        needs = Needs(**dict(zip(("complete", "dummies", "scaled", "independent", "drop_first"), values, strict=True)))
        assert _plan(schema, needs) == _plan(schema, needs)


def test_options_choose_scaling_and_selection(schema: Schema) -> None:
    names = _names(_plan(schema, Needs(scaled=True), scaling="robust_clip", select="forward_bic"))
    assert names[-2:] == ["select", "robust_clip"]
    assert "scale" not in names


@pytest.mark.parametrize("option", [{"scaling": "huge"}, {"select": "all"}])
def test_unknown_options_are_refused(schema: Schema, option: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        _plan(schema, Needs(), **option)
    assert next(iter(option.values())) in caught.value.message("ko")


def test_a_table_without_features_is_refused() -> None:
    schema = Schema(columns=(Column(name="id", kind="id"), Column(name="y", kind="number", role="target")))
    with pytest.raises(DataError) as caught:
        _plan(schema, Needs())
    assert "id, y" in caught.value.message("en")


def image_schema(**more: Any) -> Schema:
    image = ImageShape(height=2, width=3, **more)
    pixels = [Column(name=name, kind="number", low=0, high=255) for name in image.names]
    return Schema(columns=(*pixels, Column(name="label", kind="category", role="target")), image=image)


def test_pixels_share_one_scale_and_are_never_thinned() -> None:
    for needs in (Needs(scaled=True), Needs(independent=True, drop_first=True)):
        recipe = plan(image_schema(top=16.0), needs, n_rows=100, task="multiclass", n_classes=3)
        assert [(step.name, step.columns) for step in recipe.steps] == [("pixels", image_schema().image.names)]
        assert recipe.steps[0].parameters == {"top": 16.0}


def test_trees_get_pixels_as_they_are() -> None:
    tree = plan(image_schema(), Needs(complete=False, dummies=False), n_rows=100, task="multiclass", n_classes=3)
    assert [step.name for step in tree.steps] == ["number", "drop_constant"]


def test_columns_beside_an_image_are_prepared_as_ever() -> None:
    whole = image_schema()
    beside = Schema(columns=(*whole.columns, Column(name="age", kind="number", missing=2)), image=whole.image)
    recipe = plan(beside, Needs(scaled=True), n_rows=100, task="multiclass", n_classes=3)
    assert [step.name for step in recipe.steps] == ["pixels", "number", "impute", "scale"]
    assert recipe.steps[2].columns == ("age",)
