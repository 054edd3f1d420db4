"""Watching: rows summed up, or a table, held against the training of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import msgspec

from hanpan.deployment.bundle import Bundle
from hanpan.deployment.comparing import Comparison
from hanpan.deployment.counting.counts import Counts, Noted, counted, noted_in, same_shape
from hanpan.deployment.counting.window import Window
from hanpan.deployment.monitoring import rules
from hanpan.deployment.monitoring.drift import drifts, output_drifts
from hanpan.deployment.monitoring.expected import expected_quality
from hanpan.deployment.monitoring.outputs import said
from hanpan.deployment.monitoring.record import Day, Domain, Labels, Measured, Unwatched, Watch
from hanpan.deployment.monitoring.reference import TrainingReference, read_reference
from hanpan.deployment.scored import Predicted
from hanpan.foundation.findings import Finding
from hanpan.preparation.columns import Columns

EVALUATION = "evaluation.json"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known beyond the counts: labels and what they tell, and all columns together."""

    measured: list[Measured] = field(default_factory=list)
    labels: Labels | None = None
    before: Comparison | None = None
    domain: Domain | None = None
    domain_reason: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecordTold:
    """What the record says of where the rows came from."""

    model: str
    version: str = ""
    source: str = ""
    command: str = ""


def watch_windows(bundle: Bundle, windows: Sequence[Window], told: RecordTold) -> Watch:
    """The days of a service together.

    Raises
    ------
    BundleError
        What the file remembers of its training is damaged.
    """
    reference = read_reference(bundle)
    fitting = [one for one in windows if reference is None or _fits(one.counts, reference)]
    made = watch_counts(bundle, Counts.total(one.counts for one in fitting), told, Known(domain_reason="windows"))
    days = [Day(day=one.day, rows=one.counts.rows, drifted=_drifted(reference, one.counts)) for one in fitting]
    since, until = (min(one.day for one in days), max(one.day for one in days)) if days else ("", "")
    return replace(made, days=days, since=since, until=until)


def watch_counts(bundle: Bundle, now: Counts, told: RecordTold, known: Known | None = None) -> Watch:
    """Some rows, counted over the bins that the file remembers.

    Raises
    ------
    BundleError
        What the file remembers of its training is damaged.
    """
    known, reference, problem = known or Known(), read_reference(bundle), bundle.model.problem
    columns = drifts(reference.columns, reference.counts, now) if reference else []
    answers = replace(reference.counts, rows=reference.output_rows) if reference else now
    outputs = output_drifts(reference.outputs, answers, now, reference.allowances) if reference else []
    expected = expected_quality(bundle.model, reference, now) if reference else []
    findings = [
        *known.findings,
        *rules.of_columns(columns),
        *rules.of_outputs(outputs),
        *rules.of_domain(known.domain),
        *rules.of_expected(expected, {name: one.baseline for name, one in judged(bundle).items()}, known.measured),
        *rules.of_measured(known.measured, known.labels.rows if known.labels else 0),
        *rules.of_before(known.before),
    ]
    if now.rows < rules.LEAST_ROWS:
        evidence = {"rows": now.rows, "least": rules.LEAST_ROWS}
        findings = [Finding(code="few_rows", severity="info", evidence=evidence)]
    return Watch(
        model=told.model,
        version=told.version,
        source=told.source,
        target=problem.target,
        task=problem.task,
        rows=now.rows,
        training_rows=reference.counts.rows if reference else None,
        verdict=rules.verdict_of(now.rows, findings) if reference or known.measured else None,
        findings=rules.ordered(findings),
        columns=columns,
        outputs=outputs,
        expected=expected,
        measured=known.measured,
        labels=known.labels,
        before=known.before,
        domain=known.domain,
        unwatched=_unwatched(bundle, reference, now.rows, known, expected=bool(expected)),
        days=[],
        command=told.command,
    )


def counts_of_table(bundle: Bundle, done: Predicted) -> Counts:
    """A predicted table summed up; of a file that remembers nothing, its rows alone."""
    reference = read_reference(bundle)
    if reference is None:
        return Counts(rows=len(done.rows))
    return counts_of(reference, Columns(done.rows), said(bundle.model, done.output), noted_in(done.notes))


def counts_of(reference: TrainingReference, columns: Columns, answers: Columns, noted: Noted) -> Counts:
    """Typed rows with the model's answers to them (see ``said``) summed up over the bins of the training."""
    return Counts(
        rows=len(columns),
        columns=counted(reference.columns, columns, noted),
        outputs=counted(reference.outputs, answers, {}),
    )


class Judgement(msgspec.Struct):
    """What is looked at of one metric of the judgement in a model file."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None


class _WatchedEvaluation(msgspec.Struct):
    metrics: dict[str, Judgement] = {}


def judged(bundle: Bundle) -> dict[str, Judgement]:
    """The judgement in a model file, by metric; none where there is none."""
    try:
        return msgspec.json.decode(bundle.records.get(EVALUATION, b"{}"), type=_WatchedEvaluation).metrics
    except msgspec.DecodeError:
        return {}


def _fits(counts: Counts, reference: TrainingReference) -> bool:
    """Whether a window was counted over these bins: what is stored may be another's, or changed."""
    pairs = [(reference.columns, counts.columns), (reference.outputs, counts.outputs)]
    return all(one.name in told and same_shape(told[one.name], one) for bins, told in pairs for one in bins)


def _drifted(reference: TrainingReference | None, counts: Counts) -> list[str]:
    if reference is None or counts.rows < rules.LEAST_ROWS:
        return []
    return [one.name for one in drifts(reference.columns, reference.counts, counts) if one.drifted]


def _unwatched(
    bundle: Bundle, reference: TrainingReference | None, rows: int, known: Known, *, expected: bool
) -> list[Unwatched]:
    found = []
    if reference is None:
        found = [Unwatched(subject=subject, reason="older_file") for subject in ("columns", "outputs", "quality")]
    else:
        found += [Unwatched(subject=name, reason="not_counted") for name in reference.uncounted]
        if not reference.outputs:
            found += [Unwatched(subject=subject, reason="no_answers_kept") for subject in ("outputs", "quality")]
        elif not expected:
            found.append(Unwatched(subject="quality", reason="no_estimate" if rows else "no_rows"))
    if bundle.model.schema.pixels:
        found.append(Unwatched(subject="columns", reason="pixels"))
    if known.domain is None and known.domain_reason:
        found.append(Unwatched(subject="domain", reason=known.domain_reason))
    if not known.measured:
        found.append(Unwatched(subject="measured", reason="no_labels"))
    return found
