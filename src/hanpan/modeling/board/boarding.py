"""From trials to the Board: names, ranks, diagnoses."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

from hanpan.business.metrics import metric
from hanpan.foundation.findings import Finding
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.modeling.board.ensemble import Blend
from hanpan.modeling.board.knobs import knob_curves, planes
from hanpan.modeling.curves.diagnosis import NOT_TRIED, diagnose
from hanpan.modeling.curves.watched import curve_findings, reachable_share, untrained
from hanpan.modeling.trial import Trial

# From the plainest to the most complex, for --prefer simple.
_SIMPLICITY = {
    "baseline": 0,
    "linear": 1,
    "tree": 2,
    "neighbors": 3,
    "forest": 4,
    "kernel": 5,
    "boosting": 6,
    "network": 7,
}


def build_board(
    metric_name: str,
    trials: list[Trial],
    *,
    blend: Blend | None = None,
    absent: dict[str, str] | None = None,
    prefer: str = "accuracy",
) -> Board:
    """Rank everything.

    Parameters
    ----------
    metric_name
        The metric of ranking.
    trials
        Finished trials in the order of proposing.
    blend
        The ensemble, if one was found.
    absent
        Algorithms that were never tried, with the reason; they get a row each.
    prefer
        ``speed`` and ``simple`` choose the fastest or plainest model within one standard error of the best.
    """
    greater = metric(metric_name).greater_is_better
    names = model_names(trials)
    rows = [_trial_row(trial, names[trial.key], metric_name, greater, trials) for trial in trials]
    if blend is not None:
        rows.append(_ensemble_row(blend, names, {trial.key: trial for trial in trials}))
    rows += [_absent_row(name, reason) for name, reason in (absent or {}).items()]
    ranked = sorted((row for row in rows if row.score is not None), key=lambda row: _order(row, greater))
    ranked = [replace(row, rank=number) for number, row in enumerate(ranked, start=1)]
    board = Board(
        metric=metric_name,
        greater_is_better=greater,
        rows=[*ranked, *(row for row in rows if row.score is None)],
        trials=trials,
        curves=knob_curves(trials, names, greater),
        planes=planes(trials, names),
    )
    return replace(board, chosen=_choose(board, prefer, blend).model)


def model_names(trials: list[Trial]) -> dict[str, str]:
    """Unique model names by key: ``xgboost``, ``xgboost_2`` ... in the order of proposing."""
    seen: Counter[str] = Counter()
    names = {}
    for trial in trials:
        name = trial.candidate.algorithm
        seen[name] += 1
        names[trial.key] = name if seen[name] == 1 else f"{name}_{seen[name]}"
    return names


def _trial_row(trial: Trial, name: str, metric_name: str, greater: bool, trials: list[Trial]) -> BoardRow:
    entry = algorithm(trial.candidate.algorithm)
    diagnosis, evidence = _diagnosis(trial, metric_name, greater, trials)
    findings = _findings(trial, name, trials, diagnosis)
    if untrained(findings):
        diagnosis = "underfit"
    note, fields = _note(trial, entry)
    return BoardRow(
        rank=None,
        model=name,
        algorithm=entry.name,
        score=trial.score,
        score_std=trial.score_std,
        train_score=trial.train_score,
        fit_seconds=round(trial.fit_seconds, 4),
        predict_seconds=round(trial.predict_seconds, 5),
        diagnosis=diagnosis,
        key=trial.key,
        purpose=trial.candidate.purpose,
        parameters=trial.candidate.parameters,
        metrics=trial.metrics,
        diagnosis_evidence=evidence,
        findings=findings,
        by_heart=entry.knows_its_rows(trial.candidate.parameters),
        note=note,
        note_fields=fields,
    )


def _note(trial: Trial, entry: Algorithm) -> tuple[str, dict[str, Any]]:
    """What is to be said of how it was tried: a text ``board.note.<name>`` and its fields."""
    if trial.status == "failed":
        fields = {"detail": trial.failure or "", "seconds": trial.extra.get("seconds", 0)}
        return f"failed_{trial.failure_kind}", fields
    if trial.folds_left_out:
        folds = len(trial.fold_scores)
        return "time_cut_folds", {"of": folds, "folds": folds - trial.folds_left_out}
    if trial.rows_used is not None:
        return "rows_sampled", {"rows": trial.rows_used}
    if trial.cut and trial.curve is not None:
        return "time_cut_epochs" if entry.family == "network" else "time_cut_rounds", {"last": trial.curve.steps[-1]}
    return "", {}


def _findings(trial: Trial, name: str, trials: list[Trial], diagnosis: str) -> list[Finding]:
    """What the curves of a network suggest, in agreement with its diagnosis, or how it failed to learn."""
    if trial.failure_kind == "diverged":
        return [Finding(code="curve_diverged", severity="warning", subject=name)]
    return curve_findings(trial.watched, name, reachable(trials), diagnosis) if trial.watched else []


def reachable(trials: list[Trial]) -> float | None:
    """Loss of the best model as a share of the baseline's, where networks learn by it."""
    baseline = next((t.metrics for t in trials if t.candidate.algorithm == "baseline"), {})
    return reachable_share([t.metrics for t in trials], baseline)


def _diagnosis(trial: Trial, metric_name: str, greater: bool, trials: list[Trial]) -> tuple[Any, dict[str, float]]:
    if trial.status == "failed":
        return "failed", {}
    if trial.candidate.algorithm == "baseline":
        return "", {}
    baseline = next((t.score for t in trials if t.candidate.algorithm == "baseline" and t.score is not None), None)
    scores = [t.score for t in trials if t.score is not None]
    train = [score for score in trial.fold_train_scores if score is not None]
    valid = [score for score in trial.fold_scores if score is not None]
    if baseline is None or not train or not valid:
        return "", {}
    return diagnose(
        metric=metric(metric_name),
        train_scores=train,
        valid_scores=valid,
        baseline_score=baseline,
        best_score=max(scores) if greater else min(scores),
        by_heart=algorithm(trial.candidate.algorithm).knows_its_rows(trial.candidate.parameters),
    )


def _ensemble_row(blend: Blend, names: dict[str, str], by_key: dict[str, Trial]) -> BoardRow:
    members = {names[key]: round(weight, 4) for key, weight in blend.weights.items()}
    scores = [score for score in blend.fold_scores if score == score]
    mean = sum(scores) / len(scores)
    spread = math.sqrt(sum((s - mean) ** 2 for s in scores) / (len(scores) - 1)) if len(scores) > 1 else None
    return BoardRow(
        rank=None,
        model="ensemble",
        algorithm="ensemble",
        score=mean,
        score_std=spread,
        train_score=None,
        fit_seconds=round(sum(by_key[key].fit_seconds for key in blend.weights), 4),
        predict_seconds=round(sum(by_key[key].predict_seconds for key in blend.weights), 5),
        diagnosis="",
        key="ensemble",
        purpose="ensemble",
        members=members,
    )


def _absent_row(name: str, reason: str) -> BoardRow:
    return BoardRow(
        rank=None,
        model=name,
        algorithm=name,
        score=None,
        score_std=None,
        train_score=None,
        fit_seconds=0.0,
        predict_seconds=0.0,
        diagnosis=NOT_TRIED,
        key="",
        note=reason,
    )


def _order(row: BoardRow, greater: bool) -> tuple[float, int]:
    score = row.score if row.score is not None else 0.0
    # Between equals the ensemble stands last: one model is simpler than several.
    return (-score if greater else score), int(row.algorithm == "ensemble")


def _choose(board: Board, prefer: str, blend: Blend | None) -> BoardRow:
    ranked = board.ranked
    if not ranked:
        return board.rows[0]
    if prefer == "accuracy":
        return _most_accurate(board, blend)
    best = ranked[0]
    folds = max((len(trial.fold_scores) for trial in board.trials), default=1)
    slack = (best.score_std or 0.0) / math.sqrt(max(1, folds))
    near = [row for row in ranked if abs((row.score or 0) - (best.score or 0)) <= slack]
    if prefer == "speed":
        return min(near, key=lambda row: row.predict_seconds)
    return min(near, key=_simplicity)


def _most_accurate(board: Board, blend: Blend | None) -> BoardRow:
    """Rank 1; or the ensemble where, judged honestly on both sides, it is ahead of picking one model."""
    ensemble = next((row for row in board.ranked if row.algorithm == "ensemble"), None)
    if ensemble is not None and blend is not None:
        ahead = blend.score - blend.single_score
        if (ahead if board.greater_is_better else -ahead) > 0:
            return ensemble
    return board.ranked[0]


def _simplicity(row: BoardRow) -> tuple[int, float]:
    if row.algorithm == "ensemble":
        return 99, 0.0
    return _SIMPLICITY.get(algorithm(row.algorithm).family, 50), row.fit_seconds
