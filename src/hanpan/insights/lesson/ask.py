"""The five steps of learning, watched on this table."""

from __future__ import annotations

import numpy as np

from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.lesson.record import NodeLesson
from hanpan.insights.lesson.work import lesson, lesson_of_classes
from hanpan.insights.scene import Scene


def _make(scene: Scene, answers: Answers) -> NodeLesson | None:
    del answers
    bench, problem = scene.ground.bench, scene.problem
    numbers = {
        column.name: bench.frame[column.name].to_numpy(dtype=float, na_value=np.nan)
        for column in bench.schema.features
        if column.kind == "number"
    }
    if problem.task == "regression":
        return lesson(numbers, bench.y, seed=scene.seed)
    return lesson_of_classes(numbers, bench.y, problem.labels, scene.seed)


def _absent(scene: Scene) -> Reason | None:
    return "images" if scene.on_images else None  # a single pixel tells nobody anything


LESSON = Insight("lesson", _make, absent=_absent)
