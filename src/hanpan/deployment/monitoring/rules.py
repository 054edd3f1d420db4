"""From what was found to what to do: keep, watch, retrain or roll back. Every rule stands here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from hanpan.deployment.comparing import Comparison
from hanpan.deployment.monitoring.drift import ColumnDrift
from hanpan.deployment.monitoring.expected import Expected
from hanpan.deployment.monitoring.record import Domain, Measured
from hanpan.deployment.monitoring.verdicts import Verdict
from hanpan.foundation.findings import Evidence, Finding, Severity

LEAST_ROWS = 30
LEAST_LABELS = 30
SERIOUS_LOSS, SMALL_LOSS = 0.2, 0.05  # of the lead over the baseline
_SERIOUS_MISSING = 0.2  # more missing cells than in training
_ODD_SHARE = 0.02
_TOLD_APART = 0.6  # AUC
_RANK = {"serious": 0, "warning": 1, "info": 2}
_CODES: dict[Verdict, frozenset[str]] = {
    "roll_back": frozenset({"quality_under_baseline", "champion_before_better"}),
    "retrain": frozenset({"quality_fell", "quality_expected_fell"}),
}


def verdict_of(rows: int, findings: Sequence[Finding]) -> Verdict | None:
    """The gravest thing that a finding calls for; None of too few rows.

    Examples
    --------
    >>> fell = Finding(code="quality_fell", severity="serious")
    >>> verdict_of(500, [fell]), verdict_of(500, []), verdict_of(5, [])
    ('retrain', 'keep', None)
    """
    codes = {one.code for one in findings if one.severity == "serious"}
    for verdict, calling in _CODES.items():
        if codes & calling:
            return verdict
    if rows < LEAST_ROWS:
        return None
    return "watch" if any(one.severity != "info" for one in findings) else "keep"


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The most serious first."""
    return tuple(sorted(findings, key=lambda one: _RANK[one.severity]))


def of_columns(columns: Sequence[ColumnDrift]) -> Iterator[Finding]:
    """What is noticed about columns. Dates move on by themselves: their drift is told and alarms nobody."""
    for one in columns:
        if one.drifted and one.kind == "date":
            yield _moved_on(one)
        elif one.drifted:
            yield _drifted("column", one)
        if one.missing_rose:
            more = one.missing.now - one.missing.training
            severity: Severity = "serious" if more >= _SERIOUS_MISSING else "warning"
            told: dict[str, Evidence] = {"before": one.missing.training, "now": one.missing.now, "unread": one.unread}
            yield Finding(code="column_goes_missing", severity=severity, subject=one.name, evidence=told)
        for kind in ("unseen", "outside"):
            share = getattr(one, kind)
            if share >= _ODD_SHARE and one.kind != "date":
                code = "column_unseen" if kind == "unseen" else "column_outside"
                yield Finding(code=code, severity="warning", subject=one.name, evidence={"share": share})


def of_outputs(outputs: Sequence[ColumnDrift]) -> Iterator[Finding]:
    """What is noticed about the answers; the one that differs most speaks for all."""
    drifted = [one for one in outputs if one.drifted]
    if drifted:
        yield _drifted("answers", max(drifted, key=lambda one: one.psi or 0.0))


def of_domain(domain: Domain | None) -> Iterator[Finding]:
    """What all columns together tell."""
    if domain is not None and domain.p < 0.01 and domain.auc >= _TOLD_APART:
        told: dict[str, Evidence] = {"auc": domain.auc, "low": domain.low, "high": domain.high}
        columns = ", ".join(domain.columns[:3])
        yield Finding(code="rows_told_apart", severity="warning", evidence={**told, "columns": columns})


def of_expected(
    expected: Sequence[Expected], baselines: Mapping[str, float | None], measured: Sequence[Measured]
) -> Iterator[Finding]:
    """Whether less quality is to be expected: serious from a fifth of the lead on, where no labels say otherwise.

    An AUC also falls where rows are only more alike than they were; retraining mends that no more than anything else.
    So the log loss must rise as well, where it is known.
    """
    if not expected:
        return
    one = expected[0]
    harder = all(_falls(other) for other in expected if other.metric == "log_loss")
    if _falls(one):
        loss = _lost(one.now, one.training, baselines.get(one.metric))
        severity = _severity(loss)
        if severity == "serious" and (measured or not harder):
            severity = "warning"
        told: dict[str, Evidence] = {"metric": one.metric, "before": one.training, "now": one.now}
        told |= {"low": one.low, "high": one.high, "lost": loss or 0.0}
        yield Finding(code="quality_expected_fell", severity=severity, evidence=told)


def of_measured(measured: Sequence[Measured], rows: int) -> Iterator[Finding]:
    """Whether the quality on known labels is less than promised, or no better than none at all."""
    if not measured:
        return
    one = measured[0]
    told: dict[str, Evidence] = {"metric": one.metric, "now": one.now, "low": one.low, "high": one.high, "rows": rows}
    if rows < LEAST_LABELS:
        yield Finding(code="few_labels", severity="info", evidence={"rows": rows, "least": LEAST_LABELS})
    elif one.baseline is not None and _under(one, one.baseline) and _fell(one):
        yield Finding(code="quality_under_baseline", severity="serious", evidence={**told, "baseline": one.baseline})
    elif one.training is not None and _fell(one):
        loss = _lost(one.now, one.training, one.baseline)
        told |= {"before": one.training, "lost": loss or 0.0}
        yield Finding(code="quality_fell", severity=_severity(loss), evidence=told)
    else:
        yield Finding(code="quality_holds", severity="info", evidence=told)


def of_before(before: Comparison | None) -> Iterator[Finding]:
    """Whether the champion before this one is better on the same labelled rows."""
    if before is not None and before.better == "second":
        gap = before.worth or before.score
        told: dict[str, Evidence] = {"difference": gap.difference, "low": gap.low, "high": gap.high}
        yield Finding(
            code="champion_before_better",
            severity="serious",
            subject=before.second,
            evidence={**told, "metric": "profit" if before.worth else before.metric, "rows": before.rows},
        )


def _falls(one: Expected) -> bool:
    """Whether it is to be expected worse, beyond chance."""
    return one.change_high < 0 if one.greater_is_better else one.change_low > 0


def _under(one: Measured, baseline: float) -> bool:
    return one.now <= baseline if one.greater_is_better else one.now >= baseline


def _fell(one: Measured) -> bool:
    """Beyond the chance of both samples: the limits of the difference are those of both, added as squares."""
    if one.training is None:
        return False
    away = one.now - one.training if one.greater_is_better else one.training - one.now
    worse_end = one.high - one.now if one.greater_is_better else one.now - one.low
    ends = (one.training_low, one.training_high)
    own = 0.0
    if ends[0] is not None and ends[1] is not None:
        own = one.training - ends[0] if one.greater_is_better else ends[1] - one.training
    return away < -math.hypot(worse_end, own)


def _severity(loss: float | None) -> Severity:
    """By the share of the lead that is gone: below a twentieth nobody needs to do anything."""
    if loss is None or loss >= SERIOUS_LOSS:
        return "serious"
    return "warning" if loss >= SMALL_LOSS else "info"


def _lost(now: float, before: float, baseline: float | None) -> float | None:
    """Share of the lead over the baseline that is gone; None where there is no lead to lose."""
    lead = abs(before - baseline) if baseline is not None else 0.0
    return abs(now - before) / lead if lead > 0 else None


def _drifted(what: str, one: ColumnDrift) -> Finding:
    """A shift of values is told by their means, a change of words by the PSI alone."""
    told: dict[str, Evidence] = {"psi": one.psi or 0.0, "p": one.p or 0.0}
    if one.means is None:
        return Finding(code=f"{what}_mix_drifted", severity="warning", subject=one.name, evidence=told)
    told |= {"shift": one.shift or 0.0, "before": f"{one.means.training:.4g}", "now": f"{one.means.now:.4g}"}
    return Finding(code=f"{what}_drifted", severity="warning", subject=one.name, evidence=told)


def _moved_on(one: ColumnDrift) -> Finding:
    means = (one.means.training, one.means.now) if one.means is not None else (0.0, 0.0)
    evidence: dict[str, Evidence] = {"before": day_of(means[0]), "now": day_of(means[1]), "psi": one.psi or 0.0}
    return Finding(code="dates_moved_on", severity="info", subject=one.name, evidence=evidence)


def day_of(days: float) -> str:
    """The day so many days after 1970-01-01.

    Examples
    --------
    >>> day_of(19723.0)
    '2024-01-01'
    """
    return (date(1970, 1, 1) + timedelta(days=days)).isoformat()
