"""Class labels: one function decides how a cell is written as a label, one how labels are sorted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from hanpan.data.cells import distinct_cells
from hanpan.data.parsers.spellings import joined

_READ: dict[str, Any] = {"int": int, "float": float, "bool": {"True": True, "False": False}.__getitem__}


def label_texts(series: pd.Series) -> pd.Series:
    """Cells (n,) as pandas ``str``: text stripped, typed values as ``str(value)``, missing stays missing.

    Whole numbers held as floats (as they are where one is missing) lose their ``.0`` if all of them are whole.

    Examples
    --------
    >>> import pandas as pd
    >>> label_texts(pd.Series([1.0, 2.0, None])).tolist()
    ['1', '2', nan]
    >>> label_texts(pd.Series([" yes", "no "], dtype="str")).tolist()
    ['yes', 'no']
    """
    if isinstance(series.dtype, pd.StringDtype):
        return series.str.strip().astype("str")
    present = series.notna().to_numpy()
    texts = np.full(len(series), None, dtype=object)
    texts[present] = [str(value).strip() for value in _plain(series[present])]
    return pd.Series(texts, index=series.index, name=series.name, dtype="str")


def _plain(present: pd.Series) -> list[object]:
    if present.dtype.kind == "f":
        values = present.to_numpy(dtype=np.float64)
        whole = np.isfinite(values).all() and not (values % 1).any() and np.abs(values).max(initial=0) < 2**53
        return [int(value) for value in values] if whole else values.tolist()
    return list(present.to_list())


def one_spelling(labels: pd.Series) -> tuple[pd.Series, dict[str, str], int]:
    """Labels (n,) in one spelling each, which spellings were joined to which, and in how many rows.

    Examples
    --------
    >>> import pandas as pd
    >>> one_spelling(pd.Series(["1", "1.0", "0", "1"], dtype="str"))[1:]
    ({'1.0': '1'}, 1)
    """
    cells = distinct_cells(labels)
    found = joined(cells.words, cells.counts)
    if found is None:
        return labels, {}, 0
    moved = np.flatnonzero(found.moved)
    pairs = {cells.words[int(i)].as_py(): cells.words[int(found.place[i])].as_py() for i in moved}
    same = cells.renamed(cells.words.take(pa.array(found.place))).series()
    return (
        pd.Series(same.to_numpy(), index=labels.index, name=labels.name, dtype="str"),
        pairs,
        int(cells.counts[found.moved].sum()),
    )


def as_it_was(labels: Sequence[str], dtype: str) -> npt.NDArray[Any]:
    """Labels (C,) with the type that the target had where it came from: numbers, yes and no, or words.

    A text file has no types: there labels are numbers, or True and False, where writing these gives the same letters.

    Examples
    --------
    >>> as_it_was(("0", "1"), "int8"), as_it_was(("False", "True"), "bool"), as_it_was(("01", "02"), "")
    (array([0, 1], dtype=int8), array([False,  True]), array(['01', '02'], dtype=object))
    """
    for kind, read in _READ.items():
        if not dtype or dtype.removeprefix("u").startswith(kind):
            try:
                values = [read(label) for label in labels]
                made = np.array(values, dtype=dtype or None)
            except (KeyError, ValueError, OverflowError, TypeError):
                continue
            if dtype or [str(value) for value in values] == list(labels):
                return made
    return np.asarray(labels, dtype=object)


def dtype_of(series: pd.Series) -> str:
    """The NumPy type of a column's cells, whatever they are wrapped in; empty for text.

    Examples
    --------
    >>> import pandas as pd
    >>> dtype_of(pd.Series([1, None], dtype="Int64")), dtype_of(pd.Series(["a"]))
    ('int64', '')
    """
    dtype: Any = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return dtype_of(pd.Series(dtype.categories))
    if pd.api.types.is_object_dtype(dtype):
        held = pd.api.types.infer_dtype(series, skipna=True)
        return {"boolean": "bool", "integer": "int64", "floating": "float64"}.get(held, "")
    plain = getattr(dtype, "numpy_dtype", dtype)
    return str(plain) if plain.kind in "biuf" else ""


def natural_order(words: list[str]) -> list[str]:
    """Sorted as people sort: by value where all are numbers, else by the numbers within (``B2`` before ``B10``).

    Examples
    --------
    >>> natural_order(["10", "9", "1"]), natural_order(["B10", "B2"])
    (['1', '9', '10'], ['B2', 'B10'])
    """

    def parts(word: str) -> list[tuple[int, float, str]]:
        pieces = re.findall(r"\d+|\D+", word)
        return [(0, float(piece), "") if piece.isdecimal() else (1, 0.0, piece) for piece in pieces]

    try:
        return sorted(words, key=lambda word: (float(word), word))
    except ValueError:
        return sorted(words, key=parts)
