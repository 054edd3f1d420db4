"""Judging a model file on a table that has the answers."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import pandas as pd

from hanpan.business.card import Success
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes
from hanpan.data.belonging import in_stretches, times_of
from hanpan.data.question.target import refuse_too_large
from hanpan.data.question.worth import stakes_of
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.scored import Predicted
from hanpan.deployment.seen import SEEN, seen_again
from hanpan.evaluation.case import Case
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.errors import DataError
from hanpan.foundation.findings import Finding


@dataclass(frozen=True)
class KnownRows:
    """The rows of a table whose answer is known.

    ``rows`` (N,) which of them, ``y`` (n,) values or codes, ``stakes`` what stands beside them, ``findings`` what was
    noticed.
    """

    rows: np.ndarray
    y: np.ndarray
    stakes: Stakes
    findings: list[Finding]


def evaluate_table(bundle: Bundle, done: Predicted) -> Evaluation:
    """Metrics of predictions against the target column of the same table; the baseline is that of this table.

    Rows that the model was trained on are noticed, as far as the file knows them.

    Raises
    ------
    BundleError
        What the file knows of its training rows is damaged.
    DataError
        The target is absent or empty, or holds classes the model does not know.
    """
    problem, manifest, known = bundle.model.problem, bundle.manifest, known_rows(bundle, done)
    y = known.y
    baseline = np.full(len(y), y.mean()) if problem.task == "regression" else _shares(y, len(problem.labels))
    return evaluate(
        Case(
            problem=problem,
            y=y,
            output=done.output[known.rows],
            baseline=baseline,
            model=manifest.model,
            algorithm=manifest.algorithm,
            trained_on=manifest.trained_on,
            decision=bundle.model.decision,
            findings=known.findings,
            stakes=known.stakes,
            criterion=goal_of(bundle),
        )
    )


class _StoredJudgement(msgspec.Struct):
    """What is asked of the judgement that travels in a file; whatever else stands there is passed over."""

    goal: Success | None = None


def goal_of(bundle: Bundle) -> Success | None:
    """The goal of the card that the model was made by; None without one, or where its judgement cannot be read."""
    try:
        return msgspec.json.decode(bundle.records.get("evaluation.json", b"{}"), type=_StoredJudgement).goal
    except msgspec.DecodeError:
        return None


def known_rows(bundle: Bundle, done: Predicted) -> KnownRows:
    """The rows of a predicted table whose answer is known.

    Raises
    ------
    BundleError
        What the file knows of its training rows is damaged.
    DataError
        The target is absent or empty, or holds classes the model does not know.
    """
    problem, target = bundle.model.problem, done.target
    if target is None:
        raise DataError("target_absent_here", target=problem.target)
    known = target.notna().to_numpy()
    if not known.any():
        raise DataError("target_all_missing_here", target=problem.target)
    y = _codes(target[known], problem.labels, problem.target)
    findings = []
    if not known.all():
        findings.append(
            Finding(
                code="target_missing",
                severity="warning",
                subject=problem.target,
                evidence={"count": int((~known).sum()), "rows": len(known), "share": float((~known).mean())},
            )
        )
    seen, key = bundle.records.get(SEEN), bundle.manifest.fingerprint
    findings += seen_again(seen, done.rows[known], bundle.model.schema, key)
    beside = stakes_of(done.beside[known].reset_index(drop=True), problem)
    return KnownRows(known, y, _in_time(beside.stakes, done.rows[known], problem), [*findings, *beside.findings])


def _in_time(stakes: Stakes, rows: pd.DataFrame, problem: Problem) -> Stakes:
    """Rows with a time are counted in stretches, as those of the hold-out were; where one lacks it, one by one."""
    if problem.group is not None or problem.time not in rows or rows[problem.time].isna().any():
        return stakes
    return in_stretches(stakes, times_of(rows, problem), np.arange(len(rows)))


def _codes(target: pd.Series, labels: tuple[str, ...], name: str) -> np.ndarray:
    if not labels:
        refuse_too_large(name, target)
        return target.to_numpy(dtype=float)
    codes = target.map({label: code for code, label in enumerate(labels)})
    if codes.isna().any():
        strange = sorted(set(target[codes.isna()].astype(str)))[:5]
        raise DataError("labels_unknown", target=name, labels=", ".join(strange), known=", ".join(labels))
    return codes.to_numpy(dtype=np.int64)


def _shares(y: np.ndarray, n_classes: int) -> np.ndarray:
    return np.tile(np.bincount(y, minlength=n_classes) / len(y), (len(y), 1))
