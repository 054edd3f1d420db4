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
    "3": ("images", "complexity", "fits", "early_stopping", "dropout", "weights", "saving", "functional"),
    "questions": ("business", "nodes", "which_activation", "where_argmax", "resampling"),
    "4": ("run", "model_file", "registry", "serve", "watch"),
}
