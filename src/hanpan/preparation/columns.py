"""Columns: the cells of a table by column name, whatever they came in, without the cost of a frame for one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast

import numpy as np

from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
MISSING = -1  # position of a missing cell where cells are given as positions in a list of levels


class Columns:
    """Cells of a table, read as numbers, words or dates.

    Parameters
    ----------
    cells
        A typed frame (see ``Dataset``), or column name -> list or array of cells, all of one length.
    n_rows
        Rows; counted when not given.

    Raises
    ------
    DataError
        The columns differ in length.

    Examples
    --------
    >>> Columns({"age": [3, None], "city": ["Seoul", None]}).numbers(("age",))
    array([[ 3.],
           [nan]])
    """

    def __init__(self, cells: pd.DataFrame | Mapping[str, Any], n_rows: int | None = None) -> None:
        self._cells = cast("Mapping[str, Any]", cells)  # a frame, too, gives a column by its name
        self._frame: Any = None if isinstance(cells, Mapping) else cells
        self.names = tuple(self._cells)
        self.n_rows = _count(self._cells, self.names) if n_rows is None else n_rows
        if self._frame is None:
            _check_lengths(self._cells, self.names, self.n_rows)

    def __len__(self) -> int:
        return self.n_rows

    def cells(self, name: str) -> Any:
        """The cells of a column (n,), as they came."""
        return self._cells[name]

    def require(self, names: Sequence[str]) -> None:
        """Check that columns are there.

        Raises
        ------
        DataError
            Some are not; all of them are named.
        """
        known = set(self.names)
        absent = [name for name in names if name not in known]
        if absent:
            raise DataError("prepare_columns_absent", columns=", ".join(absent), count=len(absent))

    def numbers(self, names: Sequence[str]) -> np.ndarray:
        """Cells of number columns, float64 (n, len(names)), NaN where missing.

        Raises
        ------
        DataError
            A cell is not a number; the column is named.
        """
        try:
            return self._block(names)
        except (ValueError, TypeError):
            return self._block_by_column(names)

    def levels(self, name: str) -> tuple[np.ndarray, list[str]]:
        """Positions (n,) in a list of distinct words, ``MISSING`` (-1) where missing, and that list."""
        if self._frame is not None:
            return _factorized(self._frame[name])
        seen: dict[str, int] = {}
        codes = [MISSING if missing(cell) else seen.setdefault(str(cell), len(seen)) for cell in self._cells[name]]
        return np.array(codes, dtype=np.int64), list(seen)

    def look_up(self, name: str, table: Mapping[str, int], *, missing: int, unseen: int) -> np.ndarray:
        """Each word's number in ``table`` (n,), with numbers for missing and unseen words."""
        if self._frame is None:  # a few rows: no table of their words is worth making
            return np.array([entry_of(cell, table, missing, unseen) for cell in self._cells[name]], dtype=np.int64)
        codes, words = self.levels(name)
        known = np.array([table.get(word, unseen) for word in words] + [missing], dtype=np.int64)
        return np.asarray(known[codes])  # code -1 takes the last one: missing

    def dates(self, name: str) -> np.ndarray:
        """Cells of a date column, datetime64[us] (n,), NaT where missing.

        Raises
        ------
        DataError
            A cell is not a date; the column is named.
        """
        try:
            if self._frame is not None:
                return np.asarray(self._frame[name].to_numpy(dtype="datetime64[us]"))
            return np.array([None if missing(cell) else cell for cell in self._cells[name]], dtype="datetime64[us]")
        except (ValueError, TypeError) as error:
            raise DataError("prepare_not_dates", column=name) from error

    def _block(self, names: Sequence[str]) -> np.ndarray:
        if not names:
            return np.empty((self.n_rows, 0))
        if self._frame is not None:
            block = self._frame[list(names)]
            return np.asarray(block.to_numpy(dtype=float, na_value=np.nan))
        return np.array([self._cells[name] for name in names], dtype=float).T

    def _block_by_column(self, names: Sequence[str]) -> np.ndarray:
        parts = []
        for name in names:
            try:
                parts.append([np.nan if missing(cell) else float(cell) for cell in self._cells[name]])
            except (ValueError, TypeError) as error:
                raise DataError("prepare_not_numbers", column=name) from error
        return np.array(parts, dtype=float).T


Table = Union["pd.DataFrame", Mapping[str, Any], Columns]


def as_columns(table: Table) -> Columns:
    """The table as Columns (itself, if it is one)."""
    return table if isinstance(table, Columns) else Columns(table)


def missing(cell: object) -> bool:
    """Whether a single cell is missing: None, NaN, NaT or pandas' NA.

    Examples
    --------
    >>> missing(None), missing(float("nan")), missing(""), missing(0)
    (True, True, False, False)
    """
    if cell is None:
        return True
    if isinstance(cell, str):
        return False
    # Only NaN and NaT differ from themselves.
    return type(cell).__name__ == "NAType" or bool(cell != cell)


def entry_of(cell: object, table: Mapping[str, T], absent: T, unseen: T) -> T:
    """A word's entry in a table, with one for missing and one for unseen words.

    Examples
    --------
    >>> [entry_of(cell, {"a": 1.0}, -1.0, 0.0) for cell in ("a", "b", None)]
    [1.0, 0.0, -1.0]
    """
    if type(cell) is str:
        return table.get(cell, unseen)
    return absent if missing(cell) else table.get(str(cell), unseen)


def _factorized(series: pd.Series) -> tuple[np.ndarray, list[str]]:
    import pandas as pd

    codes, words = pd.factorize(series, use_na_sentinel=True)
    return np.asarray(codes, dtype=np.int64), [str(word) for word in words]


def _count(cells: Any, names: tuple[str, ...]) -> int:
    if not isinstance(cells, Mapping):
        return len(cells)
    return len(cells[names[0]]) if names else 0


def _check_lengths(cells: Any, names: tuple[str, ...], n_rows: int) -> None:
    for name in names:
        if len(cells[name]) != n_rows:
            raise DataError("prepare_column_length", column=name, count=len(cells[name]), expected=n_rows)
