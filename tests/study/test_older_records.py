"""Records of earlier versions, as their files have them: read, and written again as they were."""

import json

from hanpan.data.profiling.profile import Profile
from hanpan.evaluation.record import HypothesisAnswer
from hanpan.foundation.files import from_json, to_json
from hanpan.preparation.preview import Preview

COLUMN = {"kind": "number", "role": "feature", "missing": 0, "n_distinct": 9, "other": 0, "test": "pearson"}
DENSITY = {"label": "a", "n": 9, "density": None, "box": [1.0]}
PROFILE = {
    "rows": 90,
    "columns": [
        {**COLUMN, "name": "x", "periods": {}},
        {
            **COLUMN,
            "name": "when",
            "kind": "date",
            "periods": {
                "unit": "day",
                "starts": ["2024-01-01"],
                "counts": [90],
                "empty": 0,
                "span_days": 0.0,
                "longest_gap": {},
            },
        },
    ],
    "duplicate_rows": 0,
    "missing_cells": 0,
    "extra": {
        "rows_paired": 90,
        "rows_offered": 90,
        "pairs": {"x": {"n": 90, "low": 0.1, "high": 0.5, "spearman": 0.3, "p": 0.01, "strength": 0.3}},
        "pictures": {
            "x": {
                "kind": "densities",
                "grid": [0.0],
                "classes": [DENSITY],
            },
            "y": {},
        },
        "across": {"inflation": [{"name": "x", "vif": None, "twin": "y", "r": 1.0}]},
    },
}


def within(old: object, new: object) -> bool:
    """Whether all that stood in the old record stands in the new one."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(name in new and within(told, new[name]) for name, told in old.items())
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(within, old, new))
    return old == new


def test_a_profile_is_read_and_written_as_it_was() -> None:
    profile = from_json(json.dumps(PROFILE).encode(), Profile)
    assert profile.extra.pictures["x"].densities[0].label == "a"
    assert profile.extra.pictures["y"].kind == ""  # what could not be drawn
    assert profile.extra.across.inflation[0].vif is None
    assert within(PROFILE, json.loads(to_json(profile)))


def test_a_hypothesis_that_could_not_be_tested_is_read() -> None:
    old = {"x": "a", "because": "", "answer": "undecided", "effect": None, "p": None, "test": None, "n": 0}
    answer = from_json(json.dumps({**old, "evidence": {}, "of": 2, "picture": {}}).encode(), HypothesisAnswer)
    assert (answer.test, answer.of, answer.picture.kind) == (None, 2, "")


def test_a_preview_is_read() -> None:
    told = {"before_columns": ["a"], "before": [["1"]], "columns": ["a"], "sources": ["a"], "rows": [[None]]}
    note = {"code": "constant", "column": "b", "values": {}}
    preview = from_json(json.dumps({**told, "n_columns": 1, "notes": [note]}).encode(), Preview)
    assert preview.notes[0].column == "b"
