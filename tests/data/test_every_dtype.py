"""No type of pandas, polars or Arrow ends in a foreign error, and each is the same for training and prediction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.dtypes import N, arrow_columns, nested_columns, pandas_columns, polars_columns

from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.profiling.profiling import profile_table
from hanpan.data.question.task import define_problem
from hanpan.data.readers import read_table
from hanpan.foundation.errors import DataError

ROW = list(range(N))
WITHOUT_PARQUET = ("run-end encoded", "months and days")
LIBRARIES: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[dict[str, Any]], Any]]] = {
    "pandas": (pandas_columns, pd.DataFrame),
    "arrow": (arrow_columns, pa.table),
    "polars": (polars_columns, pl.DataFrame),
}


def tables(library: str, folder: Path) -> Iterator[tuple[str, Any]]:
    """One table of two columns for every type."""
    if library == "parquet":
        for name, table in tables("arrow", folder):
            if name not in WITHOUT_PARQUET:
                pq.write_table(table, folder / "t.parquet")
                yield name, folder / "t.parquet"
        return
    columns, build = LIBRARIES[library]
    for name, column in columns().items():
        yield name, build({"x": column, "row": ROW})


@pytest.mark.parametrize("library", [*LIBRARIES, "parquet"])
def test_every_type_is_read_and_conforms_to_itself(library: str, tmp_path: Path) -> None:
    for name, table in tables(library, tmp_path):
        dataset = load_dataset(table)
        frame, notes = conform(read_table(table, like=dataset.schema), dataset.schema, target=None)
        pd.testing.assert_frame_equal(frame, dataset.frame, obj=name)
        assert (notes.unread, notes.unseen, notes.told) == ({}, {}, []), name
        kinds = {str(dtype) for dtype in dataset.frame.dtypes}
        assert kinds <= {"float64", "str", "datetime64[us]"}, name


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_table_of_every_type_is_profiled(library: str) -> None:
    columns, build = LIBRARIES[library]
    chance = np.random.default_rng(0)
    dataset = load_dataset(build({**columns(), "row": ROW, "y": chance.choice(["yes", "no"], N).tolist()}), target="y")
    problem, ready, _ = define_problem(dataset, "y")
    assert len(profile_table(ready, problem).columns) == len(dataset.schema)


SAME = {
    "int64": ("int64", "Int64"),
    "double": ("float64", "Float64"),
    "decimal128": ("object decimals", "Decimal"),
    "bool": ("bool[pyarrow]", "Boolean"),
    "string": ("str", "String"),
    "dictionary of words": ("category of words", "Categorical"),
    "date32": ("object days", "Date"),
    "timestamp us": ("datetime64[ns]", "Datetime ms"),
    "duration us": ("timedelta64[ns]", "Duration ns"),
    "time64": ("object clock times", "Time"),
    "binary": ("object bytes", "Binary"),
}


@pytest.mark.parametrize("kind", SAME)
def test_the_same_cells_are_the_same_in_every_library(kind: str) -> None:
    in_pandas, in_polars = SAME[kind]
    columns = [arrow_columns()[kind], pandas_columns()[in_pandas], polars_columns()[in_polars]]
    frames = [
        load_dataset(build({"x": column})).frame["x"]
        for column, build in zip(columns, (pa.table, pd.DataFrame, pl.DataFrame), strict=True)
    ]
    for frame in frames[1:]:
        present = frames[0].notna() & frame.notna()  # some of them have no gaps
        assert present.sum() >= N - N // 7 - 1
        assert frame[present].tolist() == frames[0][present].tolist()


def test_categories_of_numbers_with_gaps(tmp_path: Path) -> None:
    grades = [None if i % 7 == 0 else i % 4 for i in range(N)]
    frame = pd.DataFrame({"grade": pd.Categorical(grades), "row": ROW})
    frame.to_parquet(tmp_path / "pandas.parquet")
    coded = pa.table({"grade": pa.array(grades).dictionary_encode(), "row": ROW})
    pq.write_table(coded, tmp_path / "arrow.parquet")
    for source in (frame, coded, tmp_path / "pandas.parquet", tmp_path / "arrow.parquet"):
        read = load_dataset(source).frame["grade"]
        assert [None if np.isnan(cell) else int(cell) for cell in read] == grades


@pytest.mark.parametrize("kind", nested_columns())
def test_nested_columns_are_refused_where_they_are_used(kind: str) -> None:
    table = pa.table({"x": nested_columns()[kind], "row": ROW, "y": ROW})
    with pytest.raises(DataError) as caught:
        load_dataset(table)
    assert (caught.value.key, caught.value.fields["column"]) == ("nested_column", "x")
    assert load_dataset(table, ReadOptions(drop=("x",))).schema.names == ("row", "y")


def test_whole_numbers_are_exact_where_cells_are_missing() -> None:
    large = [2**53 + 1, 2**53 + 2, None, 2**53 + 3]
    sources = (
        pa.table({"x": large}),
        pl.DataFrame({"x": large}),
        {"x": large},
        pd.DataFrame({"x": pd.array(large, "Int64")}),
        pd.DataFrame({"x": pd.Series(large, dtype=object)}),
    )
    for source in sources:
        assert load_dataset(source).frame["x"].dropna().tolist() == [str(each) for each in large if each]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DataError) as caught:
        load_dataset(pa.table({"x": pa.array([b"\xff\xfe", b"\x00"])}))
    assert caught.value.key == "nested_column"


def test_times_of_several_zones_keep_the_clock_of_each_cell() -> None:
    times = [pd.Timestamp("2024-01-01 09:00", tz="Asia/Seoul"), pd.Timestamp("2024-01-02 10:00"), None]
    dataset = load_dataset(pd.DataFrame({"x": pd.Series(times, dtype=object)}))
    assert dataset.frame["x"].dropna().tolist() == [pd.Timestamp("2024-01-01 09:00"), pd.Timestamp("2024-01-02 10:00")]
    assert ("zones_mixed", {"column": "x"}) in dataset.reading.notes
