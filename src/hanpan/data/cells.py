"""A text column as its distinct cells: whatever is asked of a cell is asked once per distinct text."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

MISSING = -1


class Cells(NamedTuple):
    """Distinct stripped texts ``words`` (k,), how often each occurs (k,), and per row its position or -1 (n,).

    ``same`` is the column itself where stripping changed nothing.
    """

    words: pa.Array
    counts: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int64]
    same: pd.Series | None = None

    def spread(self, values: npt.NDArray[Any], missing: object) -> npt.NDArray[Any]:
        """Values (k,) of the distinct cells at their rows (n,)."""
        return np.append(values, np.array([missing], dtype=values.dtype))[self.codes]

    def without(self, gone: npt.NDArray[np.bool_]) -> Cells:
        """The same column with some distinct cells (k,) missing."""
        if not gone.any():
            return self
        place = np.append(np.where(gone, MISSING, np.cumsum(~gone) - 1), MISSING)
        return Cells(self.words.filter(pa.array(~gone)), self.counts[~gone], place[self.codes])

    def renamed(self, words: pa.Array) -> Cells:
        """The same column with other texts (k,) for its distinct cells; those that are equal now become one."""
        if words.equals(self.words):
            return self
        coded = words.dictionary_encode()
        codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        counts = np.bincount(codes, self.counts, minlength=len(coded.dictionary)).astype(np.int64)
        return Cells(coded.dictionary, counts, np.append(codes, MISSING)[self.codes])

    def counted(self, some: npt.NDArray[np.bool_]) -> dict[str, int]:
        """How often each of some distinct cells (k,) occurs."""
        return dict(zip(self.words.filter(pa.array(some)).to_pylist(), self.counts[some].tolist(), strict=True))

    def rows_of(self, some: npt.NDArray[np.bool_], at_most: int = 5) -> list[int]:
        """First rows, counted from 1, that hold some of the distinct cells (k,)."""
        hit = np.append(some, False)[self.codes]
        return [int(row) + 1 for row in np.flatnonzero(hit)[:at_most]]

    def series(self) -> pd.Series:
        """The texts at their rows, as pandas ``str``."""
        if self.same is not None:
            return self.same.copy(deep=False)
        taken = self.words.take(pa.array(self.codes, mask=self.codes < 0))
        return arrow_text(taken)


def arrow_of(column: pd.Series) -> pa.Array:
    """A text column as one Arrow array."""
    array = pa.array(column, type=pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def arrow_text(array: pa.Array) -> pd.Series:
    """An Arrow text array as pandas ``str``."""
    return pd.Series(array.to_pandas()).astype("str")


def distinct_cells(column: pd.Series) -> Cells:
    """Strip and count the cells of a text column (n,); blank cells are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = distinct_cells(pd.Series(["b", " a", "b ", None], dtype="str"))
    >>> cells.words.to_pylist(), cells.codes.tolist()
    (['b', 'a'], [0, 1, 0, -1])
    """
    raw = arrow_of(column)
    stripped = pc.utf8_trim_whitespace(raw)
    coded = stripped.dictionary_encode()
    codes = pc.fill_null(coded.indices, MISSING).to_numpy(zero_copy_only=False).astype(np.int64)
    words = coded.dictionary
    counts = np.bincount(codes[codes >= 0], minlength=len(words)).astype(np.int64)
    blank = np.asarray(pc.equal(words, pa.scalar("", words.type)).to_numpy(zero_copy_only=False), dtype=bool)
    same = column if _letters(raw) == _letters(stripped) else None
    return Cells(words, counts, codes, same).without(blank)


def _letters(array: pa.Array) -> int:
    return pc.sum(pc.binary_length(array)).as_py() or 0
