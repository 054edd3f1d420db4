"""Ways to treat rare classes, each fitted on the same folds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from hanpan.business.metrics import Metric, metric
from hanpan.foundation.randomness import seed_for
from hanpan.insights.rare.record import RareWay
from hanpan.insights.rare.work import judged_way, shifted
from hanpan.modeling.candidate import BALANCE, Candidate
from hanpan.modeling.fitting.balancing import with_copies
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Errand

_SHARE = 0.8  # of an errand's time; what learns in rounds ends by then


@dataclass(frozen=True, kw_only=True)
class WaysJudged:
    """The ways that one fit tells of; with the plain one, its ``rows`` per class."""

    ways: list[RareWay]
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TryWay(Errand):
    """One ``way``, on so many ``folds``, of an algorithm that takes weights."""

    answer: ClassVar = WaysJudged
    folds: int
    way: str

    def do(self, bench: Bench, seconds: float) -> WaysJudged:
        """The way, judged out of fold, and what follows from the same fit."""
        plain = replace(self.candidate, parameters=self.candidate.settings)
        bench, seconds = replace(bench, folds=bench.folds[: self.folds]), _SHARE * seconds
        if self.way == "weights":
            return WaysJudged(ways=_weighed(bench, plain, seconds))
        table = {"copies": _copied_inside, "copies_before": _copied_before}.get(self.way, _as_it_is)(bench)
        tried = run_trial(table, plain, seconds)
        own = _judged(self.way, table, tried.outputs, tried.trial)
        if self.way != "plain":
            return WaysJudged(ways=[own])
        shares = np.bincount(bench.y.astype(int), minlength=len(bench.problem.labels)) / len(bench.y)
        offsets = judged_way("offsets", bench.y, shifted(tried.outputs, shares))
        return WaysJudged(ways=[own, offsets], rows=_rows(bench, tried.outputs))


def _weighed(bench: Bench, plain: Candidate, seconds: float) -> list[RareWay]:
    """The weighed fit as it learnt, and brought back to the true shares."""
    weighed = replace(plain, parameters={**plain.parameters, BALANCE: "weights"})
    tried = run_trial(bench, weighed, seconds)
    learnt = shifted(tried.outputs, np.asarray(tried.trial.factors))
    judge, loss = metric(bench.problem.metric), metric("log_loss")
    raw = judged_way(
        "weights", bench.y, learnt, validation=_mean(judge, bench, learnt), log_loss=_mean(loss, bench, learnt)
    )
    return [raw, _judged("weights_back", bench, tried.outputs, tried.trial)]


def _mean(judge: Metric, bench: Bench, outputs: np.ndarray) -> float | None:
    """The mean of a metric over the folds where it is known."""
    scores = [judge(bench.y[valid], outputs[valid]) for _, valid in bench.folds]
    known = [score for score in scores if score is not None]
    return float(np.mean(known)) if known else None


def _judged(way: str, bench: Bench, outputs: np.ndarray, trial: Trial) -> RareWay:
    scores = {"log_loss": trial.metrics.get("log_loss"), "train": trial.train_score, "validation": trial.score}
    return judged_way(way, bench.y, outputs, **scores, curve=trial.curve)


def _as_it_is(bench: Bench) -> Bench:
    return bench


def _rows(bench: Bench, outputs: np.ndarray) -> list[int]:
    known = np.isfinite(outputs).all(axis=1)
    counts: list[int] = np.bincount(bench.y[known].astype(int), minlength=len(bench.problem.labels)).tolist()
    return counts


def _copied_inside(bench: Bench) -> Bench:
    """Copies among the fit rows of each fold only: what is judged on stays as it is."""
    folds = [
        (with_copies(bench.y, fit, np.random.default_rng(seed_for(0, "copies", number))), valid)
        for number, (fit, valid) in enumerate(bench.folds)
    ]
    return replace(bench, folds=folds)


def _copied_before(bench: Bench) -> Bench:
    """The mistake: copies are made first, and the split puts some of them on either side."""
    random = np.random.default_rng(seed_for(0, "copies_before"))
    rows = random.permutation(with_copies(bench.y, np.arange(len(bench.y)), random))
    parts = np.array_split(np.arange(len(rows)), max(3, len(bench.folds)))
    folds = [(np.setdiff1d(np.arange(len(rows)), part), part) for part in parts[: len(bench.folds)]]
    return Bench(
        bench.problem, bench.schema, bench.frame.iloc[rows].reset_index(drop=True), bench.y[rows], folds, bench.threads
    )
