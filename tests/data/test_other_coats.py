"""A model trained from one kind of file is asked with another: the same values in another coat, and that is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.support.tables import Made, as_csv, as_xlsx

from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.readers import read_table
from hanpan.foundation.texts import LANGUAGES, text

N = 40
SHARES = [((i * 37) % 1000) / 1000 for i in range(N)]
SPANS = [dt.timedelta(minutes=5 + 13 * i) for i in range(N)]
TIMES = [dt.datetime(2023, 1, 1, 8, 30) + dt.timedelta(hours=7 * i) for i in range(N)]
ZIPS = [1234 + 37 * (i % 9) for i in range(N)]
FLAGS = [i % 3 == 0 for i in range(N)]
COATS = {
    "per cent written, shares typed": (
        [f"{100 * share:.1f}%" for share in SHARES],
        SHARES,
        [round(100 * s, 1) for s in SHARES],
        "percent_as_shares",
    ),
    "per cent written, shares written": (
        [f"{100 * s:.1f}%" for s in SHARES],
        [str(s) for s in SHARES],
        [round(100 * s, 1) for s in SHARES],
        "percent_as_shares",
    ),
    "shares typed, per cent written": (SHARES, [f"{100 * share:.1f}%" for share in SHARES], SHARES, "percent_comes"),
    "points typed, per cent written": (
        [round(100 * s, 1) for s in SHARES],
        [f"{100 * s:.1f}%" for s in SHARES],
        [round(100 * s, 1) for s in SHARES],
        "unit_comes",
    ),
    "numbers typed, money written": (
        [1000 * i for i in range(N)],
        [f"{1000 * i:,}원" for i in range(N)],
        [1000 * i for i in range(N)],
        "unit_comes",
    ),
    "spans typed, written": (
        SPANS,
        [str(each) for each in SPANS],
        [s.total_seconds() for s in SPANS],
        "times_in_seconds",
    ),
    "spans written, typed": ([str(each) for each in SPANS], SPANS, [s.total_seconds() for s in SPANS], ""),
    "spans written, seconds": (
        [str(each) for each in SPANS],
        [str(s.total_seconds()) for s in SPANS],
        [s.total_seconds() for s in SPANS],
        "",
    ),
    "seconds, spans written": (
        [s.total_seconds() for s in SPANS],
        [str(each) for each in SPANS],
        [s.total_seconds() for s in SPANS],
        "times_in_seconds",
    ),
    "days typed, written otherwise": (TIMES, [each.strftime("%Y/%m/%d %H:%M:%S") for each in TIMES], TIMES, ""),
    "zone written, then none": (
        [f"{each.isoformat()}+09:00" for each in TIMES],
        [each.isoformat() for each in TIMES],
        TIMES,
        "zone_goes",
    ),
    "zone written, then none typed": ([f"{each.isoformat()}+09:00" for each in TIMES], TIMES, TIMES, "zone_goes"),
    "zone written, then UTC typed": (
        [f"{each.isoformat()}+09:00" for each in TIMES],
        [(each - dt.timedelta(hours=9)).replace(tzinfo=dt.UTC) for each in TIMES],
        TIMES,
        "",
    ),
    "no zone, then one": (
        [each.isoformat() for each in TIMES],
        [f"{each.isoformat()}+09:00" for each in TIMES],
        TIMES,
        "zone_comes",
    ),
    "typed without zone, then one": (TIMES, [f"{each.isoformat()}+09:00" for each in TIMES], TIMES, "zone_comes"),
    "0 and 1, then yes and no typed": (
        [int(flag) for flag in FLAGS],
        FLAGS,
        [float(flag) for flag in FLAGS],
        "truths_as_numbers",
    ),
    "0 and 1, then true and false": (
        [str(int(flag)) for flag in FLAGS],
        [str(flag) for flag in FLAGS],
        [float(flag) for flag in FLAGS],
        "truths_as_numbers",
    ),
    "Y and N, then Yes and No": (
        ["NY"[flag] for flag in FLAGS],
        [["No", "Yes"][flag] for flag in FLAGS],
        ["NY"[flag] for flag in FLAGS],
        "",
    ),
    "one money, then by its other name": (
        [f"₩{1000 * i:,}" for i in range(N)],
        [f"{1000 * i:,}원" for i in range(N)],
        [1000 * i for i in range(N)],
        "",
    ),
    "points of three digits, then commas": (
        [f"{1 + i * 0.137:.3f}" for i in range(N)],
        [f"{1 + i * 0.137:.3f}".replace(".", ",") for i in range(N)],
        [round(1 + i * 0.137, 3) for i in range(N)],
        "mark_changed",
    ),
    "만 left out, then whole amounts": (
        ["2억 5,000", *["8,500"] * (N - 1)],
        ["2억 5,000만", *["8,500만"] * (N - 1)],
        [2.5e8, *[8.5e7] * (N - 1)],
        "",
    ),
    "TRUE and FALSE, then typed": (
        [str(flag).upper() for flag in FLAGS],
        FLAGS,
        [str(flag).upper() for flag in FLAGS],
        "",
    ),
    "typed, then true and false": (FLAGS, [str(flag).lower() for flag in FLAGS], [str(flag) for flag in FLAGS], ""),
    "codes written, numbers typed": (
        [f"{each:05d}" for each in ZIPS],
        ZIPS,
        [f"{each:05d}" for each in ZIPS],
        "zeros_restored",
    ),
}


@pytest.mark.parametrize("coat", COATS)
def test_the_same_values_in_another_coat(coat: str) -> None:
    trained, new, expected, told = COATS[coat]
    schema = load_dataset(pd.DataFrame({"x": trained, "row": range(N)})).schema
    frame, notes = conform(read_table(pd.DataFrame({"x": new, "row": range(N)})), schema, target=None)
    assert frame["x"].tolist() == expected
    assert (notes.unread, notes.unseen) == ({}, {})
    assert [key for key, _ in notes.told] == ([told] if told else [])
    for key, fields in notes.told:
        assert all(text(f"reading.{key}", language, **fields) for language in LANGUAGES)


@pytest.mark.parametrize("place", range(0, N, 7))
@pytest.mark.parametrize("coat", [name for name in COATS if "percent" not in name])
def test_one_row_alone_is_taken_as_all_are(coat: str, place: int) -> None:
    trained, new, expected, _ = COATS[coat]
    schema = load_dataset(pd.DataFrame({"x": trained, "row": range(N)})).schema
    frame, _ = conform(read_table(pd.DataFrame({"x": [new[place]], "row": [place]})), schema, target=None)
    assert frame["x"].tolist() == [expected[place]]


def test_per_cent_that_is_small_stays_as_it_is() -> None:
    schema = load_dataset(pd.DataFrame({"x": [f"{i / 100}%" for i in range(N)], "row": range(N)})).schema
    frame, notes = conform(read_table(pd.DataFrame({"x": [0.1, 0.2], "row": [1, 2]})), schema, target=None)
    assert (frame["x"].tolist(), notes.told) == ([0.1, 0.2], [])


def test_times_of_day_in_a_workbook_are_those_of_a_text(tmp_path: Path) -> None:
    made = {"x": Made("clock", [dt.time(i % 24, 7 * i % 60) for i in range(N)]), "row": Made("whole", list(range(N)))}
    written, book = as_csv(made, tmp_path), as_xlsx(made, tmp_path)
    dataset = load_dataset(written)
    assert dataset.frame["x"].tolist() == [i % 24 * 3600 + 7 * i % 60 * 60 for i in range(N)]
    assert load_dataset(book).frame.equals(dataset.frame)
    assert conform(read_table(book), dataset.schema, target=None)[0].equals(dataset.frame)


@pytest.mark.parametrize("missing", [["-999"], ["-999", "0"]])
def test_what_the_card_calls_missing_is_missing_in_every_coat(missing: list[str]) -> None:
    values = [-999 if i % 5 == 0 else i for i in range(N)]
    gone = [str(each) in missing for each in values]
    for cells in (values, [float(each) for each in values], [str(each) for each in values]):
        frame = pd.DataFrame({"x": cells, "row": range(N)})
        dataset = load_dataset(frame, corrections={"x": {"missing": missing}})
        assert dataset.frame["x"].isna().tolist() == gone
        assert sum(dataset.schema["x"].missing_words.values()) == sum(gone)
        for other in (values, [str(each) for each in values]):
            read = conform(read_table(pd.DataFrame({"x": other, "row": range(N)})), dataset.schema, target=None)[0]
            assert np.array_equal(read["x"], dataset.frame["x"], equal_nan=True)
