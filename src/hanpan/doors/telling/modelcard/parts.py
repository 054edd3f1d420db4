"""What a model card says, part by part; each is worked out from the manifest and the records in the model file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from hanpan.data.profiling.profile import Profile
from hanpan.data.schema import Column
from hanpan.deployment.bundle import Bundle
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import number, shown
from hanpan.doors.telling.words import Words, clean, short
from hanpan.evaluation.record import Evaluation, Judged
from hanpan.foundation.files import from_json
from hanpan.foundation.findings import loud

_LEANS_ON = 10  # columns
_LEVELS = 8  # of a category that are named
_COLUMNS = 60  # whose ranges are listed
_SHORT = 16  # letters of the fingerprint


@dataclass(frozen=True, kw_only=True)
class CardTable:
    """A table of a card: its heads and its cells, as text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class CardPart:
    """A part under its heading: sentences, then facts by name, then a table."""

    title: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    table: CardTable | None = None


@dataclass(frozen=True)
class CardTold:
    """A model file with its judgement and its profile, where it has them."""

    bundle: Bundle
    words: Words
    evaluation: Evaluation | None
    profile: Profile | None
    card: dict[str, Any] = field(default_factory=dict)

    def says(self, key: str, **fields: Any) -> str:
        """A text of the card."""
        return self.words.text(f"modelcard.{key}", **fields)


def told_of(bundle: Bundle, language: str) -> CardTold:
    """The records of a model file; one that another version wrote otherwise counts as absent."""
    words = Words(language, bundle.model.problem.unit_of_analysis)
    evaluation = _record(bundle, "evaluation.json", Evaluation)
    return CardTold(bundle, words, evaluation, _record(bundle, "profile.json", Profile), bundle.manifest.card)


def _record(bundle: Bundle, name: str, kind: Any) -> Any:
    content = bundle.records.get(name)
    if content is None:
        return None
    try:
        return from_json(content, kind)
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError):
        return None


def title_of(told: CardTold) -> str:
    """What the card is called."""
    return told.says("title", model=told.bundle.manifest.model, target=told.bundle.model.problem.target)


def parts_of(told: CardTold) -> list[CardPart]:
    """All parts that have something to say."""
    makers = (_purpose, _data, _scores, _decision, _leans_on, _limits, _new_values, _versions)
    return [part for maker in makers if (part := maker(told)) is not None]


def _purpose(told: CardTold) -> CardPart:
    problem, words = told.bundle.model.problem, told.words
    question = problem.question or told.says("no_question", target=problem.target)
    facts = [
        (told.says("fact.target"), _with_unit(problem.target, problem.unit)),
        (told.says("fact.task"), words.text(f"cli.task.{problem.task}")),
        (told.says("fact.model"), _model(told)),
    ]
    if problem.labels:
        facts.insert(2, (told.says("fact.classes"), ", ".join(short(label) for label in problem.labels)))
    if problem.positive is not None:
        facts.insert(3, (told.says("fact.positive"), problem.positive))
    if problem.contact:
        facts.append((told.says("fact.contact"), problem.contact))
    return CardPart(title=told.says("part.purpose"), sentences=(question,), facts=tuple(facts))


def _model(told: CardTold) -> str:
    manifest = told.bundle.manifest
    title = told.words.algorithm(manifest.algorithm)
    members = told.card.get("members") or {}
    if not members:
        return f"{manifest.model} ({title})"
    voices = ", ".join(f"{name} {weight:.2f}" for name, weight in members.items())
    return f"{manifest.model} ({title}: {voices})"


def _data(told: CardTold) -> CardPart:
    manifest, card = told.bundle.manifest, told.card
    source = str(card.get("table") or "-")
    facts = [(told.says("fact.table"), Path(source).name if "://" not in source else source.split("?")[0])]
    if isinstance(card.get("rows"), int):
        facts.append((told.says("fact.rows"), f"{card['rows']:,}"))
    facts.append((told.says("fact.columns"), f"{len(manifest.schema.features):,}"))
    facts += [
        (told.says("fact.period", column=column.name), told.words.between(_day(column.earliest), _day(column.latest)))
        for column in manifest.schema
        if column.kind == "date" and column.earliest and column.latest
    ]
    facts += [
        (told.says("fact.trained_on"), told.says(f"trained_on.{manifest.trained_on}")),
        (told.says("fact.made"), str(card.get("made") or "-")),
        (told.says("fact.fingerprint"), manifest.fingerprint[:_SHORT]),
    ]
    return CardPart(title=told.says("part.data"), facts=tuple(facts))


def _day(moment: str | None) -> str:
    return (moment or "")[:10]


def _scores(told: CardTold) -> CardPart | None:
    evaluation = told.evaluation
    if evaluation is None:
        return CardPart(title=told.says("part.scores"), sentences=(told.says("not_judged"),))
    own = told.bundle.model.problem.metric
    metrics = sorted(evaluation.metrics.items(), key=lambda item: item[0] != own)
    rows = tuple(_score(name, judged, told) for name, judged in metrics if judged.value is not None)
    heads = tuple(told.says(f"head.{name}") for name in ("metric", "value", "interval", "baseline"))
    sentences = [told.says(f"judged.{evaluation.judged_on}", rows=evaluation.rows)]
    if evaluation.drawn is not None and evaluation.drawn.column:
        sentences.append(told.says("grouped", groups=evaluation.drawn.groups, column=evaluation.drawn.column))
    if evaluation.verdict is not None:
        sentences.append(evaluation.verdict_text(told.words.language))
    return CardPart(title=told.says("part.scores"), sentences=tuple(sentences), table=CardTable(heads=heads, rows=rows))


def _score(name: str, judged: Judged, told: CardTold) -> tuple[str, ...]:
    like = [judged.value, judged.low, judged.high, judged.baseline]
    low, high = shown(name, judged.low, like), shown(name, judged.high, like)
    interval = told.words.between(low, high) if judged.low is not None and judged.high is not None else "–"
    return told.words.metric(name), shown(name, judged.value, like), interval, shown(name, judged.baseline, like)


def _decision(told: CardTold) -> CardPart | None:
    problem, rule, evaluation = told.bundle.model.problem, told.bundle.model.decision, told.evaluation
    sentences, facts = [], []
    if problem.task == "binary" and not rule.gain:
        threshold = 0.5 if rule.threshold is None else rule.threshold
        sentences.append(told.says("cutoff", positive=problem.positive, threshold=number(threshold, 3)))
    elif rule.gain:
        sentences.append(told.says("expected_gain"))
    elif problem.labels:
        sentences.append(told.says("most_likely"))
    elif rule.corrects:
        sentences.append(told.says("corrected", slope=number(rule.slope), shift=number(rule.shift)))
    if evaluation is not None and evaluation.value is not None:
        value = evaluation.value
        own = value.intervals["realised"]
        ends = {"low": own.low, "high": own.high}
        worth = {name: money(steady(end, *ends.values()), value.currency) for name, end in ends.items()}
        facts.append((told.says("fact.worth"), told.says("worth", worth=money(own.value, value.currency), **worth)))
        facts.append((told.says("fact.nothing"), money(value.nothing, value.currency)))
        if value.rule is not None:
            facts.append((told.says("fact.rule"), money(value.rule, value.currency)))
    if evaluation is not None and evaluation.intervals is not None:
        sentences.append(told.says("intervals"))
    if not sentences and not facts:
        return None
    return CardPart(title=told.says("part.decision"), sentences=tuple(sentences), facts=tuple(facts))


def _leans_on(told: CardTold) -> CardPart | None:
    importance = told.evaluation.importance if told.evaluation is not None else []
    leading = sorted((one for one in importance if one.mean > 0), key=lambda one: -one.mean)[:_LEANS_ON]
    if not leading:
        return None
    between = told.words.between
    rows = tuple((short(one.column), number(one.mean), between(number(one.low), number(one.high))) for one in leading)
    heads = tuple(told.says(f"head.{name}") for name in ("column", "matters", "interval"))
    metric = told.words.metric(told.bundle.model.problem.metric)
    return CardPart(
        title=told.says("part.leans_on"),
        sentences=(told.says("leans_on", metric=metric),),
        table=CardTable(heads=heads, rows=rows),
    )


def _limits(told: CardTold) -> CardPart:
    found = loud(
        told.evaluation.findings if told.evaluation is not None else [],
        told.profile.findings if told.profile is not None else [],
    )
    sentences = []
    for one in found:
        words = told.words.finding(one)
        sentences.append(" ".join(filter(None, (words["title"], words["evidence"]))))
    protected = told.bundle.model.problem.protected
    if protected:
        sentences.append(told.says("protected", columns=", ".join(protected)))
    sentences.append(told.says("only_like_these"))
    return CardPart(title=told.says("part.limits"), sentences=tuple(dict.fromkeys(sentences)))


def _new_values(told: CardTold) -> CardPart:
    schema, target = told.bundle.model.schema, told.bundle.model.problem.target
    columns = [column for column in schema.singles if column.name != target]
    heads = tuple(told.says(f"head.{name}") for name in ("column", "kind", "known", "missing"))
    rows = tuple(_range(column, told) for column in columns[:_COLUMNS])
    sentences = [told.says(f"policy.{name}") for name in ("outside", "unseen", "missing", "unread")]
    if len(columns) > _COLUMNS:
        sentences.append(told.says("more_columns", count=len(columns) - _COLUMNS))
    return CardPart(
        title=told.says("part.new_values"), sentences=tuple(sentences), table=CardTable(heads=heads, rows=rows)
    )


def _range(column: Column, told: CardTold) -> tuple[str, ...]:
    kind = told.says(f"kind.{column.kind}")
    known = "–"
    if column.low is not None and column.high is not None:
        known = _with_unit(told.words.between(number(column.low), number(column.high)), column.unit)
    elif column.earliest and column.latest:
        known = told.words.between(_day(column.earliest), _day(column.latest))
    elif column.categories and column.kind in ("category", "ordered"):
        known = ", ".join(short(level) for level in column.categories[:_LEVELS])
        known += " …" if column.n_distinct > _LEVELS else ""
    rows = told.card.get("rows")
    share = f"{column.missing / rows:.1%}" if isinstance(rows, int) and rows else f"{column.missing:,}"
    return short(column.name), kind, known, share if column.missing else "0"


def _versions(told: CardTold) -> CardPart:
    environment = {"hanpan": told.bundle.manifest.hanpan, **told.bundle.manifest.environment}
    return CardPart(title=told.says("part.versions"), facts=tuple((clean(k), clean(v)) for k, v in environment.items()))


def _with_unit(told: str, unit: str) -> str:
    return f"{told} ({unit})" if unit else told
