"""The manifest of a model file: typed records, and the number of the format.

To change the format: raise ``FORMAT``, keep reading the numbers before it, and add a file of the new number to
``tests/golden``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hanpan.business.problem import Problem
from hanpan.data.schema import Schema

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class PartRecord:
    """One fitted part: its members lie under ``folder``."""

    algorithm: str
    key: str
    weight: float
    kind: str
    folder: str
    n_features: int
    n_outputs: int
    categorical: list[int] = field(default_factory=list)
    feature_names: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is in the file.

    ``hashes``: SHA-256 of every other member. ``trained_on``: ``all`` or ``development``. ``card``: who made it, from
    what, when it may be trusted, in plain values.
    """

    format: int
    hanpan: str
    model: str
    algorithm: str
    problem: Problem
    schema: Schema
    parts: list[PartRecord]
    threshold: float | None
    offsets: list[float]
    trained_on: str
    fingerprint: str
    hashes: dict[str, str]
    environment: dict[str, str] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Rows of the table with the answers they must get, replayed at every loading."""

    columns: dict[str, list[Any]]
    outputs: list[list[float]]
