"""Search spaces: where a parameter may lie, and how it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np


class Space(Protocol):
    """Where one parameter may lie."""

    def draw(self, random: np.random.Generator) -> Any:
        """A value from the whole space."""

    def near(self, value: Any, random: np.random.Generator) -> Any:
        """A value close to another one."""


@dataclass(frozen=True)
class Real:
    """A number in low ... high, drawn evenly, or evenly in its logarithm."""

    low: float
    high: float
    log: bool = False

    def draw(self, random: np.random.Generator) -> float:
        """A value from the whole range."""
        return self._from_unit(random.uniform())

    def near(self, value: float, random: np.random.Generator) -> float:
        """A value a step of about a sixth of the range away, kept inside."""
        return self._from_unit(min(1.0, max(0.0, self._to_unit(value) + random.normal(0, 0.15))))

    def _to_unit(self, value: float) -> float:
        if self.log:
            return math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def _from_unit(self, unit: float) -> float:
        value = self.low * (self.high / self.low) ** unit if self.log else self.low + unit * (self.high - self.low)
        return float(f"{value:.4g}")


@dataclass(frozen=True)
class Int:
    """A whole number in low ... high."""

    low: int
    high: int
    log: bool = False

    def draw(self, random: np.random.Generator) -> int:
        """A value from the whole range."""
        return self._whole(self._real().draw(random))

    def near(self, value: int, random: np.random.Generator) -> int:
        """A value close by."""
        return self._whole(self._real().near(float(value), random))

    def _real(self) -> Real:
        return Real(self.low, self.high, self.log)

    def _whole(self, value: float) -> int:
        return int(min(self.high, max(self.low, round(value))))


@dataclass(frozen=True)
class Choice:
    """One of some values; ``near`` keeps the value most of the time."""

    values: tuple[Any, ...]

    def draw(self, random: np.random.Generator) -> Any:
        """Any of the values."""
        return self.values[int(random.integers(len(self.values)))]

    def near(self, value: Any, random: np.random.Generator) -> Any:
        """The same value with probability .7."""
        return value if random.uniform() < 0.7 else self.draw(random)
