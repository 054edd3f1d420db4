"""Coefficients of linear models with intervals, in the unit of y (or as odds) per step of x."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """What y changes by when a prepared column goes up by ``step``, all others held.

    Attributes
    ----------
    name, source
        The prepared column, and the column of the table it comes from.
    step
        A round step of its size: 1 for 0/1 columns, else a power of ten near its standard deviation.
    effect, low, high
        Per step: in the unit of y, or in log-odds of the positive class; 95 % limits.
    p
        Of no effect.
    spread
        Standard deviation of the column: ``effect / step * spread`` compares columns.
    inflation
        Variance inflation factor: how many times wider the squared interval is than if it were independent of others.
    """

    name: str
    source: str
    step: float
    effect: float
    low: float
    high: float
    p: float
    spread: float
    inflation: float

    @property
    def plain(self) -> bool:
        """Whether it is a column as the table has it, or a level of one: what people can think of changing."""
        return self.name == self.source or self.name.startswith(f"{self.source}=")

    @property
    def compared(self) -> tuple[float, float, float]:
        """Effect and limits per standard deviation; of a 0/1 column as they are."""
        times = 1.0 if self.step == 1.0 and self.spread <= 0.5 else self.spread / self.step
        return self.effect * times, self.low * times, self.high * times


@dataclass(frozen=True, kw_only=True)
class ClassEquation:
    """Coefficients of one class, log-odds against the reference, the strongest first; ``separated`` have no end."""

    label: str
    coefficients: list[Coefficient]
    separated: list[str] = field(default_factory=list)

    @property
    def readable(self) -> list[Coefficient]:
        """Those of plain columns that have an end."""
        return [one for one in self.coefficients if one.plain and one.name not in self.separated]


@dataclass(frozen=True, kw_only=True)
class Coefficients(AsRows):
    """A linear, logistic or multinomial model.

    Attributes
    ----------
    kind
        ``linear``, ``logistic`` or ``multinomial``.
    rows, fit
        Rows it was fitted on; R² there, McFadden's pseudo R² of classes.
    intercept, coefficients, separated
        The equation of a number or of two classes; ``separated`` columns have no end.
    reference, classes
        Of more classes: the one that all others are compared with, and an equation for each of these.
    shown, few
        Labels of the classes that matter most, for pictures; classes left out, because they have too few rows for so
        many columns.
    left_out
        Columns that say the same as another one, with that one.
    references
        The level that each category is compared with.
    """

    kind: str
    rows: int
    intercept: float = 0.0
    coefficients: list[Coefficient] = field(default_factory=list)
    fit: float | None = None
    separated: list[str] = field(default_factory=list)
    reference: str = ""
    classes: list[ClassEquation] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    few: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)

    @property
    def readable(self) -> list[Coefficient]:
        """Those of plain columns that have an end."""
        return [one for one in self.coefficients if one.plain and one.name not in self.separated]
