"""Images that the model got right and wrong, the classes it mixes up, and which part of the image it looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import numpy as np

from hanpan.business.metrics import metric
from hanpan.data.profiling.drawing import png_text
from hanpan.data.profiling.image_profile import whole_images
from hanpan.insights.images.blocks import Blocks, Looked, block_importance
from hanpan.insights.images.telling import mixed_up, telling_rows, telling_values
from hanpan.insights.images.work import ImageAnswers, ShownImage
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene


def _make(scene: Scene, answers: Answers) -> ImageAnswers | None:
    del answers
    ground = scene.ground
    image, frame = ground.schema.image, ground.holdout
    if image is None or not ground.schema.pixels or not len(frame):
        return None
    pixels = whole_images(frame, ground.schema)
    labels, confusion = ground.problem.labels, scene.evaluation.confusion
    return ImageAnswers(
        shown=_shown(scene, lambda row: png_text(pixels[row], image)),
        rows=len(frame),
        wrong=_wrong(scene),
        mixed_up=mixed_up(confusion, labels) if confusion else [],
        blocks=_blocks(scene),
        mean=png_text(pixels.mean(axis=0), image),
    )


def _shown(scene: Scene, png: Callable[[int], str]) -> dict[str, list[ShownImage]]:
    """Per kind the rows to show."""
    labels, y, output = scene.problem.labels, scene.chosen.rows, scene.chosen.output
    if not labels:
        return {
            kind: [ShownImage(row=row, truth=float(y[row]), said=float(output[row]), png=png(row)) for row in rows]
            for kind, rows in asdict(telling_values(y, output)).items()
        }
    decided = scene.model.decision.decide(output)
    return {
        kind: [
            ShownImage(
                row=row,
                truth=labels[int(y[row])],
                said=labels[int(decided[row])],
                png=png(row),
                probability=float(output[row, decided[row]]),
                true_probability=float(output[row, int(y[row])]),
            )
            for row in rows
        ]
        for kind, rows in asdict(telling_rows(y, output, decided)).items()
    }


def _wrong(scene: Scene) -> int | None:
    if not scene.problem.labels:
        return None
    return int((scene.model.decision.decide(scene.chosen.output) != scene.chosen.rows).sum())


def _blocks(scene: Scene) -> Blocks | None:
    """Nothing for a baseline: it looks at nothing."""
    ground = scene.ground
    if ground.schema.image is None or scene.chosen.row.algorithm == "baseline":
        return None
    judge = metric(ground.problem.metric)
    looked = Looked(scene.model.output, ground.holdout, np.asarray(ground.holdout_y), ground.schema.image, judge)
    return block_importance(looked, seed=scene.seed, until=scene.until)


def _absent(scene: Scene) -> Reason | None:
    if not scene.on_images or not scene.schema.pixels:
        return "tables"
    return None if len(scene.ground.holdout) else "rows"


IMAGES = Insight("images", _make, absent=_absent, seconds=6.0)
