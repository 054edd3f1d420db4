"""What cannot be read is refused: what it is, what was expected, what to do, in both languages."""

from __future__ import annotations

import gzip
import os
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from written import loaded, put, workbook

from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.readers import source as sources
from hanpan.foundation.errors import HanpanError


def refused(call, *args, **kwargs) -> HanpanError:
    """The error of a call, worded in both languages."""
    with pytest.raises(HanpanError) as caught:
        call(*args, **kwargs)
    for language in ("ko", "en"):
        for part in ("what", "expected", "remedy"):
            assert caught.value.part(part, language).strip()
    return caught.value


NOISE = random.Random(0).randbytes(5_000)
TOO_LITTLE = {
    "empty_file": b"",
    "binary_file": NOISE,
    "no_rows": b"a,b\n",
    "quote_open": b'a,b\n1,"x\n2,3\n4,5\n',
    "uneven_rows": b"a,b\n1,2\n3\n4,5,6\n",
    "not_a_table": b"%PDF-1.7 ...\n",
    "packed_damaged": gzip.compress(b"a,b\n1,2\n" * 999)[:40],
}


@pytest.mark.parametrize("key", TOO_LITTLE)
def test_files_without_a_table(tmp_path: Path, key: str) -> None:
    assert refused(loaded, tmp_path, TOO_LITTLE[key]).key == key


@pytest.mark.parametrize("content", [b" \n \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00\x00\x00\x00"])
def test_nothing_but_blanks_is_empty(tmp_path: Path, content: bytes) -> None:
    assert refused(loaded, tmp_path, content).exit_code == 3


@pytest.mark.parametrize("name", ["x.tif", "x.npy"])
def test_images_in_other_forms_are_refused_by_name(tmp_path: Path, name: str) -> None:
    assert refused(loaded, tmp_path, NOISE, name).key == "image_form_unread"


def test_uneven_rows_are_named_by_line(tmp_path: Path) -> None:
    error = refused(loaded, tmp_path, 'a,b\n1,"x\ny"\n3\n4,5\n6,7,8\n')
    assert error.fields["count"] == 2
    assert error.fields["lines"] == "4 (1), 6 (3)"


def test_one_cell_too_many_far_down_is_found(tmp_path: Path) -> None:
    error = refused(loaded, tmp_path, "a,b\n" + "1,2\n" * 300_000 + "1,2,3\n" + "1,2\n" * 300_000)
    assert error.fields["lines"] == "300002 (3)"


@pytest.mark.parametrize("cell", ['"x" y', '"x', 'a"b\nc,"d"e"'])
def test_a_quote_that_would_change_a_cell_is_refused(tmp_path: Path, cell: str) -> None:
    error = refused(loaded, tmp_path, f"a,b\n1,2\n3,{cell}\n5,6\n7,8\n")
    assert error.key in ("quote_open", "uneven_rows")


def test_a_swallowed_quote_far_down_is_found(tmp_path: Path) -> None:
    error = refused(loaded, tmp_path, "a,b\n" + "1,x\n" * 1_000 + '2,"y\n' + "1,x\n" * 1_000 + '3,"z"\n')
    assert error.key == "quote_open"
    assert error.fields["line"] == 1_002


def test_an_absent_file_offers_its_neighbours(tmp_path: Path) -> None:
    put(tmp_path, "a,b\n1,2\n", "churn.csv")
    assert "churn.csv" in refused(load_dataset, tmp_path / "chrun.csv").fields["names"]
    assert refused(load_dataset, tmp_path / "no" / "such.csv").key == "file_absent"


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    assert refused(load_dataset, tmp_path).key == "folder_without_images"


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = put(tmp_path, "a,b\n1,2\n"), Path.open

    def forbidden(self: Path, *how: Any, **more: Any) -> Any:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return opened(self, *how, **more)

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(load_dataset, path).key == "file_unreadable"


def test_a_nul_in_the_path() -> None:
    assert refused(load_dataset, "a\x00b.csv").exit_code == 3


def test_more_than_the_memory_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "most_bytes", lambda: 1_000_000)
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    assert refused(loaded, tmp_path, bomb).key == "file_too_large"


def test_encodings_that_do_not_fit(tmp_path: Path) -> None:
    korean = "이름,나이\n홍길동,30\n".encode("cp949")
    assert refused(loaded, tmp_path, korean, encoding="utf-8").key == "encoding_wrong"
    assert refused(loaded, tmp_path, korean, encoding="klingon").key == "encoding_unknown"
    assert refused(loaded, tmp_path, b"a,b\n1,2\n" * 9 + b"\xff\n", encoding="utf-8").fields["line"] == 19
    assert refused(loaded, tmp_path, b"a,b\n1,2\n", encoding="base64").exit_code == 3


def test_separators_that_cannot_be(tmp_path: Path) -> None:
    assert refused(loaded, tmp_path, "a,b\n1,2\n", sep="--").exit_code == 2
    assert refused(loaded, tmp_path, "a,b\n1,2\n", sep='"').exit_code == 2


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("postgresql://me:secret@host/db", "database_password"),
        ("postgresql://me@host/db?sslpassword=secret", "database_password"),
        ("sqlite:///a.db", "database_file"),
        ("https://me:secret@host/a.csv", "address_refused"),
        ("gs://bucket/a.csv", "address_refused"),
    ],
)
def test_addresses_are_refused_without_their_password(address: str, key: str) -> None:
    error = refused(load_dataset, address)
    assert error.key == key
    assert "secret" not in error.message("en") + error.message("ko")


@pytest.mark.parametrize("name", ["linnerud", "iriss", "california_housing"])
def test_tables_that_scikit_learn_does_not_bring(name: str) -> None:
    assert refused(load_dataset, f"sklearn:{name}").key == "bundled_absent"


@pytest.mark.parametrize("content", ['{"a": 1}\n{"a": }\n', '[{"a": 1}', '{"a": 1}\n{"a": nan}\n'])
def test_damaged_json(tmp_path: Path, content: str) -> None:
    assert refused(loaded, tmp_path, content, "t.jsonl").key == "json_damaged"


def test_nested_cells(tmp_path: Path) -> None:
    assert refused(loaded, tmp_path, '{"a": [1]}\n', "t.jsonl").key == "nested_column"
    assert refused(load_dataset, pl.DataFrame({"a": [[1], [2]]})).key == "nested_column"
    assert refused(load_dataset, pd.DataFrame({"a": [{"b": 1}, {}]})).key == "nested_column"


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx", "t.xls"])
def test_binary_formats_that_are_something_else(tmp_path: Path, name: str) -> None:
    assert refused(loaded, tmp_path, NOISE, name).key in ("parquet_damaged", "excel_damaged")


def test_a_damaged_workbook(tmp_path: Path) -> None:
    book = workbook([["a", "b"], [1, 2]])
    for content in (book[: len(book) // 2], book.replace(b"PK\x01\x02", b"PK\x01\x09"), b"PK\x03\x04" + NOISE):
        assert refused(loaded, tmp_path, content, "t.xlsx").key == "excel_damaged"


def test_a_workbook_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000)
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x01\x02") + 24  # the size that the directory claims
    content[place : place + 4] = (3 << 30).to_bytes(4, "little")
    path.write_bytes(content)
    assert refused(load_dataset, path).key == "file_too_large"


@pytest.mark.parametrize("thing", [None, 5, [1, 2], np.zeros((3, 2)), pd.Series([1, 2]), {"a": [1, 2], "b": [1]}])
def test_objects_that_are_no_tables(thing: object) -> None:
    assert refused(load_dataset, thing).key == "not_a_frame"


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    path = put(tmp_path, "price,rooms\n1,2\n3,4\n")
    for options in (ReadOptions(drop=("prize",)), ReadOptions(columns=("prize",))):
        assert refused(load_dataset, path, options).fields["names"] == "price"
    assert refused(load_dataset, path, target="prise").key == "target_absent"
    assert refused(load_dataset, path, corrections={"prise": {"kind": "text"}}).key == "column_absent"
    assert refused(load_dataset, path, ReadOptions(drop=("price",)), target="price").key == "dropped_needed"


def test_infinite_cells_are_named_unless_the_column_is_dropped(tmp_path: Path) -> None:
    content = "a,b\n1,1\ninf,2\n3,3\n-Infinity,4\n1e999,5\n"
    error = refused(loaded, tmp_path, content)
    assert (error.key, error.fields["column"], error.fields["count"], error.fields["rows"]) == (
        "infinite_cells",
        "a",
        3,
        "2, 4, 5",
    )
    assert loaded(tmp_path, content, drop=("a",)).schema.names == ("b",)
    assert refused(load_dataset, pd.DataFrame({"a": [1.0, np.inf]})).key == "infinite_cells"


def test_no_file_is_left_open(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b\n1,2\n")
    load_dataset(path)
    os.remove(path)
    assert not path.exists()
