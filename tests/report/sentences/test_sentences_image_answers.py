"""Where a picture matters."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture, cells
from draws import Random
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.image_answers.chart import BlockChart
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words
from hanpan.insights.images.record import Blocks


def block_chart(random: Random, words: Words) -> Chart:
    across, down = (int(random.integers(3, 8)) for _ in range(2))
    values = random.normal(0.01, 0.05, (down, across))
    values[random.integers(down), random.integers(across)] = 0.4
    told = Blocks(side=4, across=across, down=down, rows=50, values=values.tolist())
    return BlockChart(words, "blocks", told, random.uniform(size=(down * 4, across * 4)), words.metric("log_loss"))


def blocks(chart: Any, picture: Picture, words: Words) -> str:
    """The first row of the table is the darkest square; where it lies goes by its middle, in thirds."""
    del picture
    rows, columns, change = cells(chart.table())[0]
    places = []
    for span, size, names in (
        (rows, chart.mean.shape[0], ("top", "middle", "bottom")),
        (columns, chart.mean.shape[1], ("left", "centre", "right")),
    ):
        low, high = map(int, span.split("–"))
        middle = ((low - 1) + high) / 2 / size
        places.append(names[0] if middle < 1 / 3 else names[2] if middle > 2 / 3 else names[1])
    return of(
        words,
        "images.blocks.finding",
        metric=chart.metric,
        rows=f"{chart.blocks.rows:,}",
        place=words.text(f"images.place.{'_'.join(places)}"),
        change=number(change, 3),
    )


KINDS = {
    "blocks": Kind(block_chart, blocks),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
