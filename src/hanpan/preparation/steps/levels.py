"""Levels of a category: how often each stands in the fit rows, and what each becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from hanpan.preparation.columns import MISSING, Columns

T = TypeVar("T")


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


def entries(
    names: Iterable[str], tables: Iterable[Mapping[str, int]], told: Iterable[Sequence[T]]
) -> list[tuple[str, dict[str, T], T, T]]:
    """For single rows: the name of each column, what its levels become, and what missing and unseen cells become.

    ``told``: of each column what its levels become, in the order of its table, then missing and unseen.

    Examples
    --------
    >>> entries(["city"], [{"a": 0, "b": 1}], [[0.5, 0.25, -1.0, 0.0]])
    [('city', {'a': 0.5, 'b': 0.25}, -1.0, 0.0)]
    """
    return [
        (name, dict(zip(table, values[:-2], strict=True)), values[-2], values[-1])
        for name, table, values in zip(names, tables, told, strict=True)
    ]
