"""A hypothesis of the person's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """One of ``[[hypotheses]]``: x is related to the target, because."""

    x: str
    because: str = ""
