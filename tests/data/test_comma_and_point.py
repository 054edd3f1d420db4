"""Which of comma and point is the decimal mark: all cells of a column, then its neighbours; kept for new rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from written import column_of, loaded, put

from hanpan.data.checks import run_checks
from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.readers import read_table
from hanpan.foundation.texts import LANGUAGES

GROUPED = [1_500 + 137 * i for i in range(60)]


def german(value: float, decimals: int = 2) -> str:
    return f"{value:,.{decimals}f}".replace(",", "#").replace(".", ",").replace("#", ".")


def table(names: str, rows: list[list[str]], sep: str = ",") -> str:
    lines = [sep.join(f'"{cell}"' if sep == "," and "," in cell else cell for cell in row) for row in rows]
    return "\n".join([names.replace(",", sep), *lines]) + "\n"


def told(dataset, key: str) -> dict:
    """The fields of a note, by column."""
    return {fields["column"]: fields for name, fields in dataset.reading.notes if name == key}


def test_a_column_of_thousands_keeps_its_reading_whatever_one_cell_says(tmp_path: Path) -> None:
    for typo in ("12,34", "0,5", "1234,5"):
        cells = [f"{value:,}" for value in GROUPED]
        cells[17] = typo
        dataset = loaded(tmp_path, table("x,y", [[cell, str(i)] for i, cell in enumerate(cells)]))
        expected = pd.Series(GROUPED, dtype="float64", name="x")
        expected[17] = None
        pd.testing.assert_series_equal(dataset.frame["x"], expected)
        assert told(dataset, "cells_unread")["x"]["count"] == 1
        assert told(dataset, "decimal_unclear")["x"]["cells"][0] == "1,500 → 1500"


def test_ordinary_thousands_need_no_word(tmp_path: Path) -> None:
    rows = [[f"{value:,}", f"{value / 7:.2f}"] for value in GROUPED]
    dataset = loaded(tmp_path, table("x,y", rows))
    assert dataset.frame["x"].tolist() == GROUPED
    assert not dataset.reading.notes


def test_decimals_with_three_places_follow_their_neighbours(tmp_path: Path) -> None:
    rows = [[german(value / 1000, 3), german(value / 9000, 3), german(value / 40, 1)] for value in GROUPED]
    dataset = loaded(tmp_path, table("dose,rate,y", rows, ";"))
    assert dataset.frame["dose"].tolist() == [value / 1000 for value in GROUPED]
    assert dataset.frame["rate"].tolist() == pytest.approx([value / 9000 for value in GROUPED], abs=5e-4)
    unclear = told(dataset, "decimal_unclear")["dose"]
    assert (unclear["taken"], unclear["cells"][0], unclear["otherwise"][0]) == (",", "1,500 → 1.5", "1,500 → 1500")
    assert (unclear["table"], unclear["line"]) == ("columns.dose", 'decimal = "."')


def test_thousands_with_points_follow_their_neighbours(tmp_path: Path) -> None:
    rows = [[german(value * 9, 0), german(value / 700)] for value in GROUPED]
    dataset = loaded(tmp_path, table("Einwohner,Quote", rows, ";"))
    assert dataset.frame["Einwohner"].tolist() == [value * 9 for value in GROUPED]
    assert told(dataset, "decimal_unclear")["Einwohner"]["cells"][0] == "13.500 → 13500"


def test_a_semicolon_alone_suggests_a_decimal_comma(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, table("x,y", [[german(value / 1000, 3), "a"] for value in GROUPED], ";"))
    assert dataset.frame["x"].tolist() == [value / 1000 for value in GROUPED]


def test_points_between_semicolons_stay_decimal_points(tmp_path: Path) -> None:
    rows = [[f"{value / 1000:.3f}", f"{value / 7:.1f}"] for value in GROUPED]
    dataset = loaded(tmp_path, table("x,y", rows, ";"))
    assert dataset.frame["x"].tolist() == [value / 1000 for value in GROUPED]
    assert not dataset.reading.notes


def test_money_with_three_places_is_said_and_round_money_is_thousands(tmp_path: Path) -> None:
    round_ones = column_of(tmp_path, [f"Rp {15 + i}.000" for i in range(20)])
    fuel = column_of(tmp_path, [f"€1.{411 + i}" for i in range(20)])
    assert (round_ones.frame["x"][1], fuel.frame["x"][1]) == (16000, 1.412)
    taken = [dict(each.reading.notes)["decimal_unclear"]["taken"] for each in (round_ones, fuel)]
    assert taken == [",", "."]
    assert "decimal_unclear" not in dict(column_of(tmp_path, [f"₩{15 + i},000" for i in range(20)]).reading.notes)


def test_round_numbers_of_three_places_are_said(tmp_path: Path) -> None:
    assert "decimal_unclear" in dict(column_of(tmp_path, [f"{15 + i}.500" for i in range(20)]).reading.notes)
    assert "decimal_unclear" not in dict(column_of(tmp_path, [f"{37 + i}.864" for i in range(20)]).reading.notes)


def test_the_person_settles_the_mark(tmp_path: Path) -> None:
    path = put(tmp_path, table("x,y", [[f"{value:,}", "a"] for value in GROUPED]))
    dataset = load_dataset(path, corrections={"x": {"decimal": ","}})
    assert dataset.frame["x"].tolist() == [value / 1000 for value in GROUPED]
    assert not told(dataset, "decimal_unclear")


def test_a_doubt_is_a_finding_with_words(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, table("x,y", [[german(value / 1000, 3), "a"] for value in GROUPED], ";"))
    finding = next(finding for finding in run_checks(dataset) if finding.code == "decimal_unclear")
    assert (finding.subject, finding.severity) == ("x", "warning")
    for language in LANGUAGES:
        assert "1,637 → 1.637" in finding.part("evidence", language)
        assert 'decimal = "."' in finding.part("advice", language)


def new_rows(folder: Path, dataset, content: str):
    return conform(read_table(put(folder, content, "new.csv")), dataset.schema, target=None)


@pytest.fixture
def exported(tmp_path: Path):
    rows = [[german(value / 30, 1), german(value), "Nord"] for value in GROUPED]
    return loaded(tmp_path, table("area,income,region", rows, ";"))


def test_new_rows_are_read_as_those_of_the_training(tmp_path: Path, exported) -> None:
    for content in (
        "area;income;region\n100,0;1.500;Nord\n100,0;8.000;Nord\n",
        "area,income,region\n100,1.500,Nord\n100,8.000,Nord\n",
        "area;income;region\n100;1.500;Nord\n100;8.000;Nord\n",
        "area;income;region\n100,0;1.500,00;Nord\n100,0;8.000,00;Nord\n",
    ):
        frame, notes = new_rows(tmp_path, exported, content)
        assert frame["income"].tolist() == [1500, 8000]
        assert (notes.unread, notes.told) == ({}, [])


def test_typed_rows_of_text_are_read_alike(exported) -> None:
    frame, _ = conform(
        pd.DataFrame({"area": ["100,0"], "income": ["1.500"], "region": ["Nord"]}), exported.schema, target=None
    )
    assert frame.iloc[0].tolist() == [100, 1500, "Nord"]


def test_a_table_of_the_other_mark_is_followed_and_that_is_told(tmp_path: Path, exported) -> None:
    frame, notes = new_rows(tmp_path, exported, "area,income,region\n100.5,1500.25,Nord\n99.5,8000.5,Nord\n")
    assert frame["income"].tolist() == [1500.25, 8000.5]
    assert {fields["column"] for key, fields in notes.told if key == "mark_changed"} == {"area", "income"}


def test_a_model_of_points_reads_a_file_of_commas(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, table("dose,y", [[f"{value / 1000}", "a"] for value in GROUPED]))
    frame, notes = new_rows(tmp_path, dataset, "dose;y\n2,148;a\n4,045;a\n")
    assert frame["dose"].tolist() == [2.148, 4.045]
    assert notes.told[0][0] == "mark_changed"
    assert new_rows(tmp_path, dataset, "dose;y\n2.148;a\n4.045;a\n")[0]["dose"].tolist() == [2.148, 4.045]


def test_whole_numbers_come_back_with_points(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, table("x,y", [[str(value), "a"] for value in GROUPED]))
    assert new_rows(tmp_path, dataset, "x;y\n1.500;a\n2.500;a\n")[0]["x"].tolist() == [1500, 2500]
    assert new_rows(tmp_path, dataset, 'x,y\n"1,500",a\n"2,500",a\n')[0]["x"].tolist() == [1500, 2500]


def test_columns_of_older_model_files_are_read_as_ever() -> None:
    from hanpan.data.schema import Column, Schema

    columns = {"comma": "1.500,5", "thousands": "1,500.5", "currency": "1,500.5", "plain": "1500.5"}
    for reader, cell in columns.items():
        schema = Schema(columns=(Column(name="x", kind="number", reader=reader, low=0, high=9000),))
        assert conform(pd.DataFrame({"x": [cell, "7"]}), schema, target=None)[0]["x"].tolist() == [1500.5, 7]
