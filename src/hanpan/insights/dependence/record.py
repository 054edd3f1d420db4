"""Partial dependence and ICE: how the answers change when one column is changed and all others stay as they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Dependence:
    """How answers depend on one column.

    Attributes
    ----------
    grid, levels
        Where it was looked: numbers, or the levels of a category (one of them is empty).
    outputs
        Names of the answers: one class for two classes, those asked for of more, one empty name for a number.
    means
        For each of ``outputs``, the mean answer at each place (partial dependence).
    curves
        For each of ``outputs``, the answers of some single rows at each place (ICE), over numbers moved so that all
        begin at the mean.
    rug
        Values of some rows, or the rows of each level: where the table has something to say.
    rows
        Rows asked.
    against
        For each of ``outputs``, over numbers: share of the single rows whose answer goes the other way than the mean,
        from the first to the last place.
    """

    column: str
    outputs: list[str]
    means: list[list[float]]
    rows: int
    grid: list[float] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    curves: list[list[list[float]]] = field(default_factory=list)
    rug: list[float] = field(default_factory=list)
    against: list[float] = field(default_factory=list)

    @property
    def reach(self) -> float:
        """How far the mean answer moves."""
        return max(max(mean) - min(mean) for mean in self.means)


@dataclass(frozen=True, kw_only=True)
class Dependences(AsRows):
    """How answers depend on up to four columns; of many classes, those of the three that matter most."""

    columns: list[Dependence]
