"""The journal: each finished piece of work is written at once, so that nothing finished is ever repeated."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from hanpan.foundation.errors import AccessError, HanpanError, UsageError
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.trial import Trial

_TABLES = """
CREATE TABLE IF NOT EXISTS note (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS trial (
    position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, record BLOB NOT NULL, outputs BLOB
);
CREATE TABLE IF NOT EXISTS piece (name TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Journal:
    """A SQLite file: notes (identity, seconds used), trials with their out-of-fold outputs, finished pieces.

    Parameters
    ----------
    path
        ``journal.sqlite`` of the study; made if absent.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_TABLES)
        except sqlite3.Error as error:
            raise _unusable(path, error) from error

    def note(self, key: str) -> str | None:
        """A note, or None."""
        row = self._db.execute("SELECT value FROM note WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_note(self, key: str, value: str) -> None:
        """Write a note."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (key, value))

    def add_trial(self, position: int, trial: Trial, outputs: np.ndarray | None) -> None:
        """Write a finished trial. ``position`` is its number in the order of proposing."""
        content = None if outputs is None else array_bytes(outputs)
        with self._writing():
            self._db.execute(
                "INSERT OR IGNORE INTO trial VALUES (?, ?, ?, ?)", (position, trial.key, to_json(trial), content)
            )

    def trials(self) -> list[Trial]:
        """Finished trials in the order of proposing."""
        return [trial for _, trial in self.trials_beside(())]

    def trials_beside(self, known: Collection[int]) -> list[tuple[int, Trial]]:
        """Finished trials beside those of some positions, each with its own: for whoever follows a search."""
        places = [row[0] for row in self._db.execute("SELECT position FROM trial ORDER BY position")]
        found = []
        for place in places:
            if place not in known:
                row = self._db.execute("SELECT record FROM trial WHERE position = ?", (place,)).fetchone()
                found.append((place, from_json(row[0], Trial)))
        return found

    def outputs(self, key: str) -> np.ndarray | None:
        """Out-of-fold outputs of a trial, (n,) or (n, C)."""
        row = self._db.execute("SELECT outputs FROM trial WHERE key = ?", (key,)).fetchone()
        return None if row is None or row[0] is None else bytes_array(row[0])

    def piece(self, name: str) -> bytes | None:
        """A finished piece of work (a fitted part, the evaluation ...), or None."""
        row = self._db.execute("SELECT content FROM piece WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def set_piece(self, name: str, content: bytes) -> None:
        """Write a finished piece."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO piece VALUES (?, ?)", (name, content))

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _unusable(self._path, error) from error


def _unusable(path: Path, error: sqlite3.Error) -> HanpanError:
    """What SQLite cannot do here is no access; what it cannot make sense of is no journal."""
    kind = AccessError if isinstance(error, sqlite3.OperationalError) else UsageError
    return kind("journal_unusable", path=str(path), reason=str(error))


def array_bytes(array: np.ndarray) -> bytes:
    """An array as .npy bytes."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def bytes_array(content: bytes) -> np.ndarray:
    """An array from .npy bytes; never unpickles."""
    return np.asarray(np.load(io.BytesIO(content), allow_pickle=False))
