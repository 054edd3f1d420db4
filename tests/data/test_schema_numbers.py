"""Numbers as people write them, and digits that are no numbers."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from written import column_of, loaded

WRITTEN = {
    "point": (["1", "2.5", "-3", "+4", ".5", "6.", "1e3", "-2E-2", " 7 "], [1, 2.5, -3, 4, 0.5, 6, 1000, -0.02, 7], ""),
    "point, in groups": (["1,234", "12", "1,234,567.5", "-1,000"], [1234, 12, 1234567.5, -1000], ""),
    "point, per cent": (["12%", "7.5 %", "-3%", "0%"], [12, 7.5, -3, 0], "%"),
    "point, money": (["₩500", "₩1,500", "-₩20", "₩-30"], [500, 1500, -20, -30], "₩"),
    "plain": (["75세", "8 세", "101세"], [75, 8, 101], "세"),
    "comma": (["1,5", "12,75", "1.234,5", "3"], [1.5, 12.75, 1234.5, 3], ""),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_ways_of_writing_numbers(tmp_path: Path, way: str) -> None:
    cells, values, unit = WRITTEN[way]
    dataset = column_of(tmp_path, cells)
    column = dataset.schema["x"]
    assert (column.kind, column.reader, column.unit) == ("number", way.split(",")[0], unit)
    assert dataset.frame["x"].tolist() == values
    assert (column.low, column.high) == (min(values), max(values))


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,500원", "20원"], [1500, 20]),
        (["3만원", "5만원"], [3, 5]),
        (["$1.5", "$-2"], [1.5, -2]),
        (["(1,500)", "2,000"], [-1500, 2000]),
        (["−5", "5"], [-5, 5]),
        (["10kg", "2.5kg"], [10, 2.5]),
        (["30분", "5분"], [30, 5]),
        (["21.5°C", "-3°C"], [21.5, -3]),
        (["80㎡", "112㎡"], [80, 112]),
    ],
)
def test_money_units_and_brackets(tmp_path: Path, cells: list[str], values: list[float]) -> None:
    assert column_of(tmp_path, cells).frame["x"].tolist() == values


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["01234", "04567", "09999"], "leading_zero"),
        (["1", "02", "3"], "leading_zero"),
        (["1234567890123456789", "1234567890123456781"], "long_digits"),
        (["5kg", "3kg", "2lb"], "mixed_numbers"),
        (["1.2.3", "4.5.6"], "words"),
        (["1-2", "3-4"], "words"),
        (["0x10", "0x20"], "words"),
        (["(3", "4)"], "words"),
        (["1,23", "4,5,6"], "mixed_numbers"),
    ],
)
def test_digits_that_are_no_numbers_stay_as_they_are(tmp_path: Path, cells: list[str], reason: str) -> None:
    dataset = column_of(tmp_path, cells)
    assert dataset.frame["x"].tolist() == cells
    assert (dataset.schema["x"].kind, dataset.schema["x"].reason) == ("category", reason)


def test_long_decimals_are_numbers(tmp_path: Path) -> None:
    assert column_of(tmp_path, ["0.12345678901234567", "2.5"]).frame["x"].tolist() == [0.12345678901234567, 2.5]


def test_words_for_missing_are_counted(tmp_path: Path) -> None:
    cells = ["1", "NA", "?", "2", "없음", "NA", "", "3", "-", "null"]
    dataset = column_of(tmp_path, cells)
    column = dataset.schema["x"]
    assert (column.kind, column.missing) == ("number", 7)
    assert column.missing_words == {"NA": 2, "?": 1, "없음": 1, "-": 1, "null": 1}


def test_words_that_may_be_answers_stay_and_that_is_said(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["없음", "고혈압", "NA", "없음", "당뇨"])
    assert dataset.frame["x"].tolist()[0] == "없음"
    assert dataset.schema["x"].missing_words == {"NA": 1}
    assert dict(dataset.reading.notes)["words_kept"]["count"] == 2


def test_the_person_says_what_missing_is(tmp_path: Path) -> None:
    cells = ["NA", "EU", "none", "EU"]
    assert column_of(tmp_path, cells, missing=[]).schema["x"].missing == 0
    assert column_of(tmp_path, cells, missing=["none"]).frame["x"].isna().tolist() == [False, False, True, False]


def test_a_type_that_changes_at_row_20001_is_seen(tmp_path: Path) -> None:
    content = "x,y\n" + "".join(f"{i},1\n" for i in range(20_000)) + "abc,2\nxyz,3\n"
    dataset = loaded(tmp_path, content)
    assert dataset.schema["x"].kind == "number"
    assert dataset.schema["x"].missing == 2
    told = dict(dataset.reading.notes)["cells_unread"]
    assert (told["count"], told["rows"], told["examples"]) == (2, "20001, 20002", "“abc”, “xyz”")


def test_below_99_percent_the_column_stays_words_and_the_odd_ones_are_listed(tmp_path: Path) -> None:
    cells = [str(i % 50) for i in range(97)] + ["many", "few", "many"]
    dataset = column_of(tmp_path, cells)
    assert dataset.frame["x"].tolist() == cells
    assert dataset.schema["x"].reason == "mixed_numbers"
    assert dict(dataset.reading.notes)["nearly_numbers"]["count"] == 3


def test_a_person_may_still_call_it_a_number(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["1", "2", "many", "4"], kind="number")
    assert math.isnan(dataset.frame["x"][2])
    assert dict(dataset.reading.notes)["cells_unread"]["examples"] == "“many”"
    assert column_of(tmp_path, ["01", "02"], kind="number").frame["x"].tolist() == [1, 2]


def test_whole_is_known(tmp_path: Path) -> None:
    assert column_of(tmp_path, ["1", "2", ""]).schema["x"].whole
    assert not column_of(tmp_path, ["1", "2.5"]).schema["x"].whole


@pytest.mark.parametrize("cells", [["", "", ""], ["NA", "?", ""], ["  ", "", "NA"]])
def test_a_column_without_a_value(tmp_path: Path, cells: list[str]) -> None:
    column = column_of(tmp_path, cells).schema["x"]
    assert (column.missing, column.n_distinct, column.reason) == (3, 0, "all_missing")
