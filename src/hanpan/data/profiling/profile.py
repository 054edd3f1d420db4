"""Profile: numbers about the columns and what was noticed. Also the reference for drift later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from hanpan.data.schema import Kind
from hanpan.foundation.findings import Finding
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd


_SHOWN = ("name", "kind", "role", "missing", "n_distinct", "test", "effect", "p")


@dataclass(frozen=True, kw_only=True)
class ColumnProfile:
    """Numbers about one column.

    ``summary`` for numbers: mean, std, min, q25, median, q75, max, zeros; for dates: earliest, latest (ISO text).
    ``histogram``: bin edges (k+1) and counts (k) of a number. ``counts``: the most frequent categories (at most 30),
    the rest under ``other``. ``periods`` of a date: ``unit`` (hour to decade), ``starts`` and ``counts`` of each
    calendar period, how many are ``empty``, ``span_days``, ``longest_gap`` (days, after, before). ``test``, ``effect``,
    ``p`` describe the column against the target (development rows).
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
    periods: dict[str, Any] = field(default_factory=dict)
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
    extra: dict[str, Any] = field(default_factory=dict)

    def to_frame(self) -> pd.DataFrame:
        """One row per column of the table: what it is, what is missing, its test against the target."""
        import pandas as pd

        rows = [[getattr(column, name) for name in _SHOWN] for column in self.columns]
        return pd.DataFrame(rows, columns=list(_SHOWN)).astype({"effect": float, "p": float})

    def headline(self) -> str:
        """How large the table is, and how much was noticed."""
        told = {"rows": f"{self.rows:,}", "columns": f"{len(self.columns):,}", "findings": len(self.findings)}
        return text("record.profile", self.language, **told)
