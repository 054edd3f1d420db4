"""A table held against the training, with everything that only rows can tell: labels, and all columns together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hanpan.data.joining import join_tables
from hanpan.data.joins import Joins
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.comparing import compare
from hanpan.deployment.labelled import evaluate_table
from hanpan.deployment.monitoring.domain import domain_of
from hanpan.deployment.monitoring.expected import greater_is_better
from hanpan.deployment.monitoring.labels import with_labels
from hanpan.deployment.monitoring.options import MonitorOptions
from hanpan.deployment.monitoring.record import Domain, Labels, Measured, Watch
from hanpan.deployment.monitoring.rules import LEAST_LABELS
from hanpan.deployment.monitoring.watching import Judgement, Known, RecordTold, counts_of_table, judged, watch_counts
from hanpan.deployment.predictor import predict_table
from hanpan.deployment.scored import Predicted
from hanpan.evaluation.record import Evaluation


@dataclass(frozen=True)
class Before:
    """The champion before this one, and what both are called."""

    bundle: Bundle
    names: tuple[str, str]


def watch_table(
    bundle: Bundle,
    table: Any,
    told: RecordTold,
    options: MonitorOptions | None = None,
    reading: ReadOptions | None = None,
    joins: Joins | None = None,
    *,
    before: Before | None = None,
) -> Watch:
    """Hold a table against the training of a model.

    Parameters
    ----------
    table
        As ``predict_table`` takes it; with the target, its rows are judged too.
    options
        Labels, and the table of the time before.
    before
        The champion before, judged on the same labelled rows.

    Raises
    ------
    DataError, UsageError
        A table cannot be read, lacks columns, or labels do not fit it.
    """
    options = options or MonitorOptions()
    raw = join_tables(read_table(table, reading, bundle.model.schema), joins or Joins())
    unmatched = 0
    if options.labels is not None:
        labels = read_table(options.labels, reading)
        raw, unmatched = with_labels(raw, labels, bundle.model.problem.target, options.key)
    done = predict_table(bundle.model, raw)
    domain, reason = _domain(bundle, done, options.reference, reading, joins)
    known = Known(domain=domain, domain_reason=reason, **_labelled(bundle, raw, done, unmatched, before))
    return watch_counts(bundle, counts_of_table(bundle, done), told, known)


def _labelled(bundle: Bundle, raw: RawTable, done: Predicted, unmatched: int, before: Before | None) -> dict[str, Any]:
    """What the rows with labels tell; nothing of a table that has none."""
    if done.target is None or not done.target.notna().any():
        return {}
    evaluation = evaluate_table(bundle, done)
    labels = Labels(rows=evaluation.rows, of=len(done.rows), unmatched=unmatched)
    comparison = None
    if before is not None and evaluation.rows >= LEAST_LABELS:
        comparison = compare(bundle, before.bundle, raw, before.names)
    seen = tuple(one for one in evaluation.findings if one.code.startswith("trained_rows"))
    return {
        "measured": _measured(bundle, evaluation),
        "labels": labels,
        "before": comparison,
        "findings": seen,
    }


def _measured(bundle: Bundle, evaluation: Evaluation) -> list[Measured]:
    own, promised = bundle.model.problem.metric, judged(bundle)
    found = []
    for name, one in evaluation.metrics.items():
        if one.value is None or one.low is None or one.high is None:
            continue
        training = promised.get(name, Judgement())
        found.append(
            Measured(
                metric=name,
                now=one.value,
                low=one.low,
                high=one.high,
                baseline=one.baseline,
                training=training.value,
                training_low=training.low,
                training_high=training.high,
                greater_is_better=greater_is_better(name),
            )
        )
    return sorted(found, key=lambda one: one.metric != own)


def _domain(
    bundle: Bundle, done: Predicted, reference: str | None, reading: ReadOptions | None, joins: Joins | None
) -> tuple[Domain | None, str]:
    model = bundle.model
    if model.schema.pixels or model.background is None:
        return None, "pixels" if model.schema.pixels else "few_rows"
    rows = model.background
    if reference is not None:
        joined = join_tables(read_table(reference, reading, model.schema), joins or Joins())
        rows = model.typed(joined)
    found = domain_of(rows, done.rows, model.schema, model.problem.target)
    return found, "" if found is not None else "few_rows"
