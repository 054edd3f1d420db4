"""JSON: one object a line, or one document in any of the shapes that tables are written in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers.documents.json_shapes import rows_of
from hanpan.data.readers.source import Source
from hanpan.data.readers.text.encoding import decode
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

LINES = (".jsonl", ".ndjson")
ENDINGS = (*LINES, ".json")
BEGINNINGS = (b'{"', b"[{", b"{'", b"[[")
CONSTANTS = (b"NaN", b"Infinity")
NEAR = 20  # letters shown around what cannot be read


def accepts(source: Source) -> bool:
    """Files called so, and content that begins with an object."""
    return source.suffix in ENDINGS or source.content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(BEGINNINGS)


def read(source: Source, options: ReadOptions) -> RawTable:
    """One row per object; a key that an object lacks is a missing cell, and so is ``NaN``.

    Raises
    ------
    DataError
        It is no JSON, of a shape that is no table, or a value is a list or an object.
    """
    decoded = decode(source.content, options.encoding, source.name)
    rows, notes = _rows(decoded.data, source.name, by_line=source.suffix in LINES)
    decisions = {"encoding": decoded.encoding}
    return raw_table(_frame(rows), source=source.name, form="json", decisions=decisions, notes=notes)


def _rows(data: bytes, source: str, *, by_line: bool) -> tuple[list[dict[str, Any]], list[Note]]:
    begins = data.lstrip()
    first, _, rest = begins.partition(b"\n")
    if not begins.startswith(b"[") and (by_line or (rest.strip() and _is_object(first))):
        lines = enumerate(data.split(b"\n"), start=1)
        objects = [_value(line, source, number) for number, line in lines if line.strip()]
        if not all(isinstance(each, dict) for each in objects):
            raise DataError("json_shape", source=source)
        return objects, []
    return rows_of(_value(data, source, 1), source)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(_parsed(line), dict)
    except (ValueError, RecursionError):
        return line.startswith(b"{'") and line.rstrip().endswith(b"}")


def _parsed(data: bytes) -> Any:
    """Fast where it is strict JSON; with ``NaN`` and ``Infinity``, which Python and others write, the other way."""
    import msgspec

    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        if any(word in data for word in CONSTANTS):
            return json.loads(data)
        raise


def _value(data: bytes, source: str, line: int) -> Any:
    try:
        return _parsed(data)
    except RecursionError as error:
        raise DataError("json_shape", source=source) from error
    except ValueError as error:
        if data.lstrip(b"[ \r\n\t").startswith(b"{'"):
            raise DataError("json_single_quotes", source=source, line=line) from error
        told = _place(data)
        raise DataError("json_damaged", source=source, line=line + told[0], near=told[1]) from error


def _place(data: bytes) -> tuple[int, str]:
    """How many lines down something cannot be read, and what stands there."""
    text = data.decode("utf-8")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        at = max(0, error.pos - NEAR)
        return text.count("\n", 0, error.pos), " ".join(text[at : error.pos + NEAR].split())
    except (ValueError, RecursionError):
        pass
    return 0, text[:NEAR]


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    names = list(dict.fromkeys(name for row in rows for name in row))
    return pd.DataFrame({name: _column([row.get(name) for row in rows]) for name in names})


def _column(cells: list[Any]) -> pd.Series:
    """Numbers, or yes and no, where all cells are; mixtures become text."""
    import pandas as pd

    cells = [None if isinstance(cell, float) and cell != cell else cell for cell in cells]
    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds & {dict, list} or kinds in ({int}, {int, float}, {float}, {bool}):
        return pd.Series(cells, dtype=object)
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="str")
