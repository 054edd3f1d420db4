"""New rows beside those of training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import Random, some
from kinds import Kind, follows, of

from hanpan.deployment.monitoring.drift import Bars, ColumnDrift, Shares
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import BAD
from hanpan.doors.report.monitoring.charts import BesideChart, ColumnsChart
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words


def drifted_column(random: Random, name: str, kind: str) -> ColumnDrift:
    """A column as monitoring may find it."""
    bins = int(random.integers(2, 22))
    shares = [(counts / counts.sum()).tolist() for counts in random.integers(1, 60, (2, bins))]
    words = [f"말{place}" for place in range(bins - 1)] + [""] if kind == "category" else []
    edges = [] if words else np.sort(random.normal(20_000, 400, bins - 1)).tolist()
    psi, real = float(random.uniform(0, 0.5)), bool(random.integers(2))
    return ColumnDrift(
        name=name,
        kind=kind,
        test="chi2" if words else "ks",
        p=float(random.uniform()),
        missing_p=1.0,
        psi=psi,
        psi_limit=float(random.uniform(0, 0.3)),
        shift=None if words else psi,
        means=None,
        missing=Shares(training=0.0, now=0.0),
        unread=0.0,
        unseen=0.0,
        outside=0.0,
        real=real,
        large=psi >= 0.1,
        drifted=real and psi >= 0.1,
        bars=Bars(edges=edges, words=words, training=shares[0], now=shares[1]),
    )


def beside_chart(random: Random, words: Words) -> Chart:
    kind = some(random, "number", "date", "category", "text")
    return BesideChart(words, "beside", drifted_column(random, "x", kind), "x")


def columns_chart(random: Random, words: Words) -> Chart:
    names = [f"열 {place}" for place in range(int(random.integers(1, 24)))]
    drifts = [drifted_column(random, name, "number") for name in names]
    return ColumnsChart(words, "columns", drifts, {name: name for name in names})


def beside(chart: Any, picture: Picture, words: Words) -> str:
    """The bin whose two bars differ most in height."""
    labels, training, now = zip(*cells(chart.table()), strict=True)
    size = len(labels)
    heights = np.array([bar.get_height() for bar in picture.bars]).reshape(2, size)
    assert heights.tolist() == [list(training), list(now)]
    most = int(np.argmax(np.abs(heights[1] - heights[0])))
    told = {"training": percent(heights[0][most]), "now": percent(heights[1][most])}
    return of(words, "monitor.chart.beside.most", bin=labels[most], **told)


def columns(chart: Any, picture: Picture, words: Words) -> str:
    """As many as have a dot in the colour of mistakes, by the names that the table calls drifted."""
    rows = cells(chart.table())
    drawn = [line for line in picture.dots("o") if line.color == BAD]
    assert [float(line.x[0]) for line in picture.dots("o")] == [row[1] for row in rows]
    names = [row[0] for row in rows if row[-1] == words.text("monitor.state.drifted")]
    assert len(names) == len(drawn)
    count, whole = len(drawn), len(rows) + chart.hidden
    return of(
        words, f"monitor.chart.columns.{'some' if names else 'none'}", count=count, of=whole, names=", ".join(names[:3])
    )


KINDS = {
    "beside": Kind(beside_chart, beside),
    "columns": Kind(columns_chart, columns),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
