"""The database behind the registry: where it is, and transactions that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from hanpan.deployment.registry import tables
from hanpan.deployment.registry.record import VARIABLE
from hanpan.foundation.errors import AccessError, UsageError

FILE = "registry.sqlite"
_WAIT = 30  # seconds that a writer waits for another one
_LOCK = 0x48414E50  # of PostgreSQL: the number that writers of registries agree on


def registry_address(given: str | None = None) -> str:
    """Where the registry is: what was given, else ``HANPAN_REGISTRY``, else a folder of the user's own data."""
    if given or os.environ.get(VARIABLE):
        return given or os.environ[VARIABLE]
    from platformdirs import user_data_path

    return str(user_data_path("hanpan") / "registry")


class Store:
    """Transactions on the registry's database.

    Parameters
    ----------
    address
        A folder (a SQLite file lies in it), or an address as SQLAlchemy takes it.

    Raises
    ------
    UsageError
        The address is none, or its driver is not installed, or the database is of a newer hanpan.
    AccessError
        The place cannot be reached or written to.
    """

    def __init__(self, address: str) -> None:
        self.url = _url(address)
        self.shown = self.url.render_as_string(hide_password=True) if "://" in address else address
        with self._worded():
            self.engine = _engine(self.url)
            try:
                self._lay_out()
            except BaseException:
                self.engine.dispose()
                raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes; other writers wait, so that each finds what the one before left."""
        with self._worded(), self.engine.begin() as connection:
            self._alone(connection)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Several reads that see one state."""
        told: dict[str, Any] = {"hanpan_reads": True}
        if self.engine.dialect.name == "postgresql":
            told["isolation_level"] = "REPEATABLE READ"
        with self._worded(), self.engine.connect().execution_options(**told) as connection:
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _alone(self, connection: Connection) -> None:
        """Keep other writers out until the transaction ends; SQLite does so by itself."""
        if self.engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    @contextmanager
    def _worded(self) -> Iterator[None]:
        """Faults of the database as refusals, without the address's password."""
        try:
            yield
        except ArgumentError as error:
            raise UsageError("registry_address", address=self.shown) from error
        except DBAPIError as error:
            reason = " ".join(str(error.orig).split())[:200]
            raise AccessError("registry_unreachable", address=self.shown, reason=reason) from error
        except SQLAlchemyError as error:
            raise AccessError("registry_unreachable", address=self.shown, reason=type(error).__name__) from error

    def _lay_out(self) -> None:
        """Make the tables where there are none.

        Raises
        ------
        UsageError
            They are of a newer version.
        """
        with self.engine.begin() as connection:
            self._alone(connection)
            tables.METADATA.create_all(connection)
            number = connection.scalar(select(tables.layout.c.number))
            if number is None:
                connection.execute(insert(tables.layout).values(number=tables.LAYOUT))
            elif number > tables.LAYOUT:
                raise UsageError("registry_newer", found=number, known=tables.LAYOUT)


def _url(address: str) -> URL:
    if "://" not in address:
        folder = Path(address).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AccessError("registry_unreachable", address=address, reason=error) from error
        return URL.create("sqlite", database=str(folder / FILE))
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise UsageError("registry_address", address=_without_secrets(address)) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _without_secrets(address: str) -> str:
    return address.split("://")[0] + "://…"


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, json_serializer=_dumps, json_deserializer=_loads, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise UsageError("extra_missing", module=error.name, extra="postgres") from error
    except NoSuchModuleError as error:
        raise UsageError("registry_address", address=url.render_as_string(hide_password=True)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """A log that survives a kill, checks of references, and transactions begun by us alone."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={1000 * _WAIT}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("hanpan_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _dumps(value: Any) -> str:
    from hanpan.foundation.files import to_json

    return to_json(value).decode()


def _loads(content: str | bytes) -> Any:
    import msgspec

    return msgspec.json.decode(content)
