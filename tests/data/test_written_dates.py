"""Ways in which people write dates, times and periods, and what must not be read as one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from written import column_of, put

from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset

FIRST, LAST = pd.Timestamp("2024-09-29"), pd.Timestamp("2023-12-31")
# cells of 29 September 2024 and of 31 December 2023
DAYS: dict[str, tuple[str, str]] = {
    "ISO": ("2024-09-29", "2023-12-31"),
    "slashes": ("2024/9/29", "2023/12/31"),
    "points": ("2024.09.29", "2023.12.31"),
    "Korean points": ("2024. 9. 29.", "2023. 12. 31."),
    "Korean points without the last": ("2024. 9. 29", "2023. 12. 31"),
    "no blanks, last point": ("2024.9.29.", "2023.12.31."),
    "blanks": ("2024 09 29", "2023 12 31"),
    "Korean words": ("2024년 9월 29일", "2023년 12월 31일"),
    "Korean words without blanks": ("2024년9월29일", "2023년12월31일"),
    "Chinese words": ("2024年9月29日", "2023年12月31日"),
    "digits": ("20240929", "20231231"),
    "day first, slashes": ("29/09/2024", "31/12/2023"),
    "month first, slashes": ("09/29/2024", "12/31/2023"),
    "day first, points": ("29.9.2024", "31.12.2023"),
    "day first, German blanks": ("29. 9. 2024", "31. 12. 2023"),
    "day first, dashes": ("29-09-2024", "31-12-2023"),
    "short year first": ("24/09/29", "23/12/31"),
    "short year, points": ("24.9.29", "23.12.31"),
    "short year, Korean points": ("24. 9. 29.", "23. 12. 31."),
    "short year, apostrophe": ("'24.09.29", "'23.12.31"),
    "short year, words": ("24년 9월 29일", "23년 12월 31일"),
    "day, month, short year": ("29-Sep-24", "31-Dec-23"),
    "month's name": ("29 Sep 2024", "31 Dec 2023"),
    "month's name with dashes": ("29-Sep-2024", "31-Dec-2023"),
    "month's full name": ("29 September 2024", "31 December 2023"),
    "American month": ("September 29, 2024", "December 31, 2023"),
    "short American month": ("Sep. 29, 2024", "Dec. 31, 2023"),
    "ordinals": ("September 29th, 2024", "December 31st, 2023"),
    "ordinals, day first": ("29th September 2024", "31st December 2023"),
    "run together": ("29Sep2024", "31Dec2023"),
    "year, month's name, day": ("2024-Sep-29", "2023-Dec-31"),
    "weekday in brackets": ("2024-09-29(일)", "2023-12-31(일)"),
    "weekday in brackets, blank": ("2024. 9. 29. (일)", "2023. 12. 31. (일)"),
    "weekday behind": ("2024년 9월 29일 일요일", "2023년 12월 31일 일요일"),
    "weekday before": ("Sun, 29 Sep 2024", "Sun, 31 Dec 2023"),
    "full weekday before": ("Sunday, September 29, 2024", "Sunday, December 31, 2023"),
    "German months": ("29. September 2024", "31. Dezember 2023"),
    "French months": ("29 septembre 2024", "31 décembre 2023"),
    "Spanish months": ("29 de septiembre de 2024", "31 de diciembre de 2023"),
    "English weekday in brackets": ("2024-09-29 (Sun)", "2023-12-31 (Sun)"),
}
NINE, LATE = pd.Timestamp("2024-09-29 09:18"), pd.Timestamp("2023-12-31 19:17")
# cells of 09:18 on the first day and of 19:17 on the other
TIMES: dict[str, tuple[str, str]] = {
    "minutes": ("2024-09-29 09:18", "2023-12-31 19:17"),
    "seconds": ("2024-09-29 09:18:00", "2023-12-31 19:17:00"),
    "T": ("2024-09-29T09:18:00", "2023-12-31T19:17:00"),
    "fractions": ("2024-09-29T09:18:00.000", "2023-12-31T19:17:00.000"),
    "log": ("2024-09-29 09:18:00,000", "2023-12-31 19:17:00,000"),
    "digits": ("202409290918", "202312311917"),
    "digits with seconds": ("20240929091800", "20231231191700"),
    "digits with T": ("20240929T091800", "20231231T191700"),
    "slashes": ("2024/9/29 9:18", "2023/12/31 19:17"),
    "Korean words": ("2024년 9월 29일 9시 18분", "2023년 12월 31일 19시 17분"),
    "Korean half of the day": ("2024-09-29 오전 9:18", "2023-12-31 오후 7:17"),
    "Korean half of the day, points": ("2024. 9. 29. 오전 9:18:00", "2023. 12. 31. 오후 7:17:00"),
    "Korean half of the day, words": ("2024년 9월 29일 오전 9시 18분", "2023년 12월 31일 오후 7시 17분"),
    "half of the day behind": ("2024/09/29 9:18:00 오전", "2023/12/31 7:17:00 오후"),
    "AM and PM": ("09/29/2024 9:18 AM", "12/31/2023 7:17 PM"),
    "am and pm at once": ("2024-09-29 9:18am", "2023-12-31 7:17pm"),
    "a.m. and p.m.": ("Sep 29, 2024, 9:18 a.m.", "Dec 31, 2023, 7:17 p.m."),
    "UTC": ("2024-09-29 09:18:00 UTC", "2023-12-31 19:17:00 UTC"),
    "Z": ("2024-09-29T09:18:00Z", "2023-12-31T19:17:00Z"),
    "+09": ("2024-09-29T09:18:00+09", "2023-12-31T19:17:00+09"),
    "+09:00": ("2024-09-29T09:18:00+09:00", "2023-12-31T19:17:00+09:00"),
    "+0900": ("2024-09-29 09:18:00+0900", "2023-12-31 19:17:00+0900"),
    "GMT+9": ("2024/09/29 9:18:00 오전 GMT+9", "2023/12/31 7:17:00 오후 GMT+9"),
    "KST": ("2024-09-29 09:18:00 KST", "2023-12-31 19:17:00 KST"),
    "(KST)": ("2024-09-29 09:18 (KST)", "2023-12-31 19:17 (KST)"),
    "Java": ("2024-09-29T09:18:00+09:00[Asia/Seoul]", "2023-12-31T19:17:00+09:00[Asia/Seoul]"),
    "web server": ("29/Sep/2024:09:18:00 +0900", "31/Dec/2023:19:17:00 +0900"),
    "mail": ("Sun, 29 Sep 2024 09:18:00 GMT", "Sun, 31 Dec 2023 19:17:00 GMT"),
    "weekday between": ("2024-09-29(일) 09:18", "2023-12-31(일) 19:17"),
    "summer time": ("2024-09-29T09:18:00+02:00", "2023-12-31T19:17:00+01:00"),
    "Go": ("2024-09-29 09:18:00 +0900 KST", "2023-12-31 19:17:00 +0900 KST"),
    "browsers": (
        "Sun Sep 29 2024 09:18:00 GMT+0900 (Korean Standard Time)",
        "Sun Dec 31 2023 19:17:00 GMT+0900 (Korean Standard Time)",
    ),
    "C": ("Sun Sep 29 09:18:00 2024", "Sun Dec 31 19:17:00 2023"),
    "nanoseconds": ("2024-09-29T09:18:00.000000000Z", "2023-12-31T19:17:00.000000000Z"),
    "German": ("29.09.2024 09:18", "31.12.2023 19:17"),
    "German with a word": ("29.09.2024 09:18 Uhr", "31.12.2023 19:17 Uhr"),
    "point for a colon": ("2024-09-29 09.18", "2023-12-31 19.17"),
}
# cells -> the day that each period begins with
PERIODS: dict[str, tuple[list[str], list[str]]] = {
    "months": (["2024-01", "2024-10"], ["2024-01-01", "2024-10-01"]),
    "months, slashes": (["2024/1", "2024/10"], ["2024-01-01", "2024-10-01"]),
    "months, words": (["2024년 1월", "2024년 10월"], ["2024-01-01", "2024-10-01"]),
    "months, short words": (["24년 1월", "24년 10월"], ["2024-01-01", "2024-10-01"]),
    "months, names": (["Jan 2024", "Oct 2024"], ["2024-01-01", "2024-10-01"]),
    "months, short names": (["Jan-24", "Oct-24"], ["2024-01-01", "2024-10-01"]),
    "months, point and word": (["2024.1월", "2024.10월"], ["2024-01-01", "2024-10-01"]),
    "months, European": (["01/2024", "10/2024"], ["2024-01-01", "2024-10-01"]),
    "months, M": (["2024M01", "2024M10"], ["2024-01-01", "2024-10-01"]),
    "months behind a point": (
        ["2023.1", "2023.10", "2023.12", "2023.2"],
        ["2023-01-01", "2023-10-01", "2023-12-01", "2023-02-01"],
    ),
    "padded months behind a point": (
        ["2023.01", "2023.10", "2023.12", "2023.02", "2023.03", "2023.11"],
        ["2023-01-01", "2023-10-01", "2023-12-01", "2023-02-01", "2023-03-01", "2023-11-01"],
    ),
    "months of digits": (
        ["202301", "202302", "202310", "202311", "202312", "202401"],
        ["2023-01-01", "2023-02-01", "2023-10-01", "2023-11-01", "2023-12-01", "2024-01-01"],
    ),
    "quarters": (["2024Q1", "2024Q3"], ["2024-01-01", "2024-07-01"]),
    "quarters with a dash": (["2024-Q1", "2024-Q3"], ["2024-01-01", "2024-07-01"]),
    "quarters first": (["Q1 2024", "Q3 2024"], ["2024-01-01", "2024-07-01"]),
    "quarters of bankers": (["1Q24", "3Q24"], ["2024-01-01", "2024-07-01"]),
    "quarters of short years": (["24Q1", "24Q3"], ["2024-01-01", "2024-07-01"]),
    "quarters in Korean": (["2024년 1분기", "2024년 3분기"], ["2024-01-01", "2024-07-01"]),
    "quarters in Korean, fractions": (["2024년 1/4분기", "2024년 3/4분기"], ["2024-01-01", "2024-07-01"]),
    "quarters that look like months": (
        ["2021-1", "2021-2", "2022-3", "2022-4", "2023-1"],
        ["2021-01-01", "2021-04-01", "2022-07-01", "2022-10-01", "2023-01-01"],
    ),
    "quarters behind a point": (["2024.1Q", "2024.3Q"], ["2024-01-01", "2024-07-01"]),
    "quarters of short years behind a point": (["'24.1Q", "'24.3Q"], ["2024-01-01", "2024-07-01"]),
    "quarters of business years": (["FY2024Q1", "FY2024Q3"], ["2024-01-01", "2024-07-01"]),
    "months of short years, point and word": (["'24.1월", "'24.10월"], ["2024-01-01", "2024-10-01"]),
    "day first, digits": (
        ["14052024", "01062024", "31122023", "15082022", "09102024", "30042023"],
        ["2024-05-14", "2024-06-01", "2023-12-31", "2022-08-15", "2024-10-09", "2023-04-30"],
    ),
    "day first, short years": (
        [f"{day:02}/{1 + day % 12:02}/{23 + day % 2}" for day in range(1, 13)],
        [f"{2023 + day % 2}-{1 + day % 12:02}-{day:02}" for day in range(1, 13)],
    ),
    "halves in Korean": (["2024년 상반기", "2024년 하반기"], ["2024-01-01", "2024-07-01"]),
    "halves": (["2024H1", "2024H2"], ["2024-01-01", "2024-07-01"]),
    "weeks": (["2024-W01", "2024-W39"], ["2024-01-01", "2024-09-23"]),
    "weeks without a dash": (["2024W01", "2024W39"], ["2024-01-01", "2024-09-23"]),
    "weeks in Korean": (["2024년 1주차", "2024년 39주차"], ["2024-01-01", "2024-09-23"]),
    "weeks that look like months": (["2024-01", "2024-12", "2024-39"], ["2024-01-01", "2024-03-18", "2024-09-23"]),
    "seasons that look like months": (["2009-10", "2010-11", "2011-12"], ["2009-01-01", "2010-01-01", "2011-01-01"]),
    "seasons": (["2018-19", "2019-20", "2020-21"], ["2018-01-01", "2019-01-01", "2020-01-01"]),
    "births of six digits": (
        ["600102", "851231", "050307", "991130", "720229", "881005"],
        ["1960-01-02", "1985-12-31", "2005-03-07", "1999-11-30", "1972-02-29", "1988-10-05"],
    ),
    "hours of digits": (
        ["2024092909", "2024092910", "2024092923", "2024093000", "2024093001", "2024093002"],
        ["2024-09-29 09", "2024-09-29 10", "2024-09-29 23", "2024-09-30 00", "2024-09-30 01", "2024-09-30 02"],
    ),
    "midnight at the end": (["2024-09-29 24:00", "2024-09-29 23:00"], ["2024-09-30", "2024-09-29 23:00"]),
}
# cells -> seconds
CLOCKS: dict[str, tuple[list[str], list[float]]] = {
    "times of day": (["09:18", "19:17"], [33480, 69420]),
    "times of day with seconds": (["09:18:30", "19:17:00"], [33510, 69420]),
    "halves of the day": (["9:18 AM", "7:17 PM"], [33480, 69420]),
    "Korean halves of the day": (["오전 9:18", "오후 7:17"], [33480, 69420]),
    "Korean words": (["오전 9시 18분", "오후 7시 17분"], [33480, 69420]),
    "Korean words of 24 hours": (["9시 18분", "19시 17분"], [33480, 69420]),
    "spans beyond a day": (["26:10:00", "1:30:00"], [94200, 5400]),
    "spans as pandas writes them": (["0 days 01:30:00", "1 days 02:00:00"], [5400, 93600]),
    "spans in Korean": (["1시간 30분", "2시간 5분"], [5400, 7500]),
    "days and hours in Korean": (["2일 14시간", "1일 3시간"], [223200, 97200]),
    "spans in English": (["14h 5m", "45 min", "2 hours 30 minutes"], [50700, 2700, 9000]),
    "spans in French": (["14h05", "9h30"], [50700, 34200]),
    "ISO 8601": (["PT14H5M", "P1DT2H", "PT5400S"], [50700, 93600, 5400]),
    "minutes beside hours": (["59:58", "1:00:03", "30:00"], [3598, 3603, 1800]),
}
NO_DATES: dict[str, list[str]] = {
    "no calendar's days": ["2020-02-30", "2020-01-02"],
    "no calendar's months": ["2020-13-01", "2020-01-02"],
    "no clock's hours": ["2020-01-01 25:00", "2020-01-02 10:00"],
    "codes with years": ["A-2020-01", "B-2020-02"],
    "phones": ["010-1234-5678", "010-9876-5432"],
    "ranges": ["1-2", "3-4"],
    "fractions": ["3/4", "1/2"],
    "versions": ["1.2.3", "2.10.4"],
    "books": ["978-89-7050-477-3", "978-3-16-148410-0"],
    "American zip codes": ["12345-6789", "02138-1001"],
    "zip codes": ["06236", "01489"],
    "scores": ["3:1", "0:2"],
    "ratios": ["1:10", "1:25", "1:50"],
    "addresses of machines": ["192.168.0.1", "10.0.0.12"],
    "rooms": ["H101", "H102", "H201", "S101"],
    "days without a year": ["Mar 12", "Apr 13"],
    "watts": ["24W05", "25W10"],
    "floors": ["B1", "12F", "3F"],
    "sizes": ["10M", "5S", "3L"],
    "lengths of two scales": ["5m", "3cm"],
    "feet and inches": ["5'11\"", "6'2\""],
    "names with months": ["Martin 12345", "April 12345"],
}


@pytest.mark.parametrize("way", DAYS)
def test_a_way_of_writing_days(tmp_path: Path, way: str) -> None:
    assert dates_of(tmp_path, [*DAYS[way], DAYS[way][0]]) == [FIRST, LAST, FIRST]


@pytest.mark.parametrize("way", TIMES)
def test_a_way_of_writing_times(tmp_path: Path, way: str) -> None:
    assert dates_of(tmp_path, [*TIMES[way], TIMES[way][0]]) == [NINE, LATE, NINE]


@pytest.mark.parametrize("way", PERIODS)
def test_a_way_of_writing_periods(tmp_path: Path, way: str) -> None:
    cells, days = PERIODS[way]
    assert dates_of(tmp_path, cells) == [pd.Timestamp(day) for day in days]


@pytest.mark.parametrize("way", CLOCKS)
def test_a_way_of_writing_times_of_day_and_spans(tmp_path: Path, way: str) -> None:
    cells, seconds = CLOCKS[way]
    dataset = column_of(tmp_path, cells)
    assert (dataset.schema["x"].kind, dataset.schema["x"].unit) == ("number", "s")
    assert dataset.frame["x"].tolist() == seconds
    assert again(cells, dataset)["x"].tolist() == seconds


def test_names_say_what_digits_are(tmp_path: Path) -> None:
    weeks = named(tmp_path, "주차", ["202420", "202407", "202352", "202401", "202433", "202312"])
    assert weeks.frame["주차"].tolist()[:2] == [pd.Timestamp("2024-05-13"), pd.Timestamp("2024-02-12")]
    months = named(tmp_path, "년월", ["24/05", "24/10", "23/12", "24/01"])
    assert months.frame["년월"].tolist()[:2] == [pd.Timestamp("2024-05-01"), pd.Timestamp("2024-10-01")]
    times = named(tmp_path, "발생시각", ["0905", "1730", "0010", "2359", "1200", "0630"])
    assert times.frame["발생시각"].tolist()[:3] == [32700, 63000, 600]
    came = pd.DataFrame({"발생시각": [905, 10], "row": [1, 2]})
    assert conform(came, times.schema, target=None)[0]["발생시각"].tolist() == [32700, 600]


@pytest.mark.parametrize("kind", NO_DATES)
def test_what_is_no_date_stays_as_it_is(tmp_path: Path, kind: str) -> None:
    dataset = column_of(tmp_path, NO_DATES[kind])
    assert dataset.schema["x"].kind == "category"
    assert dataset.frame["x"].tolist() == NO_DATES[kind]


def test_there_are_enough_ways() -> None:
    assert len(DAYS) + len(TIMES) + len(PERIODS) >= 60


def named(folder: Path, name: str, cells: list[str]):
    """The dataset of a column with this name."""
    lines = [f"{name},row", *(f"{cell},{row}" for row, cell in enumerate(cells))]
    return load_dataset(put(folder, "\n".join(lines) + "\n"))


def dates_of(folder: Path, cells: list[str]) -> list[pd.Timestamp]:
    """The dates of a column, the same when they come again."""
    dataset = column_of(folder, cells)
    assert dataset.schema["x"].kind == "date", dataset.reading.notes
    pd.testing.assert_series_equal(again(cells, dataset)["x"], dataset.frame["x"])
    return dataset.frame["x"].tolist()


def again(cells: list[str], dataset) -> pd.DataFrame:
    """The same cells, as new rows."""
    frame = pd.DataFrame({"x": pd.Series(cells, dtype="str"), "row": range(len(cells))})
    made, notes = conform(frame, dataset.schema, target=None)
    assert (notes.unread, notes.told) == ({}, [])
    return made
