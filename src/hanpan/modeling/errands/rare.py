"""Ways to treat rare classes, each fitted on the same folds."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.files import from_json
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.balancing import with_copies
from hanpan.modeling.bench import Bench
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting import run_trial
from hanpan.modeling.rare import Way, judged_way, shifted

if TYPE_CHECKING:
    from hanpan.modeling.jobs import Workshop


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of an algorithm that takes ``class_weight``), how many ``folds``, the ``way``."""
    bench = workshop.bench()
    candidate = from_json(json.dumps(job["candidate"]).encode(), Candidate)
    bench = replace(bench, folds=bench.folds[: job["folds"]])
    if job["way"] == "plain":
        plain, outputs = _tried("plain", bench, candidate)
        shares = np.bincount(bench.y.astype(int), minlength=len(bench.problem.labels)) / len(bench.y)
        ways = [plain, judged_way("offsets", bench.y, shifted(outputs, shares))]
        return {"ways": [asdict(way) for way in ways], "rows": _rows(bench, outputs)}
    weighted = replace(candidate, parameters={**candidate.parameters, "class_weight": "balanced"})
    table, tried = {
        "weights": (bench, weighted),
        "copies": (_copied_inside(bench), candidate),
        "copies_before": (_copied_before(bench), candidate),
    }[job["way"]]
    return {"ways": [asdict(_tried(job["way"], table, tried)[0])]}


def _tried(way: str, bench: Bench, candidate: Candidate) -> tuple[Way, np.ndarray]:
    trial, outputs, _ = run_trial(bench, candidate)
    log_loss = trial.metrics.get("log_loss")
    scores = {"log_loss": log_loss, "train": trial.train_score, "validation": trial.score}
    return judged_way(way, bench.y, outputs, **scores), outputs


def _rows(bench: Bench, outputs: np.ndarray) -> list[int]:
    known = np.isfinite(outputs).all(axis=1)
    return np.bincount(bench.y[known].astype(int), minlength=len(bench.problem.labels)).tolist()


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
    )  # fmt: skip
