"""The two files of a report, layer by layer: which chapters stand where, and in what order.

The report begins with one page for who decides; then comes what speaks for it, then data and method. What teaches has a
file of its own, so that the first one stays short.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """Chapters under one heading of the menu."""

    name: str
    chapters: tuple[str, ...]


REPORT = (
    Layer("result", ("value", "reasons", "evaluation")),
    Layer("method", ("business", "understanding", "preparation", "modeling", "deployment")),
)
LEARNING = (
    Layer("table", ("columns", "numbers")),
    Layer("models", ("algorithms", "curves", "networks", "reading")),
    Layer("words", ("glossary",)),
)
FURTHER = {  # chapter of the report -> those of the other file in which one may read on
    "reasons": ("reading",),
    "evaluation": ("numbers",),
    "understanding": ("columns", "numbers"),
    "preparation": ("algorithms",),
    "modeling": ("algorithms", "curves", "networks"),
}
"""Where there is nothing to read on, nothing is said."""
