"""The days of the course, and their lessons in order."""

from __future__ import annotations

DAYS: dict[str, tuple[str, ...]] = {
    "1": (
        "process",
        "board",
        "metrics",
        "learning",
        "dense",
        "compile",
        "curves",
        "hidden",
        "activations",
        "regression",
    ),
    "2": ("features", "groups", "playground", "two_classes", "losses", "cut", "more_classes"),
}
