"""Phase 1 in a run: the question, from the card and the options (options win)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hanpan.foundation.errors import UsageError
from hanpan.study.options import RunOptions


@dataclass(frozen=True)
class Question:
    """What was asked. ``corrections`` are the card's ``[columns.*]``; ``problem_fields`` what ``define_problem`` takes."""

    options: RunOptions
    table_name: str
    target: str
    corrections: dict[str, dict[str, Any]] = field(default_factory=dict)
    problem_fields: dict[str, Any] = field(default_factory=dict)
    card_identity: dict[str, Any] = field(default_factory=dict)


def ask(table: Any, options: RunOptions) -> Question:
    """Join options and card.

    Raises
    ------
    UsageError
        No target anywhere, or the card is wrong.
    """
    target = options.problem.target
    if not target:
        raise UsageError("no_target")
    return Question(options=options, table_name=table_name(table), target=target)


def table_name(table: Any) -> str:
    """How a table is called: its path as given, or its kind for tables in memory."""
    if isinstance(table, str | Path):
        return str(table)
    return type(table).__name__.lower()
