"""Profile: numbers about the columns and what was noticed. Also the reference for drift later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import msgspec

from hanpan.data.across.record import Across
from hanpan.data.pairs.record import Evidence, PairPicture
from hanpan.data.schema import Kind
from hanpan.foundation.findings import Finding
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd


_SHOWN = ("name", "kind", "role", "missing", "n_distinct", "test", "effect", "p")


class LongestGap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The longest time without rows; without ``days`` there is none."""

    days: float | None = None
    after: str = ""
    before: str = ""


class ColumnPeriods(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rows of a date per calendar period (``unit``: hour to decade), nothing for other columns.

    ``starts`` and ``counts`` of each period, how many are ``empty``, days between the first row and the last.
    """

    unit: str = ""
    starts: list[str] = []
    counts: list[int] = []
    empty: int | None = None
    span_days: float | None = None
    longest_gap: LongestGap = LongestGap()


class ImageGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Of a class how many images it has, some of them, and the mean of all, as PNG texts."""

    label: str
    count: int
    images: list[str]
    mean: str


class ImageSamples(msgspec.Struct, frozen=True, kw_only=True):
    """Some images of each class; ``classes``: how many there are."""

    groups: list[ImageGroup]
    classes: int


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a Profile tells beside its columns; what there is nothing to say of is left out of files.

    Attributes
    ----------
    rows_paired, rows_offered
        How many rows were compared with the target, of how many.
    pairs
        The evidence behind each test, by column.
    pictures
        What the pictures of the six surely strongest pairs are drawn from.
    across
        What can be said of columns together.
    images
        Some of the images where the table was made from images.
    """

    rows_paired: int | None = None
    rows_offered: int | None = None
    pairs: dict[str, Evidence] = {}
    pictures: dict[str, PairPicture] = {}
    across: Across = Across()
    images: ImageSamples | None = None


@dataclass(frozen=True, kw_only=True)
class ColumnProfile:
    """Numbers about one column.

    ``summary`` for numbers: mean, std, min, q25, median, q75, max, zeros; for dates: earliest, latest (ISO text).
    ``histogram``: bin edges (k+1) and counts (k) of a number. ``counts``: the most frequent categories (at most 30),
    the rest under ``other``. ``periods`` are those of a date. ``test``, ``effect``, ``p`` describe the column against
    the target (development rows).
    """

    name: str
    kind: Kind
    role: str
    missing: int
    n_distinct: int
    summary: dict[str, float | str | None] = field(default_factory=dict)
    histogram: dict[str, list[float]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    other: int = 0
    periods: ColumnPeriods = field(default_factory=ColumnPeriods)
    test: str | None = None
    effect: float | None = None
    p: float | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Profile(AsTable):
    """Numbers about a table."""

    worded: ClassVar[Mapping[str, str]] = {"kind": "cli.kind.{}", "role": "cli.role.{}", "test": "test.{}"}
    rows: int
    columns: list[ColumnProfile]
    duplicate_rows: int
    missing_cells: int
    findings: list[Finding] = field(default_factory=list)
    extra: Details = field(default_factory=Details)

    def to_frame(self) -> pd.DataFrame:
        """One row per column of the table: what it is, what is missing, its test against the target."""
        import pandas as pd

        rows = [[getattr(column, name) for name in _SHOWN] for column in self.columns]
        return pd.DataFrame(rows, columns=list(_SHOWN)).astype({"effect": float, "p": float})

    def headline(self) -> str:
        """How large the table is, and how much was noticed."""
        told = {"rows": f"{self.rows:,}", "columns": f"{len(self.columns):,}", "findings": len(self.findings)}
        return text("record.profile", self.language, **told)
