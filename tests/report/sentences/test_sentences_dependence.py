"""How the prediction moves with a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import LABELS, Random, problem_of, some, study_of
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.dependence.panel import build
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent, plain
from hanpan.doors.telling.words import Words
from hanpan.insights.dependence.record import Dependence, Dependences
from hanpan.insights.record import Insights


def dependence_chart(random: Random, words: Words) -> Chart:
    outputs, levels = some(random, [""], ["예"], list(LABELS)), bool(random.integers(2))
    places = int(random.integers(2, 9))
    means = random.uniform(size=(len(outputs), places))
    if random.integers(2):
        means = np.sort(means, axis=1)
    told = Dependence(
        column="x",
        outputs=outputs,
        means=means.tolist(),
        rows=50,
        curves=[[m.tolist()] for m in means],
        grid=[] if levels else np.linspace(0, 9, places).tolist(),
        levels=[f"수준{place}" for place in range(places)] if levels else [],
        rug=[9.0] * places,
        against=[] if levels else random.uniform(0, 0.4, len(outputs)).tolist(),
    )
    kind = "regression" if outputs == [""] else "binary" if len(outputs) == 1 else "multiclass"
    built = build(study_of(words, problem_of(kind), Insights(dependence=Dependences(columns=[told]))), words)
    assert built is not None
    return built["charts"][0]


def dependence(chart: Any, picture: Picture, words: Words) -> str:
    """The answers that move farthest, from where to where, by the thick lines or the large dots."""
    told, names = chart.told, chart.told.outputs
    axis = 1 if told.grid else 0
    thick = [line for line in picture.lines if (line.width > 2 if axis else line.marker == "o")]
    means = [(line.y if axis else line.x) for line in thick]
    reach = [float(np.ptp(mean)) for mean in means]
    order = sorted(range(len(names)), key=lambda at: -reach[at])[:2]
    places = [plain(x) for x in told.grid] or told.levels
    said = []
    for at in order:
        if reach[at] < 0.5 * reach[order[0]]:
            continue
        mean = means[at]
        value = (lambda v: percent(v)) if names != [""] else (lambda v: money(v, "명"))
        answer = (
            words.text("dependence.answer.share", target="y", label=names[at])
            if names != [""]
            else words.text("dependence.answer.value", target="y")
        )
        ends = {
            "column": "x",
            "answer": answer,
            "least": value(mean.min()),
            "most": value(mean.max()),
            "low": places[int(np.argmin(mean))],
            "high": places[int(np.argmax(mean))],
        }
        net, way = mean[-1] - mean[0], np.abs(np.diff(mean)).sum()
        if not told.grid:
            said.append(of(words, "dependence.levels", **ends))
            continue
        if way and abs(net) >= 0.75 * way:
            said.append(
                of(
                    words,
                    f"dependence.{'rising' if net > 0 else 'falling'}",
                    **ends,
                    first=places[0],
                    last=places[-1],
                    **{"from": value(mean[0]), "to": value(mean[-1])},
                )
            )
        else:
            said.append(of(words, "dependence.bent", **ends))
        if told.against[at] >= 0.2:
            said.append(of(words, "dependence.against", column="x", share=percent(told.against[at])))
    return " ".join(said)


KINDS = {
    "dependence": Kind(dependence_chart, dependence),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
