"""Networks of many sizes."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture, cells
from draws import METRICS, Random, numbers, some
from kinds import Kind, best_of, follows, of, sign_of

from hanpan.business.metrics import metric as known
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.complexity.chart import FreeSizesChart, SizeMapChart
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.curves.complexity import SCORES, SizeScore, recommend


def sizes(random: Random) -> tuple[Any, str]:
    metric = some(random, *METRICS)
    layers = [(), (2,), (8,), (32,), (8, 8), (32, 32)][int(random.integers(2)) :]
    told = [
        SizeScore(
            hidden=hidden,
            n_parameters=10 + 20 * sum(hidden) + len(hidden),
            **{name: tuple(numbers(random, 3, "auc")) for name in SCORES},
        )
        for hidden in layers
    ]
    found = recommend(told, baseline=0.5, metric=known(metric), fit_rows=60, folds=3, starts=1)
    return found, metric


def size_map_chart(random: Random, words: Words) -> Chart:
    return SizeMapChart(words, "sizemap", *sizes(random))


def free_sizes_chart(random: Random, words: Words) -> Chart:
    return FreeSizesChart(words, "freesizes", *sizes(random))


def size_map(chart: Any, picture: Picture, words: Words) -> str:
    """The tile called best has the best number, the framed one is the smallest within one standard error of it."""
    metric = chart.metric
    rows = cells(chart.table())
    scores = [row[2] for row in rows]
    best = best_of(scores, metric)
    if not chart.found.signal:
        best = 0
    names = [words.text(f"complexity.short.{name}") for name in ("best", "best_stopped")]
    ((x, y, _),) = [text for text in picture.texts if text[2] in names]
    told = next(text for text in picture.texts if text[0] == x and abs(text[1] - (y - 0.36)) < 0.01)
    assert told[2] == shown(metric, scores[best], scores)
    enough = next(
        place for place, score in enumerate(scores) if sign_of(metric) * (scores[best] - score) <= chart.found.error
    )
    like = [scores[best], scores[enough]]
    return of(
        words,
        "complexity.map.finding",
        best=rows[best][0],
        best_score=shown(metric, scores[best], like),
        enough=rows[enough][0],
        enough_score=shown(metric, scores[enough], like),
    )


def free_sizes(chart: Any, picture: Picture, words: Words) -> str:
    metric = chart.metric
    train, left, stopped = (
        picture.labelled(words.text(f"complexity.head.{name}")).y
        for name in ("last_train", "last_validation", "validation")
    )
    gap = sign_of(metric) * (train - left)
    like = [float(left[-1]), float(stopped[-1])]
    names = [row[0] for row in cells(chart.table())]
    sizes = [
        words.text("complexity.size.some", layers=1, nodes=int(name))
        if name != "0"
        else words.text("complexity.size.none")
        for name in (names[0], names[-1])
    ]
    return of(
        words,
        f"complexity.free.{'grows' if gap[-1] > max(0, gap[0]) else 'level'}",
        first=sizes[0],
        last=sizes[1],
        small=words.gap(metric, gap[0], 3),
        large=words.gap(metric, gap[-1], 3),
        left=shown(metric, like[0], like),
        stopped=shown(metric, like[1], like),
        metric=words.metric(metric),
    )


KINDS = {
    "size map": Kind(size_map_chart, size_map),
    "free sizes": Kind(free_sizes_chart, free_sizes),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
