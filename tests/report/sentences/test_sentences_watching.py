"""A training that was watched."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import Random, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.watching.chart import WatchedChart
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words
from hanpan.foundation.findings import Finding
from hanpan.insights.watching.record import WatchedTraining
from hanpan.modeling.network_picture import NetworkPicture


def watched_chart(random: Random, words: Words) -> Chart:
    count = int(random.integers(3, 60))
    loss, val = np.sort(random.uniform(0.1, 1, count))[::-1].tolist(), random.uniform(0.2, 1, count).tolist()
    history = {"loss": loss, **({"val_loss": val} if random.integers(4) else {})}
    code = some(random, "curve_fine", "curve_overfit_kept", "curve_overconfident")
    chosen = some(random, int(np.argmin(val)) + 1, int(random.integers(1, count + 1)))
    training = WatchedTraining(
        model="network",
        algorithm="network",
        rows=90,
        columns=["a"],
        history=history,
        chosen=chosen,
        findings=[Finding(code=code, severity="info")],
        picture=NetworkPicture(),
        lines=[],
        files=["a.keras"],
        loss=some(random, "mse", "mse_standard", "log_loss", ""),
    )
    return WatchedChart(words, "watched", training)


def watched(chart: Any, picture: Picture, words: Words) -> str:
    train = picture.labelled(words.text("report.chart.curve.train"))
    names = [line.label for line in picture.lines]
    if words.text("report.chart.curve.validation") not in names:
        return of(words, "watching.chart.plain", loss=number(train.y[-1]), epochs=len(train.x))
    val = picture.labelled(words.text("report.chart.curve.validation"))
    place = int(np.argmin(val.y))
    (line,) = picture.upright()
    assert line.x[0] == val.x[place]
    shaded = words.text("watching.chart.turns") in [text for *_, text in picture.texts]
    if shaded:  # validation turns: it ends above its lowest place, train below its value there
        assert val.y[-1] > val.y[place]
        assert train.y[-1] < train.y[place]
    said = of(
        words,
        f"watching.chart.{'finding' if shaded else 'level'}",
        best=int(val.x[place]),
        epochs=len(val.x),
        loss=number(val.y[place]),
        end=number(val.y[-1]),
    )
    kept = chart.training.chosen
    return said if kept == val.x[place] else f"{said} {of(words, 'watching.chart.kept', chosen=kept)}"


KINDS = {
    "watched": Kind(watched_chart, watched),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
