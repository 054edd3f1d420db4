"""Small tables written to files, for the tests of reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from hanpan.data.dataset import Dataset
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions

DATA = next(
    (found for folder in Path(__file__).parents if (found := folder / "shared" / "data").is_dir()), Path("no-data")
)


def put(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def loaded(folder: Path, content: str | bytes, name: str = "table.csv", **options: object) -> Dataset:
    """The dataset of a file with this content."""
    return load_dataset(put(folder, content, name), ReadOptions(**options))


def column_of(folder: Path, cells: Sequence[str], **told: object) -> Dataset:
    """A dataset whose column ``x`` has these cells, quoted, beside a column of row numbers."""
    lines = [f'"{cell.replace(chr(34), chr(34) * 2)}",{row}' for row, cell in enumerate(cells)]
    content = "x,row\n" + "\n".join(lines) + "\n"
    return load_dataset(put(folder, content), corrections={"x": told} if told else None)


class Raw(str):
    """A cell as the XML of a workbook has it."""


def workbook(rows: Sequence[Sequence[object]], sheets: Sequence[str] = ("Sheet1",)) -> bytes:
    """An xlsx with the same rows on each sheet, text cells as inline strings."""
    return grid_workbook(dict.fromkeys(sheets, rows))


def grid_workbook(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """An xlsx with these sheets from A1 on; ``merged`` are cells of the last one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("[Content_Types].xml", _CONTENT_TYPES)
        book.writestr("_rels/.rels", _ROOT)
        listed = "".join(f'<sheet name="{s}" sheetId="{i}" r:id="r{i}"/>' for i, s in enumerate(sheets, 1))
        book.writestr("xl/workbook.xml", f"<workbook {_MAIN} {_R}><sheets>{listed}</sheets></workbook>")
        links = "".join(
            f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(sheets) + 1)
        )
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships {_PACKAGE}>{links}</Relationships>")
        cells = "".join(f'<mergeCell ref="{span}"/>' for span in merged)
        over = f"<mergeCells>{cells}</mergeCells>" if merged else ""
        for i, rows in enumerate(sheets.values(), 1):
            lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            content = f"<worksheet {_MAIN}><sheetData>{lines}</sheetData>{over}</worksheet>"
            book.writestr(f"xl/worksheets/sheet{i}.xml", content)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, Raw):
        return value
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_ROOT = (
    f"<Relationships {_PACKAGE}>"
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
