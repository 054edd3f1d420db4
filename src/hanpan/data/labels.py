"""Class labels: one function decides how a cell is written as a label, one how labels are sorted."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd


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
