"""Pair: one feature against the target, with one test and one effect, what lies behind them, and what is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import msgspec


class GroupNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """A group with its mean, the 95 % interval of that mean, and its box: minimum, quartiles, maximum."""

    label: str
    n: int
    mean: float | None
    low: float | None
    high: float | None
    box: list[float]


class ShareRow(msgspec.Struct, frozen=True, kw_only=True):
    """The share of each class in a group, and how far each is from chance (adjusted residuals)."""

    label: str
    n: int
    shares: list[float]
    residuals: list[float] = []


class ClusterCount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many groups the rows fall into, and how many independent rows they are ``like`` (None: too few to tell)."""

    groups: int
    like: float | None
    design_effect: float | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What lies behind a test; each test fills its own fields, and what is not known is left out of files.

    Attributes
    ----------
    n
        Rows compared.
    low, high
        The 95 % interval of the effect.
    p
        As it stands alone, not corrected over all pairs.
    strength
        The effect as a correlation.
    spearman, trend, trend_p
        Rank correlation of two numbers; of the order of an ordered category with y.
    t, F, H, U, chi2
        The statistic of the test.
    eta_squared
        Share of the variance between groups.
    groups, merged
        Numbers of each group; how many small groups were merged.
    classes, shares
        The classes, and their shares in each group.
    median_positive, median_other
        Medians of the two classes.
    separated, odds_ratio, odds_low, odds_high, slope_p, curve
        See ``statistics.odds``.
    clusters
        Where the rows are not independent.
    """

    n: int | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    strength: float | None = None
    spearman: float | None = None
    trend: float | None = None
    trend_p: float | None = None
    t: float | None = None
    F: float | None = None
    H: float | None = None
    U: float | None = None
    chi2: float | None = None
    eta_squared: float | None = None
    groups: list[GroupNumbers] = []
    merged: int | None = None
    classes: list[str] = []
    shares: list[ShareRow] = []
    median_positive: float | None = None
    median_other: float | None = None
    separated: bool = False
    odds_ratio: float | None = None
    odds_low: float | None = None
    odds_high: float | None = None
    slope_p: float | None = None
    curve: list[float] = []
    clusters: ClusterCount | None = None

    def finite(self) -> Evidence:
        """The same with Python's own numbers; NaN and infinity become None."""
        numbers = {name: getattr(self, name) for name in self.__struct_fields__}
        told = {
            name: float(value) if math.isfinite(value) else None
            for name, value in numbers.items()
            if isinstance(value, float)
        }
        return msgspec.structs.replace(self, **told)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One feature against the target on development rows.

    ``test`` names the text ``test.<test>``: ``pearson`` (effect r), ``welch_t`` (Hedges g, first group minus
    second), ``welch_anova`` and ``kruskal`` (omega squared), ``chi_square``, ``chi_square_monte_carlo`` and
    ``fisher_exact`` (Cramér V, bias corrected), ``mann_whitney`` (AUC: chance that a positive row has the larger
    value). ``p`` is corrected over all pairs of the table (false discovery rate).
    """

    column: str
    test: str
    effect: float | None
    p: float | None
    evidence: Evidence = field(default_factory=Evidence)


class BendingLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Points in order of x."""

    x: list[float] = []
    y: list[float] = []


class CountedCells(msgspec.Struct, frozen=True, kw_only=True):
    """Rows counted in cells: ``counts[column][row]`` between the edges."""

    x_edges: list[float]
    y_edges: list[float]
    counts: list[list[int]]


class ClassDensity(msgspec.Struct, frozen=True, kw_only=True):
    """How a number is spread within a class: its density along the grid (None: it hardly varies), and its box."""

    label: str
    n: int
    density: list[float] | None
    box: list[float]


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Mean of y, or share of the class ``label``, in each period."""

    label: str
    value: list[float | None]


class PairPicture(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The numbers behind a pair's picture; each ``kind`` fills its own fields, and without one nothing is drawn.

    Attributes
    ----------
    kind
        ``scatter``, ``densities``, ``periods``, ``boxes``, ``mosaic``.
    n, line, smooth, x, y, cells, outside
        Of a scatter: rows, intercept and slope, a bending line, the points or else cells, rows outside of these.
    grid, classes
        Of densities: where they are told, and one for each class. Of a mosaic of few numbers: the classes.
    order, groups, shares
        Of boxes and mosaics: labels in order; groups or shares, where those of the test are others.
    unit, starts, counts, series
        Of periods.
    """

    kind: str = ""
    n: int | None = None
    line: list[float] = []
    smooth: BendingLine | None = None
    x: list[float] = []
    y: list[float] = []
    cells: CountedCells | None = None
    outside: int | None = None
    grid: list[float] = []
    classes: list[ClassDensity | str] = []
    order: list[str] = []
    groups: list[GroupNumbers] = []
    shares: list[ShareRow] = []
    unit: str = ""
    starts: list[str] = []
    counts: list[int] = []
    series: list[Series] = []

    @property
    def densities(self) -> list[ClassDensity]:
        """The classes of densities."""
        return [one for one in self.classes if isinstance(one, ClassDensity)]

    @property
    def labels(self) -> list[str]:
        """The classes of a mosaic."""
        return [one for one in self.classes if isinstance(one, str)]
