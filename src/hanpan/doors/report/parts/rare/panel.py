"""Rare classes: what weights, copies and offsets change."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.rare.chart import RareChart, ResampledChart
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import fixed, percent
from hanpan.doors.telling.words import Words
from hanpan.insights.rare.record import RareClasses, RareWay
from hanpan.study.record import Study

_SAME = 0.01  # losses as near as that are called the same


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The ways beside one another: who is found, how good the probabilities are, what each claims."""
    rare = study.insights.rare
    if rare is None:
        return None
    return {
        "lead": words.text("rare.lead", labels=_labels(rare), algorithm=words.algorithm(rare.algorithm)),
        "chart": RareChart(words, "rare", rare),
        "table": _table(rare, words),
        "sentences": [line for line in (_found(rare, words), _price(rare, words)) if line],
        "curves": _curves(rare, words),
        "claim": _claim(rare, words),
    }


def _labels(rare: RareClasses) -> str:
    rows = dict(zip(rare.labels, rare.rows, strict=True))
    return ", ".join(f"{label} ({rows[label]:,})" for label in rare.rare)


def _table(rare: RareClasses, words: Words) -> Table:
    heads = ("way", "mean_recall", "accuracy", "log_loss", "train", "validation")
    metric = words.metric(rare.metric)
    rows = [_row(way, rare, words) for way in rare.ways]
    return Table(tuple(words.text(f"rare.head.{head}", metric=metric) for head in heads), rows)


def _row(way: RareWay, rare: RareClasses, words: Words) -> tuple[Cell, ...]:
    shares = (number_cell(value, percent(value)) for value in (way.mean_recall, way.accuracy))
    scores = [one for other in rare.ways for one in (other.train, other.validation)]
    losses = [other.log_loss for other in rare.ways]
    return (
        name_cell(words.text(f"rare.way.{way.way}")),
        *shares,
        number_cell(way.log_loss, fixed(way.log_loss, losses)),
        *(number_cell(value, fixed(value, scores)) for value in (way.train, way.validation)),
    )


def _way(rare: RareClasses, name: str) -> RareWay | None:
    return next((way for way in rare.ways if way.way == name), None)


def _found(rare: RareClasses, words: Words) -> str:
    """How many rows of the rare classes each way finds."""
    places = [rare.labels.index(label) for label in rare.rare]
    counts = {way.way: sum(way.found[place] for place in places) for way in rare.ways}
    told = {"rows": f"{sum(rare.rows[place] for place in places):,}", "plain": f"{counts['plain']:,}"}
    others = [
        words.text("rare.finds", way=words.text(f"rare.way.{name}"), count=f"{count:,}")
        for name, count in counts.items()
        if name not in ("plain", "copies_before", "weights_back")
    ]
    return words.text("rare.found", **told, others=", ".join(others))


def _curves(rare: RareClasses, words: Words) -> ResampledChart | None:
    """The odd curves beside the honest one, where all three are known."""
    chart = ResampledChart(words, "resampled", rare.ways)
    return chart if len(chart.curves) == 3 else None


def _price(rare: RareClasses, words: Words) -> str:
    """What weights cost in the quality of the probabilities, and what is left of that once they are brought back."""
    known = [_way(rare, name) for name in ("plain", "weights", "weights_back")]
    losses = [way.log_loss for way in known if way is not None and way.log_loss is not None]
    if len(losses) < len(known):
        return ""
    plain, weights, back = losses
    told = {name: fixed(value, losses) for name, value in (("plain", plain), ("weights", weights), ("back", back))}
    return f"{words.text(f'rare.price.{_compared(weights, plain)}', **told)} " + words.text(
        f"rare.back.{_compared(back, plain)}", **told
    )


def _compared(loss: float, other: float) -> str:
    """Whether a loss is ``worse``, ``better``, or within one per cent of another."""
    ratio = loss / other if other else 1.0
    return "worse" if ratio > 1 + _SAME else "better" if ratio < 1 - _SAME else "same"


def _claim(rare: RareClasses, words: Words) -> str:
    """Why the curve of resampled rows looks odd, and what copying before the split would have claimed."""
    copies, before = _way(rare, "copies"), _way(rare, "copies_before")
    if copies is None or before is None:
        return ""
    like = (copies.train, copies.validation, before.validation)
    return words.text(
        "rare.claim",
        metric=words.metric(rare.metric),
        train=fixed(copies.train, like),
        validation=fixed(copies.validation, like),
        before=fixed(before.validation, like),
    )


RARE = Panel("rare", "evaluation", build)
