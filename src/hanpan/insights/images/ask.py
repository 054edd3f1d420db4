"""Images that the model got right and wrong, the classes it mixes up, and which part of the image it looks at."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from hanpan.business.metrics import metric
from hanpan.data.profiling.drawing import png_text
from hanpan.data.profiling.image_profile import whole_images
from hanpan.insights.images.blocks import Looked, block_importance
from hanpan.insights.images.telling import mixed_up, telling_rows, telling_values
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene


def _make(scene: Scene, answers: Answers) -> dict[str, Any] | None:
    del answers
    ground = scene.ground
    image, frame = ground.schema.image, ground.holdout
    if image is None or not ground.schema.pixels or not len(frame):
        return None
    pixels = whole_images(frame, ground.schema)
    shown = {
        kind: [told | {"png": png_text(pixels[told["row"]], image)} for told in rows]
        for kind, rows in _rows(scene).items()
    }
    labels, confusion = ground.problem.labels, scene.evaluation.confusion
    pairs = [asdict(pair) for pair in mixed_up(confusion, labels)] if confusion else []
    return {
        "shown": shown,
        "rows": len(frame),
        "wrong": _wrong(scene),
        "mixed_up": pairs,
        "blocks": _blocks(scene),
        "mean": png_text(pixels.mean(axis=0), image),
    }


def _rows(scene: Scene) -> dict[str, list[dict[str, Any]]]:
    """Per kind the rows to show: position, truth, answer, and the probabilities of both."""
    labels, y, output = scene.problem.labels, scene.chosen.rows, scene.chosen.output
    if not labels:
        chosen = asdict(telling_values(y, output))
        return {
            kind: [{"row": row, "truth": float(y[row]), "said": float(output[row])} for row in rows]
            for kind, rows in chosen.items()
        }
    decided = scene.model.decision.decide(output)
    return {
        kind: [
            {
                "row": row,
                "truth": labels[int(y[row])],
                "said": labels[int(decided[row])],
                "probability": float(output[row, decided[row]]),
                "true_probability": float(output[row, int(y[row])]),
            }
            for row in rows
        ]
        for kind, rows in asdict(telling_rows(y, output, decided)).items()
    }


def _wrong(scene: Scene) -> int | None:
    if not scene.problem.labels:
        return None
    return int((scene.model.decision.decide(scene.chosen.output) != scene.chosen.rows).sum())


def _blocks(scene: Scene) -> Any:
    """Nothing for a baseline: it looks at nothing."""
    ground = scene.ground
    if ground.schema.image is None or scene.chosen.row.algorithm == "baseline":
        return None
    judge = metric(ground.problem.metric)
    looked = Looked(scene.model.output, ground.holdout, np.asarray(ground.holdout_y), ground.schema.image, judge)
    found = block_importance(looked, seed=scene.seed, until=scene.until)
    return None if found is None else asdict(found)


def _absent(scene: Scene) -> Reason | None:
    if not scene.on_images or not scene.schema.pixels:
        return "tables"
    return None if len(scene.ground.holdout) else "rows"


IMAGES = Insight("images", _make, absent=_absent, seconds=6.0)
