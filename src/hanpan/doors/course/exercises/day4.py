"""Exercises of day 4: into service, and watched."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from hanpan.doors.course.exercises.exercise import Exercise

_ROW = {"age": 50, "bmi": 30}
_UNSAFE = frozenset({"pickle", "joblib"})


def _document(answer: Any) -> Any:
    """A dict as it is, or JSON text."""
    found = json.loads(answer) if isinstance(answer, str | bytes) else answer
    return found if isinstance(found, dict) else {"": found}


DAY_4 = {
    "run": Exercise(
        wants="words",
        right="bacd",
        mistakes={
            "unlocked": lambda seen: seen[:1] != "b",
            "peeked": lambda seen: -1 < seen.find("c") < seen.find("a"),
            "unjudged": lambda seen: -1 < seen.find("d") < seen.find("c"),
        },
    ),
    "model_file": Exercise(
        wants="words",
        right=_UNSAFE,
        mistakes={
            "hanpan": lambda seen: "hanpan" in seen,
            "csv": lambda seen: "csv" in seen,
            "missing": lambda seen: seen < _UNSAFE,
        },
    ),
    "registry": Exercise(
        wants="words",
        right=lambda seen: seen in ("old", "champion", "the old one"),
        mistakes={"new": lambda seen: seen in ("new", "challenger", "the new one")},
    ),
    "serve": Exercise(
        wants="document",
        look=_document,
        right={"rows": [_ROW]},
        mistakes={
            "bare": _ROW,
            "no_list": {"rows": _ROW},
            "by_column": lambda seen: any(isinstance(cells, list) for name, cells in seen.items() if name in _ROW),
            "texts": {"rows": [{"age": "50", "bmi": "30"}]},
        },
    ),
    "watch": Exercise(
        wants="number",
        right=0.1 * np.log(1.2) - 0.1 * np.log(0.8),
        mistakes={
            "one_sided": 0.6 * np.log(1.2) + 0.4 * np.log(0.8),
            "log10": 0.1 * np.log10(1.2) - 0.1 * np.log10(0.8),
            "differences": 0.2,
        },
    ),
}
