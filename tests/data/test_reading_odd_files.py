"""Files that are packed, misnamed, or of a kind that holds no table: read, or refused for the true reason."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from written import grid_workbook, loaded, put

from hanpan.data.readers import read_table
from hanpan.foundation.errors import DataError
from hanpan.foundation.texts import LANGUAGES

NAMES = ["age", "city", "y"]
ROWS = [[20 + i, ["서울", "부산"][i % 2], i % 3] for i in range(30)]
CSV = "".join(",".join(map(str, row)) + "\n" for row in [NAMES, *ROWS]).encode()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def page(cell: str = "td", before: str = "<html><head><meta charset=euc-kr></head>") -> str:
    rows = [[f"<th>{name}" for name in NAMES], *([f"<{cell}>{value}</{cell}>" for value in row] for row in ROWS)]
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"{before}<table><tr><td>menu</table><table border=1>{table}</table>"


def xml_workbook() -> str:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    rows = "".join(f"<Row>{''.join(map(cell.format, row))}</Row>" for row in [NAMES, *ROWS])
    begin = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns:ss="urn:x"><Worksheet>'
    return f"{begin}<Table>{rows}</Table></Worksheet></Workbook>"


def ods() -> bytes:
    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [NAMES, *ROWS])
    names = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    body = f'<office:spreadsheet><table:table table:name="표">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        **{"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def feather() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(ROWS, columns=NAMES).to_feather(out)
    return out.getvalue()


OBJECTS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
FRAME = pd.DataFrame(OBJECTS)
READ = {
    "t.csv.zip": zipped(**{"t.csv": CSV}),
    "mac.zip": zipped(**{"folder/": b"", "folder/t.csv": CSV, "__MACOSX/folder/._t.csv": b"x"}),
    "workbook.zip": zipped(**{"t.xlsx": grid_workbook({"s": [NAMES, *ROWS]})}),
    "twice.zip": zipped(**{"t.csv.gz": gzip.compress(CSV)}),
    "t.csv.bz2": bz2.compress(CSV),
    "t.csv.xz": lzma.compress(CSV),
    "renamed.csv": lzma.compress(CSV),
    "page.xls": page().encode("cp949"),
    "page.html": "\ufeff<!DOCTYPE html>\n" + page(before="<body>"),
    "wide.xls": page(before="<html>").encode("utf-16"),
    "tabs.xls": CSV.replace(b",", b"\t").decode().encode("cp949"),
    "commas.xlsx": CSV,
    "wide_tabs.xls": CSV.replace(b",", b"\t").decode().encode("utf-16"),
    "old.xls": xml_workbook(),
    "t.ods": ods(),
    "t.feather": feather(),
    "records.json": json.dumps(OBJECTS, indent=1),
    "lines.txt": "\n".join(map(json.dumps, OBJECTS)),
    "wrapped.json": json.dumps({"header": {"code": "00"}, "body": {"count": 30, "items": {"item": OBJECTS}}}),
    "lists.json": json.dumps({name: [row[i] for row in ROWS] for i, name in enumerate(NAMES)}),
    "rows.json": json.dumps([NAMES, *ROWS]),
    **{f"{way}.json": FRAME.to_json(orient=way) for way in ("columns", "index", "split", "table")},
}


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    dataset = loaded(tmp_path, READ[name], name)
    assert dataset.frame.values.tolist() == ROWS
    assert list(dataset.schema.names) == NAMES


LOCKED = zipped(**{"META-INF/manifest.xml": b"<x><encryption-data/></x>", "content.xml": b"x", "mimetype": b"x"})
OLE = b"\xd0\xcf\x11\xe0" + bytes(508)


def encrypted_zip() -> bytes:
    content = bytearray(zipped(**{"t.csv": CSV}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


REFUSED = {
    "zip_of_several": ("two.zip", zipped(**{"train.csv": CSV, "test.csv": CSV}), "train.csv, test.csv"),
    "zip_password": ("locked.zip", encrypted_zip(), ""),
    "packed_damaged": ("cut.csv.bz2", bz2.compress(CSV)[:60], "bzip2"),
    "excel_password": ("locked.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), ""),
    "excel_password ods": ("locked.ods", LOCKED, ""),
    "not_a_table Word": ("a.docx", zipped(**{"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "Word"),
    "not_a_table HWP": ("a.hwp", OLE + "BodyText".encode("utf-16-le"), "HWP"),
    "not_a_table HTML": ("login.csv", "<!DOCTYPE html><html><body>Please log in</body></html>", "HTML"),
    "not_a_table Stata": ("a.dta", b"<stata_dta><header>", "Stata"),
    "arrow_damaged": ("cut.feather", feather()[:200], ""),
    "json_single_quotes": ("a.jsonl", "{'a': 1, 'b': 2}\n{'a': 2, 'b': 3}\n", "1"),
    "json_single_quotes list": ("a.json", "[{'a': 1}]", "1"),
    "json_several": ("a.json", json.dumps({"x": [{"a": 1}], "y": {"z": [{"b": 1}]}}), "x, y.z"),
    "json_shape": ("a.json", "[1, 2, 3]", ""),
    "json_shape deep": ("a.json", "[" * 100_000, ""),
    "json_shape ragged": ("a.json", '{"a": [1, 2], "b": [1]}', ""),
    "json_damaged": ("a.jsonl", '{"a": 1}\n{"a": }\n', "2"),
    "infinite_cells": ("a.jsonl", '{"a": 1}\n{"a": Infinity}\n', "a"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_is_refused_for_the_true_reason(tmp_path: Path, case: str) -> None:
    name, content, told = REFUSED[case]
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, content, name)
    assert caught.value.key == case.split()[0]
    for language in LANGUAGES:
        assert told in caught.value.message(language)


def test_no_number_of_json_is_missing(tmp_path: Path) -> None:
    content = '{"a": 1, "b": "x"}\n{"a": NaN, "b": NaN}\n{"a": 3, "b": null}\n'
    frame = loaded(tmp_path, content, "t.jsonl").frame
    assert frame["a"].isna().tolist() == [False, True, False]
    assert frame["b"].isna().tolist() == [False, True, True]


def test_cells_over_several_rows_of_a_page(tmp_path: Path) -> None:
    table = (
        "<table><tr><th rowspan=2>city<th colspan=2>sold<tr><th>2022<th>2023"
        "<tr><td rowspan=2>Seoul<td>1<td>2<tr><td>3<td>4<tr><td>Busan<td>5<td>6</table>"
    )
    dataset = loaded(tmp_path, f"<html>{table}", "t.xls")
    assert dataset.schema.names == ("city", "sold 2022", "sold 2023")
    assert dataset.frame.values.tolist() == [["Seoul", 1, 2], ["Seoul", 3, 4], ["Busan", 5, 6]]


def test_what_was_packed_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hanpan.data.readers import source

    monkeypatch.setattr(source, "most_bytes", lambda: 1_000_000)
    for name, content in (("t.zip", zipped(**{"t.csv": bytes(9_000_000)})), ("t.xz", lzma.compress(bytes(9_000_000)))):
        with pytest.raises(DataError) as caught:
            read_table(put(tmp_path, content, name))
        assert caught.value.key == "file_too_large"
