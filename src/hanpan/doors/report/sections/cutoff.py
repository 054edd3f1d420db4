"""The cut-off of two classes: what each choice would find, miss and call wrongly."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.report.words import Words, clean, percent
from hanpan.evaluation.record import Evaluation

COUNTS = ("found", "missed", "false", "left")
_ROWS = 11


def cutoff(judged: Evaluation, labels: tuple[str, ...], words: Words) -> dict[str, Any] | None:
    """The confusion counts at each cut-off, as a table and for the slider; None where the record has no cut-offs."""
    points = choices(judged)
    if len(points) < 3 or len(labels) != 2:
        return None
    step = max(1, -(-len(points) // _ROWS))
    heads = ("threshold", *COUNTS, "precision", "recall")
    return {
        "table": Table(
            tuple(words.text(f"report.cutoff.{head}", label=labels[1]) for head in heads),
            [_row(point) for point in points[::step]],
        ),
        "data": embedded({"points": points, "start": judged.threshold or 0.5}),
        "label": clean(labels[1]),
        "start": judged.threshold or 0.5,
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
    return points


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
