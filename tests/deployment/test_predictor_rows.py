"""A row given as column -> cell is read as a table of that one row is."""

import datetime as dt
import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import read_bundle
from hanpan.deployment.predictor import Compiled
from hanpan.deployment.predictor.rows import RowReader, row_notes, rows_of_frame
from hanpan.foundation.errors import DataError

N = 60
DAY = dt.datetime(2024, 1, 1)
COLUMNS = {
    "age": [20 + i % 50 for i in range(N)],
    "pay": [f"{1000 + 37 * i:,}원" for i in range(N)],
    "rate": [f"{(i * 37) % 100 + 0.5}%" for i in range(N)],
    "comma": [f"{i % 9},{i % 7}5" for i in range(N)],
    "point": [f"{i % 9}.{i % 7}5" for i in range(N)],
    "gap": [None if i % 7 == 0 else i * 1.5 for i in range(N)],
    "minus": ["-999" if i % 7 == 0 else str(i) for i in range(N)],
    "span": [f"0:{i % 60:02d}:30" for i in range(N)],
    "city": [["서울", "부산", "제주 시", "NA?"][i % 4] for i in range(N)],
    "yes": [["Yes", "No"][i % 2] for i in range(N)],
    "flag": [bool(i % 2) for i in range(N)],
    "zip": [f"{1234 + 37 * (i % 9):05d}" for i in range(N)],
    "day": [str((DAY + dt.timedelta(days=i)).date()) for i in range(N)],
    "clock": [(DAY + dt.timedelta(hours=5 * i, seconds=i)).strftime("%Y-%m-%d %H:%M:%S") for i in range(N)],
    "written": [(DAY + dt.timedelta(days=i)).strftime("%Y년 %m월 %d일") for i in range(N)],
    "until": ["9999-12-31" if i % 3 == 0 else str((DAY + dt.timedelta(days=i)).date()) for i in range(N)],
    "stamp": [pd.Timestamp(DAY + dt.timedelta(hours=i)) for i in range(N)],
    "said": [f"배송이 {i}번 빨라요 and good {i * 7}" for i in range(N)],
    "grade": pd.Categorical([["low", "mid", "high"][i % 3] for i in range(N)], ["low", "mid", "high"], ordered=True),
}
TABLE = pd.DataFrame(COLUMNS)
SCHEMA = load_dataset(TABLE, corrections={"minus": {"missing": ["-999"]}}).schema
TARGET = None

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.integers(-5, 150),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0.5, 1.0, 0.05, -999, -999.0, math.nan, np.float32(0.1), np.int64(7), np.float64("nan"), pd.NaT]),
    st.sampled_from(
        [
            "",
            " ",
            "NA",
            "n/a",
            "없음",
            "모름",
            "?",
            "-",
            "young",
            "열둘",
            "1,234",
            "1.234",
            "0,5",
            "12.5",
            "7",
            "-3",
            "1e5",
            "1,5",
            "50%",
            "0.3",
            "3,000원",
            "1:30",
            "YES",
            " yes ",
            "no",
            "서울 ",
            "제주",
            "true",
            "1234",
            "9999-12-31",
            "2024-02-30",
            "2024-02-29",
            "2024-02-29 24:00:00",
            "1800-01-01",
            "2099-12-31",
            "2024/03/01",
            "2024-03-01T10:00:00+09:00",
            "-999",
            "inf",
        ]
    ),
    st.sampled_from([dt.date(2024, 2, 3), dt.datetime(2024, 2, 3, 4, 5), pd.Timestamp("2024-05-06", tz="UTC")]),
    st.text(max_size=6),
)


def cells_of(name):
    own = st.sampled_from([cell for cell in TABLE[name].tolist() if cell == cell])
    return st.one_of(own, own, own, ODD)


ROWS = st.fixed_dictionaries({name: cells_of(name) for name in COLUMNS})


GOLDEN = {path.name: path for path in sorted((Path(__file__).parents[1] / "golden").glob("*.hanpan"))}


def test_a_date_that_is_missing_says_nothing_of_zones():
    model = golden("format3.hanpan")
    row = {column.name: None for column in model.schema.features} | {"when": pd.NaT}
    _, told = conform(as_table(row), model.schema, target=model.problem.target)
    (answer,) = Compiled(model).answer([row])
    assert sorted(answer.notes) == sorted(row_notes(told))
    assert all(note.kind != "zone_goes" for note in answer.notes)


@pytest.mark.parametrize("name", GOLDEN)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_row_is_answered_as_a_table_of_one_row(name, data):
    model = golden(name)
    own = {column.name: st.sampled_from(list(model.background[column.name])) for column in model.schema.features}
    row = data.draw(st.fixed_dictionaries({column: st.one_of(cells, cells, ODD) for column, cells in own.items()}))
    frame, told = conform(as_table(row), model.schema, target=model.problem.target)
    (answer,) = Compiled(model).answer([row])
    output = model.output(frame)
    assert answer.prediction == pytest.approx(model.answers_of(output)[0], abs=1e-6)
    if answer.probabilities:
        assert list(answer.probabilities.values()) == pytest.approx(output[0].tolist(), abs=1e-6)
    assert sorted(answer.notes) == sorted(row_notes(told))


@pytest.mark.parametrize("name", GOLDEN)
def test_a_row_is_answered_alone_as_among_many(name):
    model = golden(name)
    rows = rows_of_frame(model.background)[:20]
    for column in model.schema.features[:3]:  # a cell that is missing, in the middle of them
        rows[7] = {**rows[7], column.name: None}
    together, alone = Compiled(model).answer(rows), [Compiled(model).answer([row])[0] for row in rows]
    for one, other in zip(together, alone, strict=True):
        assert one.prediction == pytest.approx(other.prediction, abs=1e-6)
        assert one.probabilities == (other.probabilities and pytest.approx(other.probabilities, abs=1e-6))


@cache
def golden(name):
    return read_bundle(GOLDEN[name]).model


def as_table(row):
    return read_table(pd.DataFrame({name: [cell] for name, cell in row.items()}))


def same(one, other):
    return one == other or (pd.isna(one) and pd.isna(other))


@settings(max_examples=30, deadline=None)
@given(ROWS, st.permutations(list(COLUMNS)))
def test_a_row_is_read_as_a_table_of_one_row(row, order):
    row = {name: row[name] for name in order}
    frame, told = conform(as_table(row), SCHEMA, target=TARGET)
    read = RowReader(SCHEMA, TARGET).read([row])
    assert not read.misfits
    for column in SCHEMA.features:
        found = read.cells(column.name)[0]
        assert same(found, frame[column.name].iloc[0]), (column.name, row[column.source or column.name])
    assert sorted(read.notes[0]) == sorted(row_notes(told))


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=4))
def test_a_row_is_read_alike_alone_and_among_others(rows):
    reader = RowReader(SCHEMA, TARGET)
    together = reader.read(rows)
    for number, row in enumerate(rows):
        alone = RowReader(SCHEMA, TARGET).read([row])
        assert alone.notes[0] == together.notes[number]
        for name in together.names:
            assert same(alone.cells(name)[0], together.cells(name)[number])


@pytest.mark.parametrize(
    ("given", "cell"), [({"age ": 31}, 31), ({"age ": 31, "age": 32}, 31), ({"age": 32, "age ": 31}, 32)]
)
def test_names_are_met_as_those_of_a_table(given, cell):
    row = {**TABLE.iloc[0].drop("age").to_dict(), **given}
    read = RowReader(SCHEMA, TARGET).read([row])
    assert read.cells("age") == [cell]
    assert [note.kind for note in read.notes[0] if note.kind == "extra"] == ["extra"] * (len(given) - 1)


def test_what_does_not_fit_is_told_row_by_row():
    rows = [TABLE.iloc[0].to_dict(), TABLE.iloc[1].drop("city").to_dict(), {**TABLE.iloc[2].to_dict(), "age": [1]}]
    reader = RowReader(SCHEMA, TARGET)
    absent, nested = reader.read(rows).misfits
    assert (absent.row, absent.column, absent.kind) == (1, "city", "absent")
    assert (nested.row, nested.column, nested.kind, nested.cell) == (2, "age", "nested", [1])
    with pytest.raises(DataError) as refused:
        conform(as_table(rows[1]), SCHEMA, target=TARGET)
    assert str(reader.refuse(rows[1], absent)) == str(refused.value)
    assert "age" in str(reader.refuse(rows[2], nested))
