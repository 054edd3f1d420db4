"""Dataset: the typed table with its Schema and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hanpan.data.image import ImageShape
from hanpan.data.schema import Schema

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a table was read: every decision, shown and correctable.

    ``decisions`` maps a decision (``encoding``, ``separator``, ``header`` ...) to its value; ``renamed`` maps old
    to new names; ``notes`` are text keys with their fields, worded as ``reading.<key>``; ``image`` is the shape of the
    images that the table was made from. ``part``: where only some of its rows were taken, their stretches (first,
    behind the last).
    """

    source: str
    format: str
    rows: int
    decisions: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    image: ImageShape | None = None
    part: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A read-only typed table.

    ``frame`` has a plain 0 ... n-1 index and, by kind: float64 (NaN missing), pandas ``str`` (NaN missing) for
    category, ordered, text and id, datetime64[us] (NaT missing) for dates. The target of a classification is ``str``.
    ``fingerprint`` is a hash of names and cells; it does not depend on where the table lies. ``spellings`` keeps
    number columns that may become a target as they stood in the file (``str``), for class labels.
    """

    frame: pd.DataFrame
    schema: Schema
    reading: Reading
    fingerprint: str
    spellings: dict[str, pd.Series] = field(default_factory=dict)

    def without_cells(self) -> Dataset:
        """All but the cells, so that their memory can be given back; it has as many rows as before."""
        import pandas as pd

        return replace(self, frame=pd.DataFrame(index=self.frame.index), spellings={})
