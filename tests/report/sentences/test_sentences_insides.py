"""What the nodes of a network do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import LABELS, Random, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.insides.chart import ReachChart, SaysChart
from hanpan.doors.telling.words import Words
from hanpan.modeling.networks.plain.insides import Insides, NodeInside


def insides(random: Random) -> Insides:
    labels = some(random, (), LABELS)
    names = tuple(f"열{place}" for place in range(int(random.integers(2, 6))))
    nodes = [
        NodeInside(
            name=str(place + 1),
            reach=tuple(random.normal(size=len(names))),
            on=float(random.uniform()),
            influence=float(random.uniform(0.1, 2)),
            lifts=0.3,
            toward=1 if labels else None,
            by_class=tuple(random.uniform(0, 2, len(labels))),
            correlation=None if labels else float(random.uniform(-1, 1)),
        )
        for place in range(int(random.integers(2, 7)))
    ]
    force = np.abs([node.reach for node in nodes]).T @ np.array([node.influence for node in nodes])
    order = np.argsort(-force)
    nodes = [replace(node, reach=tuple(node.reach[place] for place in order)) for node in nodes]
    return Insides(
        nodes=tuple(nodes),
        count=len(nodes),
        silent=0,
        columns=tuple(names[place] for place in order),
        directed=(True,) * len(names),
        hidden=(len(nodes),),
        labels=labels,
        rows=60,
    )


def reach_chart(random: Random, words: Words) -> Chart:
    return ReachChart(words, "reach", insides(random))


def says_chart(random: Random, words: Words) -> Chart:
    return SaysChart(words, "says", insides(random), "y")


def reach(chart: Any, picture: Picture, words: Words) -> str:
    """The column whose reach, weighed by what the nodes change, is largest."""
    del picture
    table = chart.table()
    force = np.zeros(len(table.heads) - 3)
    for row in cells(table):
        force += np.abs(row[1:-2]) * row[-1]
    return of(words, "insides.reach.finding", column=table.heads[1 + int(np.argmax(force))])


def says(chart: Any, picture: Picture, words: Words) -> str:
    rows = cells(chart.table())
    if not chart.found.labels:
        drawn = [bar.get_width() for bar in picture.bars]
        most = int(np.argmax(np.abs(drawn)))
        return of(words, "insides.says.values.finding", node=rows[most][0], correlation=f"{drawn[most]:.3f}")
    means = np.array([row[1:] for row in rows])
    spread = np.ptp(np.abs(means) / np.abs(means).max(axis=1, keepdims=True), axis=1)
    most = int(np.argmax(spread))
    label = chart.table().heads[1 + int(np.argmax(means[most]))]
    return of(words, "insides.says.classes.finding", node=rows[most][0], label=label)


KINDS = {
    "reach": Kind(reach_chart, reach),
    "says": Kind(says_chart, says),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
