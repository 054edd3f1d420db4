"""What can be said of columns together."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec


@dataclass(frozen=True, kw_only=True)
class MissingPattern:
    """``rows`` on which the same columns (places in ``Missing.columns``) are ``missing``."""

    missing: list[int]
    rows: int


@dataclass(frozen=True, kw_only=True)
class MissingPair:
    """Two columns whose missing cells fall on the same rows."""

    first: str
    second: str
    phi: float


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Which cells are missing together.

    Attributes
    ----------
    columns, counts
        Names, most missing first, and how many cells of each.
    patterns, rest
        The most frequent ones, and rows of all others.
    together
        Pairs that are missing on the same rows.
    complete
        Rows without any missing cell in these columns.
    left_out
        Columns with fewer missing cells, which are not shown.
    """

    columns: list[str]
    counts: list[int]
    patterns: list[MissingPattern]
    rest: int
    together: list[MissingPair]
    complete: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Tie:
    """How closely two columns go together; ``measure`` is r, ratio or v."""

    first: str
    second: str
    measure: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Related:
    """Which columns go together.

    Attributes
    ----------
    names, matrix
        The columns shown, neighbours close to each other, and the association of every two of them.
    pairs
        The closest.
    rows, of
        Rows looked at, of so many.
    columns, left_out
        How many columns were looked at, and how many were not.
    """

    names: list[str]
    matrix: list[list[float | None]]
    pairs: list[Tie]
    rows: int
    of: int
    columns: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Inflated:
    """How far a number is told by the others: ``vif`` (None: without end), and its closest ``twin`` at ``r``."""

    name: str
    vif: float | None
    twin: str
    r: float


@dataclass(frozen=True, kw_only=True)
class Drifting:
    """How strongly a column differs between stretches of time, as a correlation with its 95 % interval.

    ``p`` is corrected over all columns. ``series`` is the mean of each stretch, or the share of the class ``label``.
    """

    name: str
    strength: float
    low: float
    high: float
    p: float
    series: list[float | None]
    label: str


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Columns over stretches of time, the target first, then features by strength.

    Attributes
    ----------
    time, given
        The time column, and whether the card names it.
    starts
        Of the stretches.
    rows, of
        Rows looked at, of so many with a known time.
    """

    time: str
    given: bool
    starts: list[str]
    rows: int
    of: int
    columns: list[Drifting]


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """An intraclass correlation with its 95 % interval and the p-value of "no likeness"."""

    icc: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, kw_only=True)
class ColumnLikeness(Likeness):
    """Likeness of the column ``name`` within groups."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """How rows fall into the card's groups, and how alike rows of one group are.

    Attributes
    ----------
    group, groups, rows
        The column, how many groups it has, and rows in them.
    smallest, median, largest
        Rows of a group.
    target, columns
        Likeness of the target on development rows, and of each number feature on all rows.
    """

    group: str
    groups: int
    rows: int
    smallest: int
    median: float
    largest: int
    target: Likeness | None = None
    columns: list[ColumnLikeness] = field(default_factory=list)


class Across(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it; what there is nothing to say of is None or empty, and left out of files."""

    missing: Missing | None = None
    related: Related | None = None
    inflation: list[Inflated] = []
    drift: Drift | None = None
    grouping: Grouping | None = None
