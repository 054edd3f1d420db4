"""The board."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from drawn_pictures import Picture, cells
from draws import METRICS, Random, greater, numbers, some
from kinds import Kind, best_of, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST
from hanpan.doors.report.sections.modeling.chart import BoardChart
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.board.board import Board, BoardRow


def board_chart(random: Random, words: Words) -> Chart:
    metric, count = some(random, *METRICS), int(random.integers(3, 30))
    names = some(random, ["svm", "xgboost", "random_forest", "network"], ["k_neighbors", "catboost"])
    scores = sorted(numbers(random, count, metric), reverse=greater(metric))
    rows = [
        BoardRow(
            rank=place,
            model=f"m{place}",
            algorithm=some(random, *names),
            score=score,
            score_std=0.01,
            train_score=score,
            fit_seconds=1.0,
            predict_seconds=0.1,
            diagnosis="fine",
            key=str(place),
        )
        for place, score in enumerate(scores, 1)
    ]
    rows[-1] = replace(rows[-1], algorithm="baseline", model="baseline")
    chosen = f"m{int(random.integers(1, count))}"
    told = Board(metric=metric, greater_is_better=greater(metric), rows=rows, chosen=chosen)
    return BoardChart(words, "board", told, chosen)


def board(chart: Any, picture: Picture, words: Words) -> str:
    """The first dot is the best of all drawn, and the model of the first row."""
    metric = chart.board.metric
    scores = {float(line.y[0]): float(line.x[0]) for line in picture.lines if line.color == FIRST and line.marker}
    assert scores[0.0] == pytest.approx(scores[best_of([scores[place] for place in sorted(scores)], metric)])
    rows = {row[1]: row[2] for row in cells(chart.table())}
    return of(
        words,
        "report.chart.board.finding",
        model=cells(chart.table())[0][1],
        score=shown(metric, scores[0.0]),
        baseline=shown(metric, rows["baseline"]),
    )


KINDS = {
    "board": Kind(board_chart, board),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
