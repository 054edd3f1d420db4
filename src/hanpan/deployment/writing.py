"""Predictions as files."""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import on_stdout, write_whole

if TYPE_CHECKING:
    import pandas as pd

# A cell, or a line inside it, that begins like a formula, behind any white space; or with a control character.
_FORMULA = re.compile(r"(^|[\r\n])\s*[=+\-@]|^[\t\r\0]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def require_ending(path: str | Path) -> None:
    """Predictions can be written in this form.

    Raises
    ------
    UsageError
        The ending says otherwise.
    """
    if Path(path).suffix.lower() not in _WRITERS:
        raise UsageError("predictions_ending", path=str(path), endings=", ".join(filter(None, _WRITERS)))


def write_predictions(
    frame: pd.DataFrame, path: str | Path, *, guard: bool = True, bom: bool | None = None
) -> list[str]:
    """Write predictions in the form that the ending says: ``.csv`` (also without an ending), ``.tsv``, ``.parquet``.

    ``-`` and ``/dev/stdout`` are standard output, as CSV without a BOM.

    With ``bom`` CSV begins with a byte order mark, by which Excel knows UTF-8; if not given, on Windows only. With
    ``guard``, text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are untouched.

    Returns
    -------
    list of str
        The different texts that got an apostrophe, as they were.

    Raises
    ------
    UsageError
        Another ending.
    AccessError
        The place cannot be written to.
    """
    require_ending(path)
    ending = ".csv" if on_stdout(path) else Path(path).suffix.lower()
    guarded: list[str] = []
    if guard and ending != ".parquet":
        frame, guarded = _guarded(frame)
    written = _WRITERS[ending](frame)
    if ending != ".parquet" and (sys.platform == "win32" if bom is None else bom) and not on_stdout(path):
        written = codecs.BOM_UTF8 + written
    if on_stdout(path):
        sys.stdout.write(written.decode("utf-8"))
    else:
        write_whole(Path(path), written)
    return guarded


def formula_safe(cell: str) -> str:
    """A text cell that no spreadsheet runs; plain numbers such as -1 stay as they are.

    References
    ----------
    OWASP, CSV Injection; CWE-1236.

    Examples
    --------
    >>> formula_safe("=1+1"), formula_safe("-1"), formula_safe("yes")
    ("'=1+1", '-1', 'yes')
    """
    return "'" + cell if _FORMULA.search(cell) and not _NUMBER.fullmatch(cell) else cell


def _guarded(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The frame with no text and no name that a spreadsheet would run, and which ones were changed."""
    safe, changed = frame.copy(), dict[str, None]()
    for name in safe.columns[[dtype.kind not in "fiub" for dtype in safe.dtypes]]:
        cells = safe[name][safe[name].notna()].map(str)
        safe[name] = cells.map(formula_safe).reindex(safe.index)  # what is missing stays so
        changed |= {cell: None for cell in dict.fromkeys(cells) if formula_safe(cell) != cell}
    names = [str(name) for name in safe.columns]
    safe.columns = [formula_safe(name) for name in names]
    return safe, [*changed, *(name for name in names if formula_safe(name) != name)]


def _delimited(frame: pd.DataFrame, separator: str) -> bytes:
    return frame.to_csv(index=False, sep=separator).encode("utf-8")


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()


_WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    ".csv": lambda frame: _delimited(frame, ","),
    "": lambda frame: _delimited(frame, ","),
    ".txt": lambda frame: _delimited(frame, ","),
    ".tsv": lambda frame: _delimited(frame, "\t"),
    ".parquet": _parquet,
}
