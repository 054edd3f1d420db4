"""Small files as people send them, which come with the tests: what is in them is read, wherever the checkout stands."""

from pathlib import Path

import pandas as pd
import pytest

from hanpan.data.dataset import Dataset
from hanpan.data.load import load_dataset
from hanpan.foundation.errors import DataError

FILES = Path(__file__).parents[1] / "files"


def read(name: str) -> Dataset:
    return load_dataset(FILES / name)


def kinds(dataset: Dataset) -> dict[str, str]:
    return {column.name: column.kind for column in dataset.schema}


def test_korean_sales_of_an_old_program() -> None:
    dataset = read("sales_cp949.csv")
    assert dataset.reading.decisions == {"encoding": "cp949", "separator": ",", "header": "4"}
    assert {code for code, _ in dataset.reading.notes} >= {"lines_above", "footers"}
    assert kinds(dataset) == {"판매일": "date", "지점": "category", "매출액": "number", "재방문": "category"}
    assert dataset.frame.shape == (36, 4)
    assert dataset.frame["매출액"].sum() == 1_132_000  # what the file's own last line says
    assert dataset.schema["매출액"].unit == "원"
    assert dataset.schema["지점"].categories == ("부산", "서울", "대구")  # a blank behind a name makes no other branch


def test_uneven_rows_are_refused_with_their_lines() -> None:
    with pytest.raises(DataError) as refused:
        read("ragged.csv")
    assert "6 (4)" in str(refused.value)
    assert "11 (7)" in str(refused.value)


def test_quotes_hold_separators_and_line_ends() -> None:
    dataset = read("quoted.csv")
    remarks = dataset.frame["remark"]
    assert dataset.reading.decisions == {"encoding": "utf-8-sig", "separator": ","}
    assert remarks[[3, 7, 11]].tolist() == ['said "fine"', "first line\nsecond line", "a, b, and c"]
    assert pd.isna(remarks[15])
    assert list(dataset.frame["name"][:2]) == ["Kim 0", "Kim 1"]


def test_a_workbook_keeps_codes_dates_and_per_cent() -> None:
    dataset = read("stock.xlsx")
    assert dataset.reading.decisions == {"sheet": "재고", "header": "3"}
    assert kinds(dataset) == {"품번": "id", "창고": "category", "수량": "number", "입고일": "date", "불량률": "number"}
    assert dataset.frame["품번"].tolist()[:2] == ["00007", "00008"]
    assert len(dataset.frame) == 25  # the sum below is no row
    assert dataset.frame["입고일"][1] == pd.Timestamp("2024-01-04")
    assert dataset.frame["불량률"].between(0, 0.05).all()
