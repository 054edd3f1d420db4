"""What decisions earn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import LABELS, Random, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.value.charts.money import MoneyChart
from hanpan.doors.report.sections.value.charts.profit import ProfitChart
from hanpan.doors.report.sections.value.charts.worths import WorthChart
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.words import Words
from hanpan.evaluation.value import Amount, Value


def money_value(random: Random) -> Value:
    sums = random.normal(0, 400, (3, 3)) * some(random, 1, np.eye(3), 0)
    return Value(realised=3.0, nothing=0.0, oracle=9.0, plain=2.0, rows=90, currency="원", money=sums.tolist())


def money_chart(random: Random, words: Words) -> Chart:
    return MoneyChart(words, LABELS, money_value(random))


def worth_chart(random: Random, words: Words) -> Chart:
    told = {name: float(random.normal(0, 300)) for name in ("realised", "plain", "nothing", "oracle")}
    known = {name: Amount(value=value, low=value - 9, high=value + 9) for name, value in told.items()}
    return WorthChart(words, Value(**told, rows=90, currency="원", intervals=known))


def profit_chart(random: Random, words: Words) -> Chart:
    cuts = np.sort(random.uniform(size=40))[::-1]
    worth = np.cumsum(random.normal(0, 3, 40))
    chosen = float(cuts[int(np.argmax(worth))])
    at = {"realised": float(worth.max()), "plain": float(worth[np.argmin(np.abs(cuts - 0.5))])}
    told = Value(
        **at,
        nothing=0.0,
        oracle=99.0,
        rows=40,
        currency="원",
        curve={"threshold": cuts.tolist(), "value": worth.tolist()},
    )
    return ProfitChart(words, told, chosen)


def amounts(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    labels = chart.table().heads[1:]
    sums = np.array([row[1:] for row in cells(chart.table())], float)
    told = {}
    for name, place in (("best", int(sums.argmax())), ("worst", int(sums.argmin()))):
        true, said = divmod(place, len(labels))
        told |= {f"{name}_true": labels[true], f"{name}_said": labels[said], name: money(sums[true, said], "원")}
    gains, losses = (sums > 0).any(), (sums < 0).any()
    key = "" if gains and losses else "_gain" if gains else "_loss" if losses else "_none"
    return of(words, f"value.money.finding{key}", **told)


def worths(chart: Any, picture: Picture, words: Words) -> str:
    told = dict(zip([way for way, _ in chart.ways], [bar.get_width() for bar in picture.bars], strict=True))
    return of(
        words,
        "value.bars.finding",
        **{name: money(steady(told[name]), "원") for name in ("realised", "nothing", "oracle")},
    )


def profit(chart: Any, picture: Picture, words: Words) -> str:
    """Both marks lie on the curve drawn."""
    chosen = picture.labelled(words.text("value.curve.chosen"))
    half = picture.labelled(words.text("value.curve.half"))
    line = max(picture.lines, key=lambda one: len(one.x))
    assert chosen.y[0] == line.y[int(np.argmin(np.abs(line.x - chosen.x[0])))] == line.y.max()
    assert half.x[0] == 0.5
    del chart
    return of(
        words,
        "value.curve.finding",
        chosen=f"{chosen.x[0]:.3f}",
        value=money(steady(chosen.y[0]), "원"),
        half=money(steady(half.y[0]), "원"),
    )


KINDS = {
    "money": Kind(money_chart, amounts),
    "worths": Kind(worth_chart, worths),
    "profit": Kind(profit_chart, profit),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
