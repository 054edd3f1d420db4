"""Ways in which a table may be opened by pandas, the plainest first: as Python writes them, and as they are done."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from hanpan.data.options import ReadOptions
from hanpan.data.readers.database import file_kind
from hanpan.data.readers.source import Source
from hanpan.data.readers.text.separator import named_separator
from hanpan.deployment.code.pieces import Code, literal
from hanpan.foundation.errors import UsageError

_FIRST_LINES = 30  # of a file, among which its table may begin
_BUNDLED = "sklearn:"


@dataclass(frozen=True)
class Opening:
    """An expression that opens the table at ``path``, and what does the same.

    ``text``: whether its cells come as text; ``before``: statements that stand before it.
    """

    expression: str
    make: Callable[[str], pd.DataFrame]
    text: bool = False
    before: tuple[str, ...] = ()


def openings(source: str, form: str, decisions: dict[str, str], names: Sequence[str]) -> Iterator[Opening]:
    """Openings of a table that was read as ``form``, with the ``names`` of all its columns.

    Raises
    ------
    UsageError
        Nothing in pandas reads such a table.
    """
    if form == "csv":
        yield from _csv(decisions, names)
    elif form == "sklearn":
        yield _bundled(source.removeprefix(_BUNDLED))
    elif form == "parquet":
        yield _called("read_parquet", {})
    elif form == "arrow":
        yield _called("read_feather", {})
    elif form == "json":
        plain = {"dtype": False, "convert_dates": False}
        yield _called("read_json", {"lines": True, **plain})
        yield _called("read_json", plain)
    elif form == "excel":
        yield _excel(decisions)
    elif form == "database":
        yield _database(source, decisions)
    else:
        raise UsageError("code_source", source=source, form=form)


def _called(name: str, settings: dict[str, Any], *, text: bool = False) -> Opening:
    """A reader of pandas with settings."""
    told = "".join(f", {key}={literal(value)}" for key, value in settings.items())
    given = {key: str if isinstance(value, Code) else value for key, value in settings.items()}
    return Opening(f"pd.{name}(path{told})", lambda path: getattr(pd, name)(path, **given), text=text)


def _csv(decisions: dict[str, str], names: Sequence[str]) -> Iterator[Opening]:
    settings: dict[str, Any] = {}
    told = decisions.get("separator", ",")
    if told == "space":
        settings["sep"] = r"\s+"
    elif told not in (",", "none"):
        settings["sep"] = named_separator(told)
    encoding = decisions.get("encoding", "utf-8")
    if encoding.lower() not in ("utf-8", "ascii"):
        settings["encoding"] = encoding
    settings |= {"dtype": Code("str"), "keep_default_na": False}
    yield _called("read_csv", settings, text=True)
    line = re.search(r"\d+", decisions.get("header", ""))
    lines = [int(line[0])] if line else []
    for above in dict.fromkeys([*lines, *range(1, _FIRST_LINES), 0]):
        found = {**settings, "header": None, "names": list(names), "skiprows": above}
        yield _called("read_csv", found, text=True)


def _bundled(name: str) -> Opening:
    lines = (
        "if path == TABLE:",
        f"    bunch = load_{name}(as_frame=True)",
        "    table = bunch.data.copy()",
        '    table["target"] = bunch.target',
        '    if "target_names" in bunch:',
        '        table["target"] = [str(bunch.target_names[code]) for code in bunch.target]',
        *_ELSE,
    )
    return Opening("table", _read_here(ReadOptions()), before=lines)


def _database(source: str, decisions: dict[str, str]) -> Opening:
    """The answer of the query; new rows may come from the same database, or from a text file."""
    table = decisions.get("table", "")
    quoted = ".".join('"' + part.replace('"', '""') + '"' for part in ([table] if " " in table else table.split(".")))
    sql = decisions.get("query") or f"SELECT * FROM {quoted}"  # a name, quoted
    address = "os.path.expandvars(path)"
    if kind_of(source) == "duckdb":
        told = f'duckdb.connect({address}.removeprefix("duckdb:///"), read_only=True).sql({literal(sql)}).df()'
    else:
        driver = '.replace("postgresql://", "postgresql+psycopg://")' if kind_of(source) != "sqlite" else ""
        told = f"pd.read_sql(text({literal(sql)}), create_engine({address}{driver}))"
    lines = ('if "://" in path or path.startswith("$"):', f"    table = {told}", *_ELSE)
    return Opening("table", _read_here(ReadOptions(query=decisions.get("query") or table)), before=lines)


_ELSE = ("else:", "    table = pd.read_csv(path)")


def _read_here(options: ReadOptions) -> Callable[[str], pd.DataFrame]:
    def make(path: str) -> pd.DataFrame:
        from hanpan.data.readers import read_table

        return read_table(path, options).frame

    return make


def kind_of(source: str) -> str:
    """Which kind of database an address or a file is; empty for an address in a variable."""
    if "://" in source:
        return source.split("://")[0].split("+")[0]
    return file_kind(Source(source)) or ""


def address_of(source: str, folder: Path) -> str:
    """A table's path, or a database's address, as seen from the folder of the code."""
    if source.startswith((_BUNDLED, "$")):
        return source
    scheme, mark, rest = source.partition("://")
    if mark and scheme not in ("sqlite", "duckdb"):
        return source
    kind, path = (scheme, rest.removeprefix("/")) if mark else (kind_of(source), source)
    seen = Path(os.path.relpath(Path(path).absolute(), folder.absolute())).as_posix()
    return f"{kind}:///{seen}" if kind else seen


def _excel(decisions: dict[str, str]) -> Opening:
    sheet: Any = decisions.get("sheet") or 0

    def make(path: str) -> pd.DataFrame:
        import fastexcel

        return fastexcel.read_excel(path).load_sheet(sheet).to_pandas()

    return Opening(f"fastexcel.read_excel(path).load_sheet({literal(sheet)}).to_pandas()", make)
