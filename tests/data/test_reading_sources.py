"""Sources that bring types: workbooks, Parquet, frames, scikit-learn's tables. The same table is the same table."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from written import Raw, loaded, put, workbook

from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.foundation.errors import DataError

ROWS = [["code", "n", "when", None, "code"], ["01234", 1, "2020-01-01", "x", 1.5], ["04567", 2.5, None, "y", 2]]


def test_a_workbook_keeps_its_text_cells(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, workbook(ROWS), "t.xlsx")
    assert dataset.frame["code"].tolist() == ["01234", "04567"]
    assert dataset.frame["n"].tolist() == [1, 2.5]
    assert [column.kind for column in dataset.schema] == ["category", "number", "date", "category", "number"]
    assert dataset.schema.names == ("code", "n", "when", "column_4", "code_2")
    assert dataset.reading.decisions == {"sheet": "Sheet1"}


def test_numbers_and_text_in_one_column_of_a_workbook(tmp_path: Path) -> None:
    frame = loaded(tmp_path, workbook([["a", "b"], [1, 1], ["x", 2], [2.5, 3]]), "t.xlsx").frame
    assert frame["a"].tolist() == ["1", "x", "2.5"]


def test_errors_and_yes_no_among_numbers_do_not_become_numbers(tmp_path: Path) -> None:
    broken, yes = Raw('<c t="e"><v>#DIV/0!</v></c>'), Raw('<c t="b"><v>1</v></c>')
    dataset = loaded(tmp_path, workbook([["a", "b", "c"], [1, 1, yes], [broken, yes, yes], [3, 3, yes]]), "t.xlsx")
    assert dataset.schema["a"].missing == 1
    assert ("cells_in_error", {"count": 1, "places": "a (2)"}) in dataset.reading.notes
    assert dataset.frame["b"].tolist() == ["1", "true", "3"]
    assert dataset.frame["c"].tolist() == ["True"] * 3


@pytest.mark.parametrize("sheet", ["둘", "2"])
def test_a_sheet_by_name_or_number(tmp_path: Path, sheet: str) -> None:
    path = put(tmp_path, workbook(ROWS, ["하나", "둘"]), "t.xlsx")
    assert load_dataset(path, ReadOptions(sheet=sheet)).reading.decisions == {"sheet": "둘"}


def test_an_absent_sheet_offers_the_others(tmp_path: Path) -> None:
    path = put(tmp_path, workbook(ROWS, ["sales", "costs"]), "t.xlsx")
    with pytest.raises(DataError, match="sales") as caught:
        load_dataset(path, ReadOptions(sheet="sale"))
    assert caught.value.key == "sheet_absent"


@pytest.mark.parametrize(("rows", "key"), [([], "no_columns"), ([["a", "b"]], "no_rows")])
def test_an_empty_sheet(tmp_path: Path, rows: list, key: str) -> None:
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, workbook(rows), "t.xlsx")
    assert caught.value.key == key


@pytest.fixture
def typed() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "n": [1.5, 2.0, None],
            "word": ["x", None, "z"],
            "day": [datetime.date(2020, 1, 1), None, datetime.date(2020, 1, 2)],
            "label": pl.Series(["u", "v", "u"], dtype=pl.Categorical),
            "yes": [True, None, False],
            "price": [decimal.Decimal("1.5"), None, decimal.Decimal("20.25")],
            "code": ["01", "02", "03"],
        }
    )


def test_every_kind_of_frame_reads_alike(tmp_path: Path, typed: pl.DataFrame) -> None:
    typed.write_parquet(tmp_path / "t.parquet")
    sources = [typed, typed.lazy(), typed.to_arrow(), typed.to_pandas(), tmp_path / "t.parquet"]
    datasets = [load_dataset(source) for source in sources]
    for dataset in datasets:
        assert [column.kind for column in dataset.schema] == [
            "number",
            "category",
            "date",
            "category",
            "category",
            "number",
            "category",
        ]
        assert dataset.frame["yes"].tolist()[::2] == ["True", "False"]
        assert dataset.frame["price"].tolist()[::2] == [1.5, 20.25]
        assert dataset.frame.dtypes.astype(str).tolist() == [
            "float64",
            "str",
            "datetime64[us]",
            "str",
            "str",
            "float64",
            "str",
        ]
    assert len({dataset.fingerprint for dataset in datasets}) == 1


def test_a_file_and_a_frame_have_the_same_fingerprint(tmp_path: Path, typed: pl.DataFrame) -> None:
    from_file = loaded(tmp_path, typed.to_pandas().assign(yes=["True", None, "False"]).to_csv(index=False))
    assert from_file.fingerprint == load_dataset(typed).fingerprint
    changed = typed.with_columns(pl.col("word").fill_null("y"))
    assert load_dataset(changed).fingerprint != from_file.fingerprint


def test_pandas_columns_of_every_type() -> None:
    frame = pd.DataFrame(
        {
            "seoul": pd.to_datetime(["2020-01-01 09:00", None]).tz_localize("Asia/Seoul"),
            "size": pd.Categorical(["M", "S"], categories=["S", "M"], ordered=True),
            "span": pd.to_timedelta(["1min", None]),
            "whole": pd.array([1, None], dtype="Int64"),
            "digits": [2**60, 1],
            "mixed": [1, "x"],
            7: [True, False],
        }
    )
    before = frame.copy(deep=True)
    dataset = load_dataset(frame)
    read = {name: column.tolist() for name, column in dataset.frame.items()}
    assert read["seoul"][0] == pd.Timestamp("2020-01-01 09:00")  # the clock on the wall
    assert (dataset.schema["size"].kind, dataset.schema["size"].categories) == ("ordered", ("S", "M"))
    assert read["span"][0] == 60
    assert read["whole"][0] == 1
    assert read["digits"] == [str(2**60), "1"]
    assert read["mixed"] == ["1", "x"]
    assert read["7"] == ["True", "False"]
    assert {key for key, _ in dataset.reading.notes} >= {"wall_clock", "spans_in_seconds", "mixed_types"}
    pd.testing.assert_frame_equal(frame, before)


def test_a_named_index_is_not_lost_in_silence() -> None:
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="who"))
    assert ("index_ignored", {"name": "who"}) in load_dataset(frame).reading.notes


def test_columns_of_columns_and_duplicates() -> None:
    frame = pd.DataFrame(
        [[1, 2, 3], [4, 5, 6]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y"), ("a", "x")])
    )
    assert load_dataset(frame).schema.names == ("a x", "a y", "a x_2")


@pytest.mark.parametrize(
    ("name", "shape", "labels"),
    [
        ("iris", (150, 5), ("setosa", "versicolor", "virginica")),
        ("wine", (178, 14), ("class_0", "class_1", "class_2")),
        ("breast_cancer", (569, 31), ("benign", "malignant")),
        ("digits", (1797, 65), tuple("0123456789")),
        ("diabetes", (442, 11), None),
    ],
)
def test_tables_of_scikit_learn(name: str, shape: tuple[int, int], labels: tuple[str, ...] | None) -> None:
    dataset = load_dataset(f"sklearn:{name}", target="target")
    assert dataset.frame.shape == shape
    found = dataset.frame["target"].unique()
    assert (labels is None) or {str(label).removesuffix(".0") for label in found} == set(labels)
