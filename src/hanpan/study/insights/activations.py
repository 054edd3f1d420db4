"""The best small network with each activation function, on one fold."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from hanpan.evaluation.activations import ORDER, Activations, judged
from hanpan.evaluation.routes import is_small
from hanpan.modeling.trial import Trial
from hanpan.study.insights.base import Answers, Insight, Scene

_REPEATS = 3
_LEAST_SECONDS = 3.0  # each function is compiled anew, which takes about a second
_LONGEST = 1.0  # seconds of fitting a fold; slower networks are left to those who have more time


def _network(scene: Scene) -> Trial | None:
    """The best small, plain network of the board that fits quickly."""
    sign = 1 if scene.board.greater_is_better else -1
    known = [
        trial
        for trial in scene.board.trials
        if trial.candidate.algorithm == "network" and trial.score is not None and is_small(trial.candidate.parameters)
        and trial.fit_seconds < _LONGEST
    ]  # fmt: skip
    return max(known, key=lambda trial: sign * (trial.score or 0.0), default=None)


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    trial = _network(scene)
    if trial is None or scene.until - time.monotonic() < _LEAST_SECONDS:
        return []
    candidate = asdict(trial.candidate)
    return [
        {"kind": "activations", "candidate": candidate, "activations": [name], "repeats": _REPEATS} for name in ORDER
    ]


def _make(scene: Scene, answers: Answers) -> Activations | None:
    trial = _network(scene)
    if trial is None or not answers:
        return None
    scores = {name: values for answer in answers for name, values in answer["scores"].items()}
    sizes = (answers[0]["rows"], answers[0]["valid_rows"])
    return judged(scores, trial.candidate.parameters["hidden"], sizes, scene.board.greater_is_better)


ACTIVATIONS = Insight("activations", _make, _jobs, seconds=15.0)
