"""New tables made to fit a known schema."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import put

from hanpan.data.conforming.conform import conform
from hanpan.data.image import ImageShape
from hanpan.data.load import load_dataset
from hanpan.data.question.task import define_problem
from hanpan.data.readers import read_table
from hanpan.data.schema import Column, Schema
from hanpan.foundation.errors import DataError
from hanpan.foundation.texts import LANGUAGES

HEADER = ["id", "age", "city", "day", "price", "y"]
ROWS = [
    [
        f"C{i}",
        f"{20 + i}세",
        ("서울", "부산", "NA", "없음")[i % 4],
        f"{i % 28 + 1:02d}/12/2020",
        f'"{1000 + i:,}"',
        "ab"[i % 2],
    ]
    for i in range(40)
]


def csv(rows: list[list[str]], header: list[str]) -> str:
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"


@pytest.fixture
def trained(tmp_path: Path):
    dataset = load_dataset(put(tmp_path, csv(ROWS, HEADER), "train.csv"), target="y")
    return define_problem(dataset, "y")[1]


def test_the_training_table_conforms_to_itself(tmp_path: Path, trained) -> None:
    frame, notes = conform(read_table(tmp_path / "train.csv"), trained.schema, target="y")
    pd.testing.assert_frame_equal(frame, trained.frame)
    assert (notes.rows, notes.extra, notes.absent, notes.unread, notes.unseen, notes.outside) == (
        40,
        (),
        (),
        {},
        {},
        {},
    )


@settings(derandomize=True, max_examples=20, deadline=None)
@given(order=st.permutations(range(len(HEADER))))
def test_the_order_of_columns_changes_nothing(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    folder = tmp_path_factory.mktemp("order")
    dataset = load_dataset(put(folder, csv(ROWS, HEADER)), target="y")
    turned = put(folder, csv([[row[i] for i in order] for row in ROWS], [HEADER[i] for i in order]), "turned.csv")
    frame, _ = conform(read_table(turned), dataset.schema, target="y")
    pd.testing.assert_frame_equal(frame, dataset.frame)


def test_what_is_odd_is_counted_and_nothing_is_refused(tmp_path: Path, trained) -> None:
    new = csv(
        [
            ["x", "99세", "서울", "13/12/2021", '"1,010"'],
            ["x", "old", "제주", "31/02/2020", "1010"],
            ["x", "inf", "제주", "?", "?"],
            ["x", "21", "", "01/12/2020", ""],
        ],
        ["other", "age", "city", "day", "price"],
    )
    frame, notes = conform(read_table(put(tmp_path, new, "new.csv")), trained.schema, target="y")
    assert notes.extra == ("other",)
    assert notes.absent == ("id", "y")
    assert notes.unread == {"age": 2, "day": 1}
    assert notes.examples["age"] == ["old", "inf"]
    assert notes.unseen == {"city": 2}
    assert notes.outside == {"age": 1}
    assert notes.missing == {"age": 2, "city": 1, "day": 2, "price": 2}
    np.testing.assert_array_equal(frame["age"], [99, np.nan, np.nan, 21])
    assert frame["day"][0] == pd.Timestamp("2021-12-13")
    assert frame["city"].tolist()[:2] == ["서울", "제주"]


def test_an_absent_feature_is_named_with_the_nearest(trained) -> None:
    with pytest.raises(DataError) as caught:
        conform(pd.DataFrame({"Age": [1], "day": ["2020-01-01"], "price": [1]}), trained.schema, target="y")
    error = caught.value
    assert (error.key, error.fields["columns"], error.fields["count"]) == (
        "features_absent",
        "age (Age?), city",
        2,
    )
    assert error.fields["names"] == "Age, day, price"
    assert all(error.message(language) for language in LANGUAGES)


def test_a_typed_frame_comes_through(trained) -> None:
    frame = pd.DataFrame(
        {
            "price": [1000, 2000],
            "day": pd.to_datetime(["2020-12-01", None]),
            "age": pd.array([30, None], dtype="Int64"),
            "city": pd.Categorical(["부산", "없음"]),
            "y": ["a", "b"],
        }
    )
    made, notes = conform(frame, trained.schema, target="y")
    assert made.columns.tolist() == ["age", "city", "day", "price", "y"]
    assert made.dtypes.astype(str).tolist() == ["float64", "str", "datetime64[us]", "float64", "str"]
    assert notes.missing == {"age": 1, "day": 1}
    assert made["city"].tolist() == ["부산", "없음"]


def test_values_as_a_service_gets_them(trained) -> None:
    row = {"age": [25], "city": ["서울"], "day": ["2020-12-05T00:00:00"], "price": ["1,500"]}
    made, notes = conform(pd.DataFrame(row), trained.schema, target=None)
    assert made.iloc[0].tolist() == [25, "서울", pd.Timestamp("2020-12-05"), 1500]
    assert notes.unread == {}
    nothing = pd.DataFrame({name: [None] for name in row})
    made, notes = conform(nothing, trained.schema, target=None)
    assert made.isna().all().all()
    assert set(notes.missing) == set(row)


def test_labels_from_files_and_frames_agree() -> None:
    schema = Schema(
        columns=(
            Column(name="x", kind="number"),
            Column(name="y", kind="category", role="target", categories=("0", "1"), n_distinct=2),
        )
    )
    for values in ([0, 1], [0.0, 1.0], ["0", " 1"], np.array([0, 1], dtype="int8")):
        frame, notes = conform(pd.DataFrame({"x": [1, 2], "y": values}), schema, target="y")
        assert frame["y"].tolist() == ["0", "1"]
        assert notes.unseen == {}


def test_names_are_compared_in_one_form(trained) -> None:
    import unicodedata

    frame = pd.DataFrame({unicodedata.normalize("NFD", " city "): ["서울"], "age": [1], "day": [None], "price": [1]})
    assert conform(frame, trained.schema, target=None)[0]["city"].tolist() == ["서울"]


def test_the_frame_given_is_left_as_it_was(trained) -> None:
    frame = pd.DataFrame({"age": [np.inf, 1.0], "city": ["x", "y"], "day": [None, None], "price": [1.0, 2.0]})
    before = frame.copy(deep=True)
    made, notes = conform(frame, trained.schema, target=None)
    pd.testing.assert_frame_equal(frame, before)
    assert notes.unread == {"age": 1}
    assert np.isnan(made["age"][0])


def test_a_table_for_a_model_of_images_is_told_in_one_sentence():
    shape = ImageShape(height=2, width=2)
    schema = Schema(columns=tuple(Column(name=name, kind="number") for name in shape.names), image=shape)
    with pytest.raises(DataError) as refused:
        conform(pd.DataFrame({"age": [1]}), schema, target=None)
    assert refused.value.key == "images_expected"


def test_an_absent_column_is_named_with_the_one_that_may_be_meant():
    schema = Schema(columns=(Column(name="income", kind="number"), Column(name="city", kind="category")))
    with pytest.raises(DataError) as refused:
        conform(pd.DataFrame({"Incomes": [1], "age": [2]}), schema, target=None)
    assert refused.value.fields["columns"] == "income (Incomes?), city"
