"""Rare classes: what weights, copies and offsets change."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.rare import RareChart
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.report.words import Words, fixed, percent
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.rare import RareClasses, Way
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The ways beside one another: who is found, how good the probabilities are, what each claims."""
    told = study.insights.get("rare")
    if told is None:
        return None
    rare = from_json(to_json(told), RareClasses)
    return {
        "lead": words.text("rare.lead", labels=_labels(rare), algorithm=words.algorithm(rare.algorithm)),
        "chart": RareChart(words, "rare", rare),
        "table": _table(rare, words),
        "sentences": [line for line in (_found(rare, words), _price(rare, words), _claim(rare, words)) if line],
    }


def _labels(rare: RareClasses) -> str:
    rows = dict(zip(rare.labels, rare.rows, strict=True))
    return ", ".join(f"{label} ({rows[label]:,})" for label in rare.rare)


def _table(rare: RareClasses, words: Words) -> Table:
    heads = ("way", "mean_recall", "accuracy", "log_loss", "train", "validation")
    metric = words.metric(rare.metric)
    rows = [_row(way, rare, words) for way in rare.ways]
    return Table(tuple(words.text(f"rare.head.{head}", metric=metric) for head in heads), rows)


def _row(way: Way, rare: RareClasses, words: Words) -> tuple[Cell, ...]:
    shares = (number_cell(value, percent(value)) for value in (way.mean_recall, way.accuracy))
    scores = [one for other in rare.ways for one in (other.train, other.validation)]
    losses = [other.log_loss for other in rare.ways]
    return (
        name_cell(words.text(f"rare.way.{way.way}")),
        *shares,
        number_cell(way.log_loss, fixed(way.log_loss, losses)),
        *(number_cell(value, fixed(value, scores)) for value in (way.train, way.validation)),
    )


def _way(rare: RareClasses, name: str) -> Way | None:
    return next((way for way in rare.ways if way.way == name), None)


def _found(rare: RareClasses, words: Words) -> str:
    """How many rows of the rare classes each way finds."""
    places = [rare.labels.index(label) for label in rare.rare]
    counts = {way.way: sum(way.found[place] for place in places) for way in rare.ways}
    told = {"rows": f"{sum(rare.rows[place] for place in places):,}", "plain": f"{counts['plain']:,}"}
    others = [
        words.text("rare.finds", way=words.text(f"rare.way.{name}"), count=f"{count:,}")
        for name, count in counts.items()
        if name not in ("plain", "copies_before")
    ]
    return words.text("rare.found", **told, others=", ".join(others))


def _price(rare: RareClasses, words: Words) -> str:
    """What the correction costs in the quality of the probabilities."""
    plain, weights = _way(rare, "plain"), _way(rare, "weights")
    if plain is None or weights is None or plain.log_loss is None or weights.log_loss is None:
        return ""
    ratio = weights.log_loss / plain.log_loss if plain.log_loss else 1.0
    key = "worse" if ratio > 1.01 else "better" if ratio < 0.99 else "same"
    like = (plain.log_loss, weights.log_loss)
    shown = {"plain": fixed(plain.log_loss, like), "weights": fixed(weights.log_loss, like)}
    return words.text(f"rare.price.{key}", **shown)


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
