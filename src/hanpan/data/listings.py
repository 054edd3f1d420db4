"""What the decisions about text columns share: missing words set apart, the 99 % rule, and listings of odd cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells
from hanpan.data.corrections import Wish
from hanpan.data.parsers import numbers
from hanpan.data.parsers.words import missing_words

ENOUGH = 0.99  # of the cells that hold something must be read before the rest count as missing
SHOWN = 5


def without_missing(cells: Cells, wish: Wish, among_numbers: bool = False) -> tuple[Cells, dict[str, int]]:
    """The cells less the words for "no value", and how often each of these was seen."""
    if wish.missing is None:
        gone = missing_words(cells.words, among_numbers)
    else:
        gone = numbers.as_mask(pc.is_in(cells.words, value_set=pa.array(wish.missing, type=cells.words.type)))
    seen = dict(zip(cells.words.filter(pa.array(gone)).to_pylist(), cells.counts[gone].tolist(), strict=True))
    return cells.without(gone), seen


def enough(fits: npt.NDArray[np.bool_], cells: Cells) -> bool:
    """Whether nearly all rows that hold something hold one of the distinct cells (k,) that fit."""
    total = int(cells.counts.sum())
    return total > 0 and int(cells.counts[fits].sum()) >= ENOUGH * total


def listing(name: str, cells: Cells, odd: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """How many cells, which texts, and the first rows (counted from 1 below the names)."""
    words = cells.words.filter(pa.array(odd))
    rows = ", ".join(map(str, cells.rows_of(odd)))
    return {"column": name, "count": int(cells.counts[odd].sum()), "examples": examples(words), "rows": rows}


def examples(words: pa.Array) -> str:
    """The first few texts, in quotes."""
    return ", ".join(f"“{word[:40]}”" for word in words[:SHOWN].to_pylist())
