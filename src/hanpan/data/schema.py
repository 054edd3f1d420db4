"""Schema: what each column is, how its cells are read, and what it is used for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from hanpan.data.image import ImageShape

Kind = Literal["number", "category", "ordered", "date", "text", "id"]
KINDS: tuple[Kind, ...] = ("number", "category", "ordered", "date", "text", "id")
Role = Literal["target", "feature", "id", "group", "left_out"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: what was decided about it and why.

    Attributes
    ----------
    name
        As in the file, stripped; duplicates and empty names were renamed (and said so).
    kind
        ``number`` (float64), ``category`` and ``ordered`` (text), ``date`` (datetime64), ``text``, ``id`` (text).
    role
        ``feature`` reaches the models; ``left_out`` does not, and ``role_reason`` says why.
    reader
        How text cells become values. Numbers: ``comma`` or ``point``, the decimal mark that was met, ``plain`` where
        none was (files of older models also say ``thousands``, ``percent``, ``currency`` or ``unit``), or the ways of
        writing a time, in seconds. Dates: formats with ``|`` between. Empty for text and for what came with a type.
    unit
        What numbers are told in: 세, kg, %, 만원; cells in another scale of it (3,000원) are converted.
    written
        Ways of writing numbers that were met (``spaces``, ``about`` …), with how often.
    zone
        The clock that times with a zone are told by: ``+09:00``, ``local`` (of a place with summer time), ``UTC``.
    first_year
        Of the hundred years that two-digit years lie in; 0: 1969.
    dtype
        Type of the cells where the source gave one (``int64``, ``bool``); empty for text.
    source
        The column that this one was made from; empty for columns of the table.
    missing_words
        Cells taken as missing (besides empty ones), with how often each was seen.
    categories
        Known categories by falling frequency (``ordered``: in their order); at most 1,000 are kept.
    n_distinct
        Distinct values present, missing not counted.
    reason
        Text key ``reason.kind.<reason>`` for the kind; ``given`` when the person corrected it.
    """

    name: str
    kind: Kind
    role: Role = "feature"
    role_reason: str = ""
    reader: str = ""
    unit: str = ""
    written: dict[str, int] = field(default_factory=dict)
    zone: str = ""
    first_year: int = 0
    dtype: str = ""
    source: str = ""
    missing: int = 0
    missing_words: dict[str, int] = field(default_factory=dict)
    n_distinct: int = 0
    categories: tuple[str, ...] = ()
    whole: bool = False
    low: float | None = None
    high: float | None = None
    earliest: str | None = None
    latest: str | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The columns of a table, in its order; ``image`` tells how its pixel columns make a picture, if it has some."""

    columns: tuple[Column, ...]
    image: ImageShape | None = None

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def _pixels(self) -> frozenset[str]:
        return frozenset(self.image.names).intersection(self.names) if self.image else frozenset()

    @property
    def pixels(self) -> frozenset[str]:
        """The columns that are pixels of an image: looked at as one picture, never one by one."""
        return self._pixels

    @property
    def singles(self) -> tuple[Column, ...]:
        """The features that are no pixels: those that are looked at one by one."""
        return tuple(column for column in self.features if column.name not in self._pixels)

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return tuple(column.name for column in self.columns)

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that reach the models."""
        return tuple(column for column in self.columns if column.role == "feature")
