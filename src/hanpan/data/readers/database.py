"""Tables of databases: SQLite, PostgreSQL, DuckDB, and whatever else SQLAlchemy has a driver for.

An address names a secret, it never holds one: ``$NAME`` in it is filled from the environment when the database is
opened, and only the address as it was written reaches a study, a log or an error. Everything is read in a transaction
that may not write.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hanpan.data.names import nearest
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable, raw_table
from hanpan.data.readers.cutting.piece import Piece
from hanpan.data.readers.frames import from_arrow
from hanpan.data.readers.source import URL, Source
from hanpan.foundation.errors import DataError, UsageError
from hanpan.foundation.extras import need

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

REMOTE = ("http", "https", "ftp", "sftp", "s3", "gs", "abfs", "hdfs", "file")  # addresses of files
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|([A-Za-z_]\w*))")
_SECRET = re.compile(r"[?&](pass|passwd|password|pwd|secret|token|sslpassword)=(?!\$)", re.IGNORECASE)
_TABLE = re.compile(r"^\S+$")
_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_SHOWN = 20
PIECE = 20_000  # rows of an answer that are read at once
_CELL = 8  # bytes
_LONGEST = 300  # letters of what a database says


class Address(NamedTuple):
    """A database: as it may be shown, as it is opened, and the values that were filled in."""

    shown: str
    opened: str
    secrets: tuple[str, ...]

    @property
    def kind(self) -> str:
        """``sqlite``, ``postgresql``, ``duckdb`` …, without the driver."""
        return self.opened.split("://")[0].split("+")[0].lower()

    @property
    def file(self) -> str:
        """The path of a database that is a file."""
        return self.opened.split("://", 1)[1].split("?")[0].removeprefix("/")

    def told(self, reason: object) -> str:
        """What a database said, on one line, nothing that was filled in among it."""
        text = str(reason).strip().split("\n")[0][:_LONGEST]
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


def accepts(source: Source) -> bool:
    """Addresses of databases, ``$NAME`` of a variable that holds one, and the files of SQLite and DuckDB."""
    if not source.is_text:
        return False
    if source.is_url:
        return source.text.split("://")[0].lower() not in REMOTE
    return bool(_VARIABLE.fullmatch(source.text)) or file_kind(source) is not None


def read(source: Source, options: ReadOptions) -> RawTable:
    """The answer of ``query``: a table by its name, or SQL that selects; the only table there is, if not given.

    Raises
    ------
    DataError
        There is no such database, table or variable, the server cannot be reached, the query is refused, or its answer
        is empty or has two columns of one name.
    UsageError
        The address holds a password, or the driver is not installed.
    """
    address = _address(source)
    if address.kind == "duckdb":
        return _from_duckdb(address, options.query)
    with _asked(address, options.query) as (connection, statement, names):
        answer = _answer(connection, address, statement, names)
    return raw_table(answer, source=address.shown, form="database", decisions=_decisions(options.query, names))


def pieces(source: Source, options: ReadOptions) -> Iterator[Piece]:
    """The same answer, ``PIECE`` rows at a time from a cursor that stays open.

    Raises
    ------
    DataError, UsageError
        As ``read``.
    """
    address = _address(source)
    if address.kind == "duckdb":
        yield Piece(0, partial(_from_duckdb, address, options.query))
        return
    with _asked(address, options.query) as (connection, statement, names):
        result = _executed(connection, address, statement, names)
        columns = list(result.keys())
        told: dict[str, Any] = {"source": address.shown, "decisions": _decisions(options.query, names)}
        for number, rows in enumerate(result.partitions(PIECE)):
            yield Piece(number, partial(_piece, columns, rows, **told))


def _piece(columns: list[str], rows: Sequence[Any], **told: Any) -> RawTable:
    return raw_table(_framed(columns, rows), form="database", **told)


def size(source: Source, options: ReadOptions) -> int:
    """Bytes that the answer takes in memory, about.

    Raises
    ------
    DataError, UsageError
        As ``read``.
    """
    address = _address(source)
    if address.kind == "duckdb":
        return 0  # DuckDB itself reads past the memory, and its answer is read at once
    with _asked(address, options.query) as (connection, statement, names):
        statement = statement.strip().rstrip(";")
        counted = _executed(connection, address, f"SELECT COUNT(*) FROM ({statement}) AS counted", names).scalar_one()
        width = len(_executed(connection, address, f"SELECT * FROM ({statement}) AS headed LIMIT 0", names).keys())
    return int(counted) * width * _CELL


def _address(source: Source) -> Address:
    text, kind = source.text, None if source.is_url else file_kind(source)
    if kind is not None:
        return Address(text, f"{kind}:///{text}", ())
    secrets: list[str] = []

    def fill(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in os.environ:
            raise DataError("database_variable", name=name)
        secrets.append(os.environ[name])
        return os.environ[name]

    user = text.split("://", 1)[-1].rpartition("@")[0]
    password = user.partition(":")[2]
    if (password and not _VARIABLE.fullmatch(password)) or _SECRET.search(text):
        raise UsageError("database_password", kind=text.split("://")[0])
    opened = _VARIABLE.sub(fill, text)
    if not URL.match(opened):
        raise DataError("database_address", name=text)
    parts = re.search(r"://[^/@]*:([^/@]+)@", opened)
    secrets += [parts[1]] if parts else []
    return Address(text, opened, tuple(filter(None, secrets)))


def file_kind(source: Source) -> str | None:
    """Whether a path leads to a file of SQLite or DuckDB, by its first bytes."""
    start = source.start
    if start.startswith(b"SQLite format 3"):
        return "sqlite"
    return "duckdb" if start[8:12] == b"DUCK" else None


@contextmanager
def _asked(address: Address, query: str | None) -> Iterator[tuple[Connection, str, list[str]]]:
    """A connection, what is asked of it, and the tables that are there."""
    with _connected(address) as connection:
        names = _table_names(connection)
        yield connection, _statement(address, query, names, _quoting(connection)), names


@contextmanager
def _connected(address: Address) -> Iterator[Connection]:
    """A connection on which nothing can be changed."""
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        url = make_url(address.opened)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise UsageError("database_driver", kind=address.kind, module=error.name) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise DataError("database_address", name=address.kind + "://…") from None
    try:
        if engine.dialect.name == "sqlite":
            _require_file(url.database or "", address)
        with engine.connect() as connection:
            _only_reading(connection)
            yield connection
    except SQLAlchemyError as error:
        reason = address.told(getattr(error, "orig", None) or type(error).__name__)
        raise DataError("database_unreachable", source=address.shown, reason=reason) from None
    finally:
        engine.dispose()


def _only_reading(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif connection.dialect.name == "postgresql":
        connection.execution_options(postgresql_readonly=True)


def _require_file(path: str, address: Address) -> None:
    if path and path != ":memory:" and not Path(path).is_file():
        raise DataError("database_file", source=address.shown, path=path)


def _table_names(connection: Connection) -> list[str]:
    from sqlalchemy import inspect

    looked = inspect(connection)
    return sorted([*looked.get_table_names(), *looked.get_view_names()])


def _quoting(connection: Connection) -> Any:
    return connection.dialect.identifier_preparer.quote


def _statement(address: Address, query: str | None, names: list[str], quote: Any) -> str:
    """SQL that selects; a table's name is made a selection of all of it."""
    if query is None or not query.strip():
        if len(names) != 1:
            raise DataError("database_which", source=address.shown, names=", ".join(names[:_SHOWN]) or "-")
        query = names[0]
    query = query.strip().rstrip(";")
    if query in names:
        return f"SELECT * FROM {quote(query)}"  # a name of the database, quoted
    if not _TABLE.match(query):
        return query
    schema, _, table = query.rpartition(".")
    return f"SELECT * FROM {quote(schema)}.{quote(table)}" if schema else _absent(address, query, names)


def _absent(address: Address, query: str, names: list[str]) -> str:
    near = nearest(query, names) or ", ".join(names[:_SHOWN]) or "-"
    raise DataError("database_table", source=address.shown, name=query, names=near)


def _answer(connection: Connection, address: Address, statement: str, names: list[str]) -> Any:
    result = _executed(connection, address, statement, names)
    columns, rows = list(result.keys()), result.fetchall()
    _require_rows(address, columns, len(rows))
    return _framed(columns, rows)


def _executed(connection: Connection, address: Address, statement: str, names: list[str]) -> Any:
    """The answer of a selection, whose rows come as they are asked for."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        asked = connection.execution_options(no_parameters=True, stream_results=True, max_row_buffer=PIECE)
        result = asked.exec_driver_sql(statement)
        if not result.returns_rows:
            raise DataError("database_not_selecting", source=address.shown)
    except SQLAlchemyError as error:
        raise _refused(address, getattr(error, "orig", None) or error, names) from None
    return result


def _framed(columns: list[str], rows: Sequence[Any]) -> pd.DataFrame:
    import pandas as pd

    cells = list(zip(*rows, strict=True))
    return pd.DataFrame({name: pd.Series(part, dtype=object) for name, part in zip(columns, cells, strict=True)})


def _refused(address: Address, reason: object, names: list[str]) -> DataError:
    shown = ", ".join(names[:_SHOWN]) or "-"
    return DataError("database_query", source=address.shown, reason=address.told(reason), names=shown)


def _require_rows(address: Address, columns: list[str], rows: int) -> None:
    twins = sorted({name for name in columns if columns.count(name) > 1})
    if twins:
        raise DataError("database_twins", source=address.shown, names=", ".join(twins))
    if not rows:
        raise DataError("database_empty", source=address.shown, names=", ".join(columns[:_SHOWN]))


def _from_duckdb(address: Address, query: str | None) -> RawTable:
    duckdb: Any = need("duckdb", "duckdb")
    _require_file(address.file, address)
    try:
        connection = duckdb.connect(address.file, read_only=True, config={"enable_external_access": "false"})
    except duckdb.Error as error:
        raise DataError("database_unreachable", source=address.shown, reason=address.told(error)) from None
    with connection:
        listed = connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
        names = [name for (name,) in listed]
        statement = _statement(address, query, names, lambda name: '"' + name.replace('"', '""') + '"')
        try:
            found = connection.sql(statement)
            table = None if found is None else found.to_arrow_table()
        except duckdb.Error as error:
            raise _refused(address, error, names) from None
    if table is None:
        raise DataError("database_not_selecting", source=address.shown)
    _require_rows(address, table.column_names, table.num_rows)
    return from_arrow(table, source=address.shown, form="database", decisions=_decisions(query, names))


def _decisions(query: str | None, names: list[str]) -> dict[str, str]:
    asked = (query or "").strip().rstrip(";") or names[0]
    return {"table" if asked in names or _TABLE.match(asked) else "query": asked}
