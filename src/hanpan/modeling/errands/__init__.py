"""Errands: work for the guarded workers that is neither a trial nor a fit for good.

Each errand is one file here with ``do(workshop, job) -> dict``: ``workshop.bench()`` gives the development rows with
their folds, ``job`` is what was asked (plain JSON), and what comes back must be plain JSON too. An errand that may take
long heeds ``job["seconds"]``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

ERRANDS = (
    "route", "watch", "size", "rare", "activations", "complexity", "insides", "tree", "learning_rate", "equation",
)  # fmt: skip


def errand(kind: str) -> Callable[[Any, dict[str, Any]], dict[str, Any]]:
    """The function that does errands of a kind, imported only now: some load heavy libraries."""
    if kind not in ERRANDS:
        raise LookupError(kind)
    done: Callable[[Any, dict[str, Any]], dict[str, Any]] = import_module(f"{__name__}.{kind}").do
    return done
