"""The first rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class ListedReason:
    """A column that moved an answer, its cell (None where it is missing), and by how much."""

    column: str
    cell: Any
    share: float


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """A row of the hold-out: its place in the table, what names it (columns of ids), what was answered and what is so.

    ``gain``: what acting on it is expected to earn over doing nothing; None where the card says nothing of money.
    """

    row: int
    names: dict[str, str]
    probability: float
    gain: float | None
    decided: str
    actual: str
    reasons: list[ListedReason]


@dataclass(frozen=True, kw_only=True)
class Toplist(AsRows):
    """At most 20 rows, the first of the list first.

    ``label`` is the class whose probability is told, ``unit`` that of the reasons (see ``Contributions``).
    """

    label: str
    unit: str
    rows: list[ListedRow]
