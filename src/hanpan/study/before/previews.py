"""What preparation makes of the first rows of the table, for each algorithm: to be looked at, never judged."""

from __future__ import annotations

import numpy as np

from hanpan.foundation.budget import Deadline
from hanpan.modeling.folds.ground import Ground
from hanpan.preparation.preparer import build
from hanpan.preparation.preview import Preview, preview

_ROWS = 2000  # a preview is fitted on so many development rows at most


def previews(ground: Ground, until: Deadline) -> dict[str, Preview]:
    """Per algorithm, the first rows of its prepared table, as far as the time allows."""
    bench, made, shown = ground.bench, {}, {}
    # Evenly from all rows: the first ones of a table in the order of time may know one season only.
    rows = np.linspace(0, len(bench.y) - 1, min(_ROWS, len(bench.y))).astype(int)
    frame, y = bench.frame.iloc[rows].reset_index(drop=True), bench.y[rows]
    for entry in sorted(ground.algorithms, key=lambda one: one.needs.independent):  # which takes longest
        recipe = ground.recipes[entry.name]
        key = repr(recipe)
        if key not in made and not until.over:
            preparer = build(recipe, bench.schema)
            preparer.fit_transform(frame, y)
            made[key] = preview(preparer, frame)
        if key in made:
            shown[entry.name] = made[key]
    return shown
