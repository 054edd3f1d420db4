"""Dates as people write them; day and month told apart on the whole column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from written import column_of

WRITTEN = {
    "%Y-%m-%d": ["2026-01-06", "2025-12-31"],
    "%Y/%m/%d": ["2026/1/6", "2025/12/31"],
    "%Y.%m.%d": ["2026.01.06", "2025.12.31"],
    "%Y. %m. %d.": ["2026. 1. 6.", "2025. 12. 31."],
    "%Y년 %m월 %d일": ["2026년 1월 6일", "2025년 12월 31일"],
    "%Y%m%d": ["20260106", "20251231"],
    "%d/%m/%Y": ["06/01/2026", "31/12/2025"],
    "%m/%d/%Y": ["01/06/2026", "12/31/2025"],
    "%d.%m.%Y": ["6.1.2026", "31.12.2025"],
    "%d-%b-%Y": ["06-Jan-2026", "31-Dec-2025"],
    "%b %d, %Y": ["January 6, 2026", "Dec 31, 2025"],
}
TIMES = {
    "%Y-%m-%d %H:%M": "2026-01-06 15:00",
    "%Y-%m-%d %H:%M:%S": "2026-01-06 15:00:00",
    "%Y-%m-%dT%H:%M:%S": "2026-01-06T15:00:00",
    "%Y-%m-%dT%H:%M:%S.%f": "2026-01-06T15:00:00.000",
    "%Y%m%dT%H%M%S": "20260106T150000",
    "%Y%m%d%H%M%S": "20260106150000",
    "%Y-%m-%d %H시": "2026-01-06 15시",
    "%Y년 %m월 %d일 %H시 %M분": "2026년 1월 6일 15시 00분",
    "%Y-%m-%d %I:%M %p": "2026-01-06 3:00 PM",
    "%Y-%m-%d %p %I:%M": "2026-01-06 오후 3:00",
    "%Y-%m-%dT%H:%M:%S%z": "2026-01-06T15:00:00+09:00",
}


@pytest.mark.parametrize("form", WRITTEN)
def test_ways_of_writing_days(tmp_path: Path, form: str) -> None:
    dataset = column_of(tmp_path, WRITTEN[form])
    column = dataset.schema["x"]
    assert (column.kind, column.reader) == ("date", form)
    assert dataset.frame["x"].tolist() == [pd.Timestamp("2026-01-06"), pd.Timestamp("2025-12-31")]
    assert (column.earliest, column.latest) == ("2025-12-31T00:00:00.000000", "2026-01-06T00:00:00.000000")


@pytest.mark.parametrize("form", TIMES)
def test_ways_of_writing_times(tmp_path: Path, form: str) -> None:
    dataset = column_of(tmp_path, [TIMES[form], TIMES[form].replace("26", "24"), TIMES[form]])
    assert dataset.schema["x"].reader == form
    assert dataset.frame["x"][0] == pd.Timestamp("2026-01-06 15:00")


def test_midnight_and_noon(tmp_path: Path) -> None:
    frame = column_of(tmp_path, ["2026-01-06 12:30 AM", "2026-01-06 12:30 PM", "2026-01-06 1:00 am"]).frame
    assert frame["x"].dt.hour.tolist() == [0, 12, 1]
    frame = column_of(tmp_path, ["2026-01-06 오전 12:30", "2026-01-06 오후 12:30"]).frame
    assert frame["x"].dt.hour.tolist() == [0, 12]


def test_a_day_beyond_the_twelfth_settles_the_order(tmp_path: Path) -> None:
    cells = ["01/02/2020"] * 500 + ["13/02/2020"]
    dataset = column_of(tmp_path, cells)
    assert dataset.schema["x"].reader == "%d/%m/%Y"
    assert not dataset.reading.notes


def test_an_order_nobody_can_tell_is_asked_about(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["01/02/2020", "03/04/2020", "05/06/2020"])
    assert dict(dataset.reading.notes)["day_month_unclear"] == {
        "column": "x",
        "format": "%d/%m/%Y",
        "other": "%m/%d/%Y",
    }
    settled = column_of(tmp_path, ["01/02/2020", "03/04/2020"], format="%m/%d/%Y")
    assert settled.frame["x"][0] == pd.Timestamp("2020-01-02")
    assert not settled.reading.notes


def test_rows_in_order_of_time_speak_for_an_order(tmp_path: Path) -> None:
    dataset = column_of(
        tmp_path, [f"01/{day:02d}/2020" for day in range(1, 13)] + [f"02/{d:02d}/2020" for d in range(1, 13)]
    )
    assert dataset.schema["x"].reader == "%m/%d/%Y"
    assert "day_month_unclear" in dict(dataset.reading.notes)


def test_days_with_and_without_a_time(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["2020-01-01", "2020-01-02 10:00", "2020-01-03"])
    assert dataset.frame["x"].dt.hour.tolist() == [0, 10, 0]


@pytest.mark.parametrize(
    "cells",
    [
        ["2020-02-30", "2020-01-02"],
        ["2020-13-01", "2020-01-02"],
        ["2020-01-01 25:00", "2020-01-02 10:00"],
        ["A-2020-01", "B-2020-02"],
    ],
)
def test_days_no_calendar_has_stay_words(tmp_path: Path, cells: list[str]) -> None:
    dataset = column_of(tmp_path, cells)
    assert dataset.schema["x"].kind == "category"
    assert dataset.frame["x"].tolist() == cells


def test_eight_digits_that_are_not_all_days_stay_numbers(tmp_path: Path) -> None:
    assert column_of(tmp_path, ["20200101", "20200299"]).frame["x"].tolist() == [20200101, 20200299]


def test_missing_words_among_dates(tmp_path: Path) -> None:
    column = column_of(tmp_path, ["2020-01-01", "미상", "", "2020-01-02"]).schema["x"]
    assert (column.kind, column.missing, column.missing_words) == ("date", 2, {"미상": 1})


def test_times_of_several_zones_become_utc_and_that_is_said(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["2020-01-01T09:00:00+09:00", "2020-01-01T00:00:00Z", "2020-01-01T00:30:00-0530"])
    assert dataset.frame["x"].tolist() == [pd.Timestamp("2020-01-01")] * 2 + [pd.Timestamp("2020-01-01 06:00")]
    assert dict(dataset.reading.notes)["times_in_utc"]["zones"] == "-05:30, +00:00, +09:00"


def test_times_of_one_zone_keep_its_clock_and_that_is_said(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["2020-01-01T09:00:00+09:00", "2020-01-02T10:00:00+09:00"])
    assert dataset.frame["x"].tolist() == [pd.Timestamp("2020-01-01 09:00"), pd.Timestamp("2020-01-02 10:00")]
    assert dataset.schema["x"].zone == "+09:00"
    assert dict(dataset.reading.notes)["wall_clock"]["zones"] == "+09:00"


def test_a_column_that_is_almost_dates_says_which_cells_are_not(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["2020-01-01", "2020-01-02", "later", "2020-02-30"])
    assert dataset.schema["x"].kind == "category"
    told = dict(dataset.reading.notes)["nearly_dates"]
    assert (told["count"], told["rows"], told["share"]) == (2, "3, 4", 0.5)
