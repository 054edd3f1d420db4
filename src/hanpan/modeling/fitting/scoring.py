"""Scoring what was fitted on the folds: outputs, brought back where classes were balanced, and every metric."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from hanpan.business.metrics import metric, metrics_for
from hanpan.modeling.candidate import PLAIN, Candidate
from hanpan.modeling.estimators.base import Estimator
from hanpan.modeling.fitting.shares import brought_back, correction
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.prepared import Prepared
from hanpan.modeling.listening.stopwatch import go_on

_TRAIN_SAMPLE = 4000  # rows on which the train score is read; enough for a diagnosis
_FEWEST_TRAIN_SAMPLE = 500  # of so many where there are many classes: trees for every class take long to answer


class NotFiniteError(ValueError):
    """An estimator answered with NaN or infinity."""


@dataclass
class Fold:
    """A fit on the fit rows of one fold, with what it needs to be judged."""

    estimator: Estimator
    data: Prepared
    fit_y: np.ndarray
    valid_y: np.ndarray
    fit_seconds: float
    rows_used: int


class Answers(NamedTuple):
    """Per fold: outputs on its validation rows and on each ``steps``-th of its fit rows; ``seconds`` the first take."""

    valid: list[np.ndarray]
    learnt: list[np.ndarray]
    steps: list[int]
    factors: tuple[float, ...]
    seconds: float


def finite(output: np.ndarray) -> np.ndarray:
    """The output itself, if every number is finite.

    Raises
    ------
    NotFiniteError
        Otherwise.
    """
    if not np.isfinite(output).all():
        raise NotFiniteError("the estimator answered with NaN or infinity")
    return output


def answers_of(bench: Bench, candidate: Candidate, folds: list[Fold], rounds: int | None) -> Answers:
    """What each fold's fit says about its validation rows and a sample of its own, brought back where need be."""
    go_on()
    most = min(_TRAIN_SAMPLE, max(_FEWEST_TRAIN_SAMPLE, 10 * _TRAIN_SAMPLE // max(1, len(bench.problem.labels))))
    valid, learnt, steps, seconds = [], [], [], 0.0
    for fold in folds:
        started = time.perf_counter()
        valid.append(finite(fold.estimator.output(fold.data.valid, rounds)))
        seconds += time.perf_counter() - started
        steps.append(max(1, len(fold.fit_y) // most))
        learnt.append(finite(fold.estimator.output(fold.data.fit[:: steps[-1]], rounds)))
    factors: tuple[float, ...] = ()
    if candidate.balance != PLAIN:
        factors = tuple(correction(np.concatenate([fold.valid_y for fold in folds]), np.concatenate(valid)))
    valid, learnt = ([brought_back(output, factors) for output in outputs] for outputs in (valid, learnt))
    return Answers(valid, learnt, steps, factors, seconds / len(folds))


def scores_of(bench: Bench, folds: list[Fold], answers: Answers) -> dict[str, Any]:
    """``records`` for the Trial, and the ``outputs`` of all folds, NaN for rows in none that was fitted."""
    judge, others = metric(bench.problem.metric), metrics_for(bench.problem.task)
    width = () if bench.problem.task == "regression" else (len(bench.problem.labels),)
    total, seen = np.zeros((len(bench.y), *width)), np.zeros(len(bench.y))
    constant = bench.problem.time is None  # there answers drift with the time they were learnt at
    scores: list[float | None] = []
    train_scores: list[float | None] = []
    told: dict[str, list[float | None]] = {}
    met = bench.folds[: len(folds)]
    told_by_fold = zip(folds, met, answers.valid, answers.learnt, answers.steps, strict=True)
    for fold, (_, valid_rows), output, learnt, step in told_by_fold:
        total[valid_rows] += output
        seen[valid_rows] += 1
        scores.append(judge(fold.valid_y, output))
        train_scores.append(judge(fold.fit_y[::step], learnt))
        constant = constant and bool((learnt == learnt[0]).all() and (output == learnt[0]).all())
        for other in others:
            told.setdefault(other.name, []).append(other(fold.valid_y, output))
    with np.errstate(invalid="ignore"):
        outputs = total / np.where(seen, seen, np.nan).reshape(-1, *[1] * len(width))
    if constant:  # the folds' constants differ by how rows were dealt: ranks among them mean nothing
        outputs[seen > 0] = outputs[seen > 0].mean(axis=0)
    unmet = [None] * (len(bench.folds) - len(folds))
    records = {
        "score": _mean(scores),
        "score_std": float(np.nanstd(_numbers(scores), ddof=1)) if len(scores) > 1 else None,
        "train_score": _mean(train_scores),
        "fold_scores": _numbers([*scores, *unmet]),
        "fold_train_scores": _numbers([*train_scores, *unmet]),
        "metrics": {name: value for name, values in told.items() if (value := _mean(values)) is not None},
        "predict_seconds": answers.seconds,
    }
    return {"records": records, "outputs": outputs}


def _numbers(values: list[Any]) -> list[float]:
    return [float("nan") if value is None else float(value) for value in values]


def _mean(values: list[Any]) -> float | None:
    known = [value for value in _numbers(values) if value == value]
    return float(np.mean(known)) if known else None
