"""What the decisions about text columns share: the 99 % rule, listings of odd cells, and lines for the card."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from hanpan.data.cells import Cells
from hanpan.data.parsers.masks import Mask
from hanpan.data.raw import Note

ENOUGH = 0.99  # of the cells that hold something must be read before the rest count as missing
SHOWN = 5


def enough(fits: Mask, cells: Cells) -> bool:
    """Whether nearly all rows that hold something hold one of the distinct cells (k,) that fit."""
    total = int(cells.counts.sum())
    return total > 0 and int(cells.counts[fits].sum()) >= ENOUGH * total


def listing(name: str, cells: Cells, odd: Mask) -> dict[str, Any]:
    """How many cells, which texts, and the first rows (counted from 1 below the names)."""
    words = cells.words.filter(pa.array(odd))
    rows = ", ".join(map(str, cells.rows_of(odd)))
    return {"column": name, "count": int(cells.counts[odd].sum()), "examples": examples(words), "rows": rows}


def unread(name: str, cells: Cells, odd: Mask) -> list[Note]:
    """The note on cells that are no value of their column's kind."""
    return [("cells_unread", listing(name, cells, odd))] if odd.any() else []


def examples(words: pa.Array) -> str:
    """The first few texts, in quotes."""
    return ", ".join(f"“{word[:40]}”" for word in words[:SHOWN].to_pylist())


def for_card(name: str, line: str) -> dict[str, str]:
    """What to write into the card about a column: the heading of the table, and a line below it.

    Examples
    --------
    >>> for_card("가격", 'decimal = ","')
    {'table': 'columns."가격"', 'line': 'decimal = ","'}
    """
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    quoted = name if bare else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return {"table": f"columns.{quoted}", "line": line}


def counted_words(counted: dict[str, int]) -> str:
    """Words with how often each occurs: 82 × “NA”, 3 × “null”."""
    return ", ".join(f"{count:,} × “{word}”" for word, count in list(counted.items())[:SHOWN])
