"""Worth: what answers earn or cost, as the card's ``[value]`` says, and what stands beside the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What one decision is worth, in ``currency``.

    Attributes
    ----------
    gain
        Classes: ``gain[actual][predicted]`` by class code; empty for regression.
    over, under
        Regression: what one unit of over- and of under-prediction costs.
    amount, rule
        Columns: an amount that every outcome of a row is multiplied by, and today's decision.
    nothing
        What doing nothing predicts: a class code, or a value; None in regression is the mean of the rows learned from.
    nothing_given
        Whether the card said so.
    capacity
        How many can be acted on, of as many rows as the table has; None without a limit.
    """

    currency: str = ""
    gain: tuple[tuple[float, ...], ...] = ()
    over: float = 0.0
    under: float = 0.0
    amount: str | None = None
    rule: str | None = None
    nothing: float | None = None
    nothing_given: bool = False
    capacity: int | None = None

    @property
    def table(self) -> np.ndarray:
        """``gain`` as (C, C): rows actual, columns predicted."""
        return np.asarray(self.gain, dtype=float)

    def earned(self, y: np.ndarray, said: np.ndarray, amount: np.ndarray | None = None) -> np.ndarray:
        """What each row's decision earns (n,); costs are negative.

        Parameters
        ----------
        y, said
            (n,) codes, or values in the unit of y.
        amount
            (n,) amounts of the rows, where the card names such a column.

        Examples
        --------
        >>> calls = Worth(gain=((0, -20), (-100, 80)))
        >>> calls.earned(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])).tolist()
        [0.0, -20.0, -100.0, 80.0]
        >>> stock = Worth(over=1, under=3)
        >>> stock.earned(np.array([10., 10.]), np.array([12., 9.])).tolist()
        [-2.0, -3.0]
        """
        if self.gain:
            each = self.table[y.astype(int), said.astype(int)]
        else:
            each = -(self.over * np.clip(said - y, 0, None) + self.under * np.clip(y - said, 0, None))
        return np.asarray(each if amount is None else each * amount)

    def perfect(self, y: np.ndarray) -> np.ndarray:
        """What one who knows y decides (n,): the class that pays best for each actual one, or y itself."""
        return np.asarray(self.table.argmax(axis=1)[y.astype(int)]) if self.gain else y

    @property
    def quantile(self) -> float:
        """The share of outcomes that should lie below the prediction: under / (over + under).

        References
        ----------
        Edgeworth (1888), The mathematical theory of banking: the newsvendor's critical ratio.
        """
        return self.under / (self.over + self.under)

    def costs(self) -> Iterator[tuple[str, float]]:
        """Every cost and gain that is not zero, by its path on the card (``gain.0.1``, ``over``), and its value."""
        for actual, row in enumerate(self.gain):
            yield from ((f"gain.{actual}.{said}", value) for said, value in enumerate(row) if value)
        yield from ((name, getattr(self, name)) for name in ("over", "under") if getattr(self, name))

    def changed(self, name: str, factor: float) -> Worth:
        """The same with one of its ``costs`` multiplied.

        Examples
        --------
        >>> Worth(gain=((0, -20), (-100, 80))).changed("gain.0.1", 1.5).gain
        ((0.0, -30.0), (-100.0, 80.0))
        """
        if not name.startswith("gain."):
            return replace(self, **{name: getattr(self, name) * factor})
        actual, said = (int(step) for step in name.split(".")[1:])
        table = self.table
        table[actual, said] *= factor
        return replace(self, gain=tuple(map(tuple, table.tolist())))


@dataclass(frozen=True)
class Stakes:
    """What stands beside some rows.

    Attributes
    ----------
    amount, rule
        (n,) what outcomes are multiplied by, and today's decisions as codes or values.
    group
        (n,) whole numbers: rows of one number are not independent, and chance is counted in such groups.
    stretches
        Whether the groups are stretches of successive rows.
    """

    amount: np.ndarray | None = None
    rule: np.ndarray | None = None
    group: np.ndarray | None = None
    stretches: bool = False

    def at(self, rows: np.ndarray) -> Stakes:
        """Those of some of the rows."""
        amount, rule, group = (None if part is None else part[rows] for part in (self.amount, self.rule, self.group))
        return Stakes(amount, rule, group, self.stretches)
