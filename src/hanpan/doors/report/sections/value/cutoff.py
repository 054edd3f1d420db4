"""The cut-off of two classes: what each choice would find, miss and call wrongly."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from markupsafe import Markup

from hanpan.business.problem import Problem
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Evaluation

COUNTS = ("found", "missed", "false", "left")
_ROWS = 11


def cutoff(judged: Evaluation, problem: Problem, words: Words) -> dict[str, Any] | None:
    """The confusion counts at each cut-off, as a table and for the slider; None where the record has no cut-offs.

    Where the card says what outcomes are worth, so does each cut-off.
    """
    points, labels = choices(judged), problem.labels
    if len(points) < 3 or len(labels) != 2:
        return None
    step = max(1, -(-len(points) // _ROWS))
    heads = [
        words.text(f"report.cutoff.{head}", label=labels[1]) for head in ("threshold", *COUNTS, "precision", "recall")
    ]
    worths = [money(worth, judged.value.currency) for worth in _worths(points, judged, problem)] if judged.value else []
    rows = [_row(point) for point in points]
    if worths:
        heads.append(words.text("value.cutoff.worth"))
        rows = [(*row, number_cell(None, worth)) for row, worth in zip(rows, worths, strict=True)]
    start = 0.5 if judged.threshold is None else round(judged.threshold, 4)
    return {
        "table": Table(tuple(heads), rows[::step]),
        "data": embedded({"points": points, "start": start, "worths": worths}),
        "worth": bool(worths),
        "label": clean(labels[1]),
        "start": start,
        "names": [(name, words.text(f"report.cutoff.{name}", label=labels[1])) for name in COUNTS],
    }


def choices(judged: Evaluation) -> list[list[float]]:
    """(cut-off, found, missed, called wrongly, rightly left) at falling cut-offs, from the ROC points."""
    thresholds = judged.roc.get("threshold") or []
    if not thresholds or len(judged.classes) != 2:
        return []
    negatives, positives = (row.support for row in judged.classes)
    rates = zip(thresholds, judged.roc["true_positive_rate"], judged.roc["false_positive_rate"], strict=True)
    points = []
    for threshold, hit, alarm in rates:
        found, wrong = round(hit * positives), round(alarm * negatives)
        points.append([round(threshold, 4), found, positives - found, wrong, negatives - wrong])
    return _with_decided(points, judged)


def _with_decided(points: list[list[float]], judged: Evaluation) -> list[list[float]]:
    """The cut-off that decides, with the counts of the confusion matrix: the slider must not tell another story."""
    if judged.threshold is None or len(judged.confusion) != 2:
        return points
    (left, wrong), (missed, found) = judged.confusion
    cut = round(judged.threshold, 4)
    others = [point for point in points if point[0] != cut]
    return sorted([*others, [cut, found, missed, wrong, left]], key=lambda point: (-point[0], point[1]))


def _worths(points: list[list[float]], judged: Evaluation, problem: Problem) -> list[float]:
    """Per row, at each cut-off: from the counts, or where rows have amounts of their own, from the curve."""
    value, worth = judged.value, problem.value
    if value is None or worth is None:
        return []
    if value.amounts:
        known, earned = (np.asarray(value.curve[name])[::-1] for name in ("threshold", "value"))
        curve: list[float] = np.interp([point[0] for point in points], known, earned).tolist()
        return curve
    gain = worth.table
    each = np.array([gain[1, 1], gain[1, 0], gain[0, 1], gain[0, 0]])
    return [float(np.asarray(point[1:]) @ each / sum(point[1:])) for point in points]


def embedded(data: object) -> Markup:
    """JSON that may stand inside a script element: no text in it can end the element."""
    told = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    escaped = told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704 - every sign that means something to HTML is escaped above


def _row(point: list[float]) -> tuple[Any, ...]:
    threshold, found, missed, wrong, left = point
    precision = found / (found + wrong) if found + wrong else None
    recall = found / (found + missed) if found + missed else None
    counts = (number_cell(count) for count in (found, missed, wrong, left))
    shares = (number_cell(share, percent(share)) for share in (precision, recall))
    return (number_cell(threshold, f"{threshold:.3f}"), *counts, *shares)
