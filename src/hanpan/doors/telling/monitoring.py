"""What monitoring found, in sentences: one way to say it at every door."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hanpan.deployment.monitoring.drift import ColumnDrift
from hanpan.deployment.monitoring.expected import Expected
from hanpan.deployment.monitoring.outputs import CONFIDENCE, PREDICTION, PROBABILITY
from hanpan.deployment.monitoring.record import Measured, Watch
from hanpan.deployment.monitoring.rules import day_of
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words, short
from hanpan.foundation.findings import Finding
from hanpan.foundation.texts import text


@dataclass(frozen=True, kw_only=True)
class ToldFinding:
    """A finding in the reader's language."""

    severity: str
    subject: str
    title: str
    evidence: str
    advice: str


@dataclass(frozen=True, kw_only=True)
class ToldWatch:
    """A watch in the reader's language: the verdict and why, each finding, and a sentence for every other figure."""

    verdict: str
    because: str
    size: str
    findings: list[ToldFinding]
    expected: list[str]
    assumption: str
    measured: list[str]
    domain: str
    unwatched: list[str]


def told_watch(watch: Watch, language: str) -> ToldWatch:
    """All sentences of a watch."""
    verdict = watch.verdict or "none"
    kind = "numbers" if watch.task == "regression" else "classes"
    return ToldWatch(
        verdict=text(f"monitor.verdict.{verdict}", language),
        because=text(f"monitor.because.{verdict}", language),
        size=_size(watch, language),
        findings=[told_finding(one, watch, language) for one in watch.findings],
        expected=[_expected(one, language) for one in watch.expected],
        assumption=text(f"monitor.assumption.{kind}", language) if watch.expected else "",
        measured=_measured(watch, language),
        domain=_domain(watch, language),
        unwatched=_unwatched(watch, language),
    )


def told_finding(one: Finding, watch: Watch, language: str) -> ToldFinding:
    """One finding, metrics and answers called by their names."""
    if one.code.startswith("answers_") and one.subject:
        one = replace(one, subject=output_name(one.subject, watch.task, language))
    told = Words(language).finding(one)
    return ToldFinding(**{name: told[name] for name in ("severity", "subject", "title", "evidence", "advice")})


def output_name(name: str, task: str, language: str) -> str:
    """What the model says, as people call it."""
    if name == PREDICTION:
        return text(f"monitor.other.output_{'value' if task == 'regression' else 'prediction'}", language)
    if name == CONFIDENCE:
        return text("monitor.other.output_confidence", language)
    return text("monitor.other.output_probability", language, label=name.removeprefix(PROBABILITY))


def state_of(one: ColumnDrift) -> str:
    """``drifted``, ``real`` (beyond chance, yet small), ``same`` or ``empty``: a text ``monitor.state.<state>``."""
    if one.test is None:
        return "empty"
    return "drifted" if one.drifted else "real" if one.real else "same"


def _size(watch: Watch, language: str) -> str:
    if watch.training_rows is None:
        return text("monitor.size.alone", language, rows=watch.rows)
    return text("monitor.size.line", language, rows=watch.rows, training=watch.training_rows)


def _expected(one: Expected, language: str) -> str:
    low, high = one.change_low, one.change_high
    rose = low > 0 if one.greater_is_better else high < 0
    fell = high < 0 if one.greater_is_better else low > 0
    figures = {name: number(getattr(one, name)) for name in ("now", "low", "high", "training")}
    key = "better" if rose else "worse" if fell else "same"
    return text(f"monitor.expected.{key}", language, metric=Words(language).metric(one.metric), **figures)


def _measured(watch: Watch, language: str) -> list[str]:
    if watch.labels is None:
        return []
    told = [_measured_line(one, watch.labels.rows, watch.labels.of, language) for one in watch.measured]
    if watch.labels.unmatched:
        told.append(text("monitor.measured.unmatched", language, count=watch.labels.unmatched))
    return told


def _measured_line(one: Measured, rows: int, of: int, language: str) -> str:
    figures = {name: number(getattr(one, name)) for name in ("now", "low", "high")}
    fields = {**figures, "metric": Words(language).metric(one.metric)}
    if one.training is None:
        return text("monitor.measured.alone", language, rows=rows, of=of, **fields)
    return text("monitor.measured.line", language, rows=rows, of=of, training=number(one.training), **fields)


def _domain(watch: Watch, language: str) -> str:
    one = watch.domain
    if one is None:
        return ""
    figures = {name: f"{getattr(one, name):.2f}" for name in ("auc", "low", "high")}
    if one.p >= 0.01:
        return text("monitor.domain.alike", language, reference=one.reference_rows, **figures)
    columns = ", ".join(one.columns[:3])
    return text("monitor.domain.apart", language, reference=one.reference_rows, columns=columns, **figures)


def _unwatched(watch: Watch, language: str) -> list[str]:
    told = []
    for one in watch.unwatched:
        key = f"monitor.unwatched.{one.subject}"
        subject = text(key, language) if one.subject in _SUBJECTS else f"“{one.subject}”"
        told.append(f"{subject}: {text(f'monitor.unwatched.{one.reason}', language)}")
    return told


_SUBJECTS = ("columns", "outputs", "quality", "measured", "domain")


def change_of(one: ColumnDrift, language: str) -> str:
    """Means in training and now; of words the one that gained or lost most."""
    if one.means is not None:
        means = (one.means.training, one.means.now)
        told = [day_of(mean) if one.kind == "date" else number(mean) for mean in means]
        return f"{told[0]} → {told[1]}"
    bars = one.bars
    if bars is None:
        return "–"
    ends = list(zip(bars.training, bars.now, strict=True))
    moved = max(range(len(ends)), key=lambda place: abs(ends[place][1] - ends[place][0]))
    word = bars.words[moved] or text("monitor.other.words", language)
    return f"{short(word, 16)} {percent(ends[moved][0])} → {percent(ends[moved][1])}"
