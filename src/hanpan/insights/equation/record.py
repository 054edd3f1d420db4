"""The equation of a linear model, and the same learnt by a single node."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """Least squares (``exact``) and one node on the same ``rows``; ``gap``: how far their answers lie apart (of y's
    spread), after so many ``updates``.
    """

    node: list[float]
    node_constant: float
    exact: list[float]
    exact_constant: float
    gap: float
    updates: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Equation(AsRows):
    """The best linear model of the board.

    Attributes
    ----------
    terms, numeric
        Prepared columns; whether each is a number of the table as it is.
    coefficients, constant, spreads
        Of the equation; the standard deviation of each term.
    rows, spread_y
        Rows it was fitted on, and the standard deviation of y there.
    learnt
        For a number: the same, learnt by a node.
    """

    algorithm: str
    penalty: str
    terms: list[str]
    numeric: list[bool]
    coefficients: list[float]
    constant: float
    spreads: list[float]
    rows: int
    spread_y: float = 0.0
    learnt: Learnt | None = None

    def effect(self, place: int) -> float:
        """What one usual step of a term changes."""
        return abs(self.coefficients[place] * self.spreads[place])
