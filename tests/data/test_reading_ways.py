"""One table written many ways reads the same, and no cell changes in silence."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from written import put

from hanpan.data.dataset import Dataset
from hanpan.data.load import load_dataset
from hanpan.data.readers import read_table
from hanpan.foundation.errors import HanpanError

NAMES = ["이름", "age", "when", "code", "note"]
ROWS = [
    [
        f"김{'가나다라'[i % 4]}",
        str(20 + i % 3),
        f"2020-01-{i % 28 + 1:02d}",
        f"0{i % 5}",
        ("x, y", 'say "hi"', "a\nb", "", "a;b|c")[i % 5],
    ]
    for i in range(30)
]
WAYS = [
    (encoding, sep, quoting, end)
    for encoding in ("utf-8", "utf-8-sig", "cp949", "utf-16")
    for sep in ",;\t|"
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
    for end in ("\n", "\r\n")
]


def written(rows: list[list[str]], sep: str, quoting: int, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sep, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue()


def result(path: Path) -> Dataset | HanpanError:
    """The table, or the reason why there is none."""
    try:
        return load_dataset(path)
    except HanpanError as error:
        return error


@pytest.mark.parametrize(("encoding", "sep", "quoting", "end"), WAYS)
def test_one_table_written_many_ways(tmp_path: Path, encoding: str, sep: str, quoting: int, end: str) -> None:
    content = written([NAMES, *ROWS], sep, quoting, end).encode(encoding)
    datasets = [load_dataset(put(tmp_path, content)), load_dataset(put(tmp_path, gzip.compress(content), "t.csv.gz"))]
    expected = load_dataset(put(tmp_path, written([NAMES, *ROWS], ",", csv.QUOTE_MINIMAL, "\n"), "plain.csv"))
    for dataset in datasets:
        pd.testing.assert_frame_equal(dataset.frame, expected.frame)
        assert dataset.fingerprint == expected.fingerprint
        assert dataset.schema == expected.schema


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=12)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=6)
)


@settings(derandomize=True, max_examples=100, deadline=None)
@example(rows=[["", ""], ["SUM", ""]], end="\n", sep=",")
@given(rows=tables, end=st.sampled_from(["\n", "\r\n"]), sep=st.sampled_from(",;\t|"))
def test_no_cell_and_no_row_changes_in_silence(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, sep: str
) -> None:
    names = [f"c{i}" for i in range(len(rows[0]))]
    content = written([names, *rows], sep, csv.QUOTE_ALL, end)
    path = put(tmp_path_factory.mktemp("any"), content)
    read = read_table(path)
    assert read.reading.decisions["separator"] == {"\t": "tab"}.get(sep, sep)
    assert read.frame.fillna("").values.tolist() == rows[: len(read.frame)]
    told = [values["count"] for code, values in read.reading.notes if code == "footers"]  # "SUM" below is a sum
    assert sum(told) == len(rows) - len(read.frame)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(content=st.binary(max_size=300) | st.text('ab,;"\n\r\t |1.0', max_size=80).map(str.encode))
def test_any_bytes_give_a_table_or_a_reason(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = put(tmp_path_factory.mktemp("bytes"), content)
    outcome = result(path)
    if isinstance(outcome, HanpanError):
        assert outcome.message("ko")
        assert outcome.message("en")
    else:
        assert len(outcome.frame) > 0


numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(values=st.lists(numbers, min_size=2, max_size=20))
def test_numbers_come_back_to_the_last_bit(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    content = "x,y\n" + "".join(f"{value!r},1\n" for value in values)
    dataset = load_dataset(put(tmp_path_factory.mktemp("numbers"), content))
    assume(dataset.schema["x"].kind == "number")
    assert dataset.frame["x"].tolist() == [float(value) for value in values]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(values=st.lists(cells, min_size=1, max_size=20))
def test_every_cell_is_kept_read_or_counted(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    """Words stay as they are; whatever became missing was empty, is a known word for missing, or is noted."""
    path = put(
        tmp_path_factory.mktemp("kept"), written([["x", "y"], *([v, "1"] for v in values)], ",", csv.QUOTE_ALL, "\n")
    )
    dataset = result(path)
    if isinstance(dataset, HanpanError):
        assert dataset.key == "infinite_cells"
        return
    column = dataset.schema["x"]
    empty = sum(not value.strip() for value in values)
    noted = sum(told["count"] for key, told in dataset.reading.notes if key == "cells_unread")
    assert column.missing == empty + sum(column.missing_words.values()) + noted
    if column.kind in ("category", "text", "id"):
        kept = [value.strip() for value in values if value.strip() and value.strip() not in column.missing_words]
        assert dataset.frame["x"].dropna().tolist() == kept
