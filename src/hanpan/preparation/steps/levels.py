"""Counting the levels of a category in the fit rows."""

from __future__ import annotations

import numpy as np

from hanpan.preparation.columns import MISSING, Columns


def count_levels(columns: Columns, name: str) -> tuple[dict[str, int], int]:
    """Level -> rows, most frequent first (ties by name, so that the order of rows does not matter), and missing rows.

    Examples
    --------
    >>> count_levels(Columns({"city": ["b", "a", "a", None]}), "city")
    ({'a': 2, 'b': 1}, 1)
    """
    codes, words = columns.levels(name)
    counts = np.bincount(codes[codes != MISSING], minlength=len(words))
    order = sorted(range(len(words)), key=lambda i: (-counts[i], words[i]))
    return {words[i]: int(counts[i]) for i in order if counts[i]}, int((codes == MISSING).sum())


def rare_below(n_rows: int) -> int:
    """Rows that a level needs in order to stand alone: 2 in small tables, up to 10.

    Examples
    --------
    >>> rare_below(40), rare_below(300), rare_below(20_000)
    (2, 6, 10)
    """
    return int(np.clip(n_rows // 50, 2, 10))
