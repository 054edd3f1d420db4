"""Merged cells of an xlsx workbook: the one value counts for every row that the cell reaches over."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from hanpan.data.readers.workbooks.sheet import position

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_PIECE, _OVERLAP, _MOST = 1 << 20, 200, 100_000


class Merged(NamedTuple):
    """A cell over several rows: its first column and its rows, counted from 0, the last included."""

    column: int
    first: int
    last: int


def merged_cells(book: Path, which: int) -> list[Merged]:
    """The cells of a sheet that reach over several rows; none in workbooks of other kinds than xlsx."""
    try:
        with zipfile.ZipFile(book) as packed:
            path = _sheet_path(packed, which)
            return sorted(each for each in _found(packed, path) if each.last > each.first) if path else []
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        return []


def _found(packed: zipfile.ZipFile, path: str) -> set[Merged]:
    """Piece by piece, so that a large sheet is never held as a whole."""
    cells: set[Merged] = set()
    before = b""
    with packed.open(path) as file:
        while (piece := file.read(_PIECE)) and len(cells) < _MOST:
            for found in _MERGED.finditer(before + piece):
                cells.add(Merged(position(found[1].decode()), int(found[2]) - 1, int(found[4]) - 1))
            before = (before + piece)[-_OVERLAP:]
    return cells


def _sheet_path(packed: zipfile.ZipFile, which: int) -> str:
    """Where a sheet lies, counted as the workbook lists them."""
    if "xl/workbook.xml" not in packed.namelist():
        return ""
    sheets = _SHEET.findall(packed.read("xl/workbook.xml").decode("utf-8", "replace"))
    links = _LINK.findall(packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
    targets = {_attribute(link, "Id"): _attribute(link, "Target") for link in links}
    target = targets.get(_attribute(sheets[which], r"\w+:id"), "") if which < len(sheets) else ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}" if target else ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""
