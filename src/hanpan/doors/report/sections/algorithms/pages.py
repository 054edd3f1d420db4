"""The board page: every algorithm's idea and needs, and how it did on this table."""

from __future__ import annotations

from typing import Any

from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.algorithms.catalogue import TAUGHT
from hanpan.modeling.board.board import BoardRow
from hanpan.study.record import Study

PARTS = ("idea", "preconditions", "complexity", "strengths", "weaknesses")


def pages(study: Study, words: Words) -> list[dict[str, Any]]:
    """One entry per algorithm that was asked, in the order in which they are taught."""
    best: dict[str, BoardRow] = {}
    for row in study.board.ranked if study.board else []:
        best.setdefault(row.algorithm, row)
    return [_entry(name, best.get(name), study, words) for name in TAUGHT if name in {*best, *study.recipes}]


def _entry(name: str, row: BoardRow | None, study: Study, words: Words) -> dict[str, Any]:
    parts = [(words.text(f"report.algorithms.{part}"), words.known(f"algorithm.{name}.{part}")) for part in PARTS]
    return {
        "name": name,
        "title": words.algorithm(name),
        "parts": [(label, told) for label, told in parts if told],
        "result": _result(row, study, words),
        "rank": row.rank if row else None,
        "idea": words.known(f"algorithm.{name}.idea"),
        "score": shown(study.board.metric, row.score) if row and study.board else "",
        "diagnosis": words.diagnosis(row.diagnosis) if row else "",
        "diagnosed": row.diagnosis if row else "",
    }


def _result(row: BoardRow | None, study: Study, words: Words) -> str:
    if row is None or row.score is None or study.board is None:
        return words.text("report.algorithms.no_result")
    metric, both = study.board.metric, (row.score, row.train_score)
    train = (
        ""
        if row.train_score is None
        else words.text("report.algorithms.train", score=shown(metric, row.train_score, both))
    )
    told = words.text(
        "report.algorithms.result",
        rank=row.rank,
        model=row.model,
        metric=words.metric(metric),
        score=shown(metric, row.score, both),
        spread=words.gap(metric, row.score_std, 2),
        train=train,
    )
    word = words.diagnosis(row.diagnosis)
    return f"{told} {words.text('report.algorithms.diagnosis', diagnosis=word)}" if word else told
