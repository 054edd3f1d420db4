"""Recipe: ordered steps for the columns of a table, from which an unfitted Preparer is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing done to some columns: ``name`` is a step of ``preparation.steps``, ``reason`` a text key.

    Worded by ``step.<name>.title`` and ``step.<name>.why``.
    """

    name: str
    columns: tuple[str, ...]
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Ordered steps. The same schema, needs and options give the same Recipe: it is part of a Candidate's hash."""

    steps: tuple[Step, ...]
