"""A model that is served: what it is called, how it answers, and what a request to it costs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hanpan.deployment.bundle import Bundle
from hanpan.deployment.monitoring.reference import TrainingReference, read_reference
from hanpan.deployment.opening import is_reference
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.rows import rows_of_frame
from hanpan.foundation.errors import BundleError

_TRIES = 20


@dataclass(frozen=True)
class Served:
    """One version of one model, ready to answer.

    ``source`` is the file or reference it came from; ``challenger`` answers the same requests unseen.
    """

    name: str
    version: str
    bundle: Bundle
    source: str
    challenger: Served | None = None
    cost: Cost = field(default_factory=lambda: Cost(0.0, 0.0))

    @cached_property
    def compiled(self) -> Compiled:
        """The model made ready for rows."""
        return Compiled(self.bundle.model)

    @property
    def registered(self) -> bool:
        """Whether it comes from the registry."""
        return is_reference(self.source)

    @cached_property
    def reference(self) -> TrainingReference | None:
        """What the model file remembers of its training; None where it is older than that, or damaged."""
        try:
            return read_reference(self.bundle)
        except BundleError:
            return None

    @cached_property
    def cards(self) -> dict[tuple[str, bool], str]:
        """Model cards that were asked for, by language and whether as a page."""
        return {}

    @cached_property
    def examples(self) -> list[dict[str, Any]]:
        """Some rows that lie in the model file, as a request has them."""
        background = self.bundle.model.background
        return [] if background is None else rows_of_frame(background)


@dataclass(frozen=True)
class Cost:
    """Seconds of a request: ``fixed``, and ``each`` row."""

    fixed: float
    each: float

    def of(self, rows: int) -> float:
        """Seconds for so many rows."""
        return self.fixed + rows * self.each


def measured(served: Served) -> Cost:
    """What answers cost here: medians of some tries with one row and with many."""
    rows = (served.examples or [{}])[:_TRIES]
    if not rows[0]:
        return Cost(0.0, 0.0)
    one, many = ([_seconds(served, part) for _ in range(5)] for part in (rows[:1], rows))
    single, whole = sorted(one)[2], sorted(many)[2]
    each = max(0.0, (whole - single) / max(1, len(rows) - 1))
    return Cost(max(0.0, single - each), each)


def _seconds(served: Served, rows: list[dict[str, Any]]) -> float:
    began = time.perf_counter()
    served.compiled.answer(rows)
    return time.perf_counter() - began
