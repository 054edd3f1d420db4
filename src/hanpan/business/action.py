"""Money as people know it (what an action costs, what a success is worth, how often it succeeds) made into gains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hanpan.business.card import CardValue

Answer = Literal["act", "leave"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """What is done for those who are predicted to be of the class that is looked for.

    Attributes
    ----------
    cost
        Of one action (a call, a coupon), in ``currency``.
    success
        What a success is worth: on average, where ``amount`` names the column that says it for each row.
    rate
        Share of those rightly acted on with whom the action succeeds.
    capacity
        The most that can be done in the time that one list is made for; None without a limit.

    Examples
    --------
    >>> call = Action(cost=5000, success=100_000, rate=.3, currency="원")
    >>> call.gain("LEAVE", "STAY")
    {'LEAVE': {'LEAVE': 25000.0, 'STAY': 0.0}, 'STAY': {'LEAVE': -5000.0, 'STAY': 0.0}}
    >>> round(call.break_even, 4), call.always(.1), call.for_all(.5)
    (0.1667, None, 10000.0)
    """

    cost: float
    success: float
    rate: float = 1.0
    currency: str = ""
    amount: str | None = None
    capacity: int | None = None

    @property
    def won(self) -> float:
        """What acting on one of those looked for is expected to bring, before its cost."""
        return self.rate * self.success

    @property
    def break_even(self) -> float:
        """The probability from which acting pays; above 1 where it never does."""
        return self.cost / self.won if self.won > 0 else float("inf")

    def always(self, share: float) -> Answer | None:
        """The one answer that wins whatever a model says; None where it depends on the row.

        ``share``: how many of the rows are of the class looked for.
        """
        if self.won <= self.cost or share <= 0:
            return "leave"
        return "act" if self.cost <= 0 or share >= 1 else None

    def for_all(self, share: float) -> float:
        """What acting on everybody earns on average."""
        return share * self.won - self.cost

    def gain(self, sought: str, other: str) -> dict[str, dict[str, float]]:
        """``[value.gain]`` over doing nothing; beside amounts in shares of the mean amount."""
        unit = self.success if self.amount and self.success > 0 else 1.0
        won, cost = self.won / unit, self.cost / unit
        return {sought: {sought: won - cost, other: 0.0}, other: {sought: -cost, other: 0.0}}

    def value(self, sought: str, other: str) -> CardValue:
        """The section ``[value]`` of a card; doing nothing is to leave everybody alone."""
        return CardValue(
            currency=self.currency,
            amount=self.amount,
            nothing=other,
            capacity=self.capacity,
            gain=self.gain(sought, other),
        )
