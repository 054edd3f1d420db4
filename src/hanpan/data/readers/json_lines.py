"""JSON lines (one object a line), and a JSON list of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable, raw_table
from hanpan.data.readers.encoding import decode
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".jsonl", ".ndjson", ".json")


def accepts(source: Source) -> bool:
    """Files called so, and content that begins with an object."""
    return source.suffix in ENDINGS or source.content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b'{"', b"[{"))


def read(source: Source, options: ReadOptions) -> RawTable:
    """One row per object; a key that an object lacks is a missing cell.

    Raises
    ------
    DataError
        A line is no JSON object, or a value is a list or an object.
    """
    decoded = decode(source.content, options.encoding, source.name)
    rows = _rows(decoded.data, source.name)
    return raw_table(_frame(rows), source=source.name, form="json", decisions={"encoding": decoded.encoding})


def _rows(data: bytes, name: str) -> list[dict[str, Any]]:
    import msgspec

    decoder = msgspec.json.Decoder(dict[str, Any])
    if data.lstrip().startswith(b"["):
        try:
            return msgspec.json.decode(data, type=list[dict[str, Any]])
        except msgspec.DecodeError as error:
            raise DataError("json_damaged", source=name, line=1, reason=str(error)) from error
    rows = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            try:
                rows.append(decoder.decode(line))
            except msgspec.DecodeError as error:
                raise DataError("json_damaged", source=name, line=number, reason=str(error)) from error
    return rows


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    names = list(dict.fromkeys(name for row in rows for name in row))
    return pd.DataFrame({name: _column([row.get(name) for row in rows], name) for name in names})


def _column(cells: list[Any], name: str) -> pd.Series:
    """Numbers stay numbers where all are; whole numbers beyond 64 bits and mixtures become text."""
    import pandas as pd

    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds & {dict, list}:
        raise DataError("nested_column", column=name, kind="JSON")
    whole = [cell for cell in cells if isinstance(cell, int)]
    if kinds <= {int, float} and all(abs(cell) < 2**53 for cell in whole):
        return pd.Series(cells, dtype="float64")
    if kinds == {bool}:
        return pd.Series(cells, dtype="boolean")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="str")
