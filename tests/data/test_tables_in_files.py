"""Folders of Parquet and of text, and object stores: tables in several files."""

import numpy as np
import pandas as pd
import pytest
from tests.support.object_store import object_store

from hanpan.data.load import load_dataset
from hanpan.foundation.errors import DataError, UsageError


def made(n: int = 300) -> pd.DataFrame:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"size": random.normal(size=n).round(3), "rooms": random.integers(1, 9, n)})
    return frame.assign(city=random.choice(["서울", "부산"], n), y=random.choice(["yes", "no"], n))


def written(table: pd.DataFrame, folder, form: str):
    folder.mkdir(parents=True)
    for place in range(3):
        part = table.iloc[100 * place : 100 * (place + 1)]
        path = folder / f"part-{place}.{form}"
        part.to_parquet(path) if form == "parquet" else part.to_csv(path, index=False)
    (folder / "_SUCCESS").touch()
    return folder


@pytest.mark.parametrize("form", ["parquet", "csv", "csv.gz", "tsv"])
def test_a_folder_is_read_as_one_table(tmp_path, form) -> None:
    table = made()
    if form == "tsv":
        folder = tmp_path / "table"
        folder.mkdir()
        table.to_csv(folder / "one.tsv", index=False, sep="\t")
    else:
        folder = written(table, tmp_path / "table", form)
    dataset = load_dataset(folder, target="y")
    assert dataset.frame["size"].tolist() == table["size"].tolist()
    assert dataset.frame["city"].tolist() == table["city"].tolist()
    assert dataset.schema["rooms"].kind == "number"


def test_files_with_other_columns_are_named(tmp_path) -> None:
    folder = written(made(), tmp_path / "table", "csv")
    (folder / "part-1.csv").write_text("size,rooms,town,y\n1,2,3,yes\n")
    with pytest.raises(DataError) as told:
        load_dataset(folder, target="y")
    assert "part-1.csv" in str(told.value)
    assert "city, town" in str(told.value)


def test_parquet_beside_text_is_refused(tmp_path) -> None:
    folder = written(made(), tmp_path / "table", "csv")
    made().to_parquet(folder / "more.parquet")
    with pytest.raises(DataError, match="Parquet"):
        load_dataset(folder, target="y")


@pytest.mark.parametrize("form", ["parquet", "csv", "csv.gz"])
def test_a_folder_of_an_object_store_is_read_as_one_table(tmp_path, monkeypatch, form) -> None:
    table = made()
    written(table, tmp_path / "bucket" / "sales", form)
    with object_store(tmp_path, monkeypatch) as asked:
        whole = load_dataset("s3://bucket/sales", target="y")
        one = load_dataset(f"s3://bucket/sales/part-1.{form}", target="y")
    assert whole.frame["size"].tolist() == table["size"].tolist()
    assert len(one.frame) == 100
    assert asked


def test_what_a_store_lacks_is_told(tmp_path, monkeypatch) -> None:
    (tmp_path / "bucket").mkdir()
    with object_store(tmp_path, monkeypatch):
        with pytest.raises(DataError, match="s3://bucket/none"):
            load_dataset("s3://bucket/none", target="y")
        with pytest.raises(UsageError, match="AWS_ACCESS_KEY_ID"):
            load_dataset("s3://me:secret@bucket/none", target="y")
