"""Several tables joined into one: matched, counted, refused where rows would multiply."""

from pathlib import Path

import pandas as pd
import pytest

from hanpan.business.card import JoinedTable, read_card
from hanpan.data.joins import Joins
from hanpan.data.load import load_dataset
from hanpan.foundation.errors import DataError

CUSTOMERS = "id,region,y\n001,1,3\n002,2,4\n003,1,5\n004,9,6\n"
CALLS = "id,minutes,day\n001,3,2024-01-01\n001,5,2024-01-09\n002,,2024-02-01\n777,1,2024-02-02\n,4,2024-02-03\n"
REGIONS = "region,name,y\n1,서울,10\n2,부산,20\n3,대구,30\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("customers", CUSTOMERS), ("calls", CALLS), ("regions", REGIONS)):
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return tmp_path


def joined(folder: Path, *tables: JoinedTable) -> pd.DataFrame:
    return load_dataset(folder / "customers.csv", joins=Joins(tables, folder)).frame


def test_many_rows_of_a_unit_become_one(folder: Path):
    aggregates = ("minutes:mean", "minutes:count", "*:count", "day:max", "minutes:nunique")
    frame = joined(folder, JoinedTable(path="calls.csv", key="id", aggregates=aggregates))
    assert frame["minutes_mean"].tolist()[:1] == [4.0]
    assert frame["minutes_mean"].isna().tolist() == [False, True, True, True]
    assert frame["minutes_count"].tolist() == [2, 0, 0, 0]
    assert frame["rows_count"].tolist() == [2, 1, 0, 0]
    assert str(frame["day_max"][0].date()) == "2024-01-09"
    assert frame["id"].tolist() == ["001", "002", "003", "004"]


def test_one_row_per_key_is_joined_as_it_is_and_twins_are_renamed(folder: Path):
    frame = joined(folder, JoinedTable(path="regions.csv", key="region"))
    assert frame["name"].tolist()[:3] == ["서울", "부산", "서울"]
    assert frame["regions_y"].tolist()[:3] == [10, 20, 10]
    assert frame["y"].tolist() == [3, 4, 5, 6]
    assert len(frame) == 4


def test_what_matched_and_what_did_not_is_told(folder: Path):
    joins = Joins((JoinedTable(path="regions.csv", key="region"),), folder)
    notes = dict(load_dataset(folder / "customers.csv", joins=joins).reading.notes)
    told = notes["joined"]
    assert (told["matched"], told["rows"], told["unused"], told["units"]) == (3, 4, 1, 3)
    assert notes["join_unmatched"]["unmatched"] == 1


def test_inner_leaves_rows_out_and_counts_them(folder: Path):
    joins = Joins((JoinedTable(path="regions.csv", key="region", how="inner"),), folder)
    dataset = load_dataset(folder / "customers.csv", joins=joins)
    assert len(dataset.frame) == 3
    assert dict(dataset.reading.notes)["join_left_out"]["unmatched"] == 1


def test_joins_follow_one_another(folder: Path):
    frame = joined(
        folder,
        JoinedTable(path="regions.csv", key="region"),
        JoinedTable(path="calls.csv", key="id", aggregates=("*:count",)),
    )
    assert {"name", "regions_y", "rows_count"} <= set(frame)


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        (JoinedTable(path="calls.csv", key="id"), "join_multiplies", "001"),
        (JoinedTable(path="calls.csv", key="ID"), "join_key_absent", "id"),
        (JoinedTable(path="regions.csv", key="id"), "join_key_absent_there", "region"),
        (JoinedTable(path="calls.csv", key="id", aggregates=("minutes:avg",)), "join_aggregate", "mean"),
        (JoinedTable(path="calls.csv", key="id", aggregates=("minuts:mean",)), "join_column_absent", "minutes"),
        (JoinedTable(path="calls.csv", key="id", aggregates=("day:mean",)), "join_kind", "date"),
        (JoinedTable(path="call.csv", key="id"), "file_absent", "calls.csv"),
    ],
)
def test_what_cannot_be_joined_is_refused(folder: Path, table: JoinedTable, key: str, said: str):
    with pytest.raises(DataError) as refused:
        joined(folder, table)
    assert refused.value.key == key
    for language in ("ko", "en"):
        assert said in refused.value.message(language)


def test_keys_that_never_meet_are_refused(folder: Path):
    (folder / "other.csv").write_text("id,z\n1,5\n2,6\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        joined(folder, JoinedTable(path="other.csv", key="id"))
    assert refused.value.key == "join_no_match"


def test_paths_count_from_the_card(folder: Path):
    (folder / "hanpan.toml").write_text('[[tables]]\npath = "regions.csv"\nkey = "region"\n', encoding="utf-8")
    joins = Joins.of(read_card(folder / "hanpan.toml"))
    assert "name" in load_dataset(folder / "customers.csv", joins=joins).frame
