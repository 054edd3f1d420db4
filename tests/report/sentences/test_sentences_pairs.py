"""A column against the target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import Random, problem_of, some, table
from kinds import Draw, Kind, follows, of

from hanpan.data.pairs.comparing import compare_all
from hanpan.data.pairs.pictures import picture_of
from hanpan.data.profiling.profile import ColumnProfile
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.pairs.effects import EffectChart
from hanpan.doors.report.charts.pairs.pairs import pair_chart
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.pairs import PairTold
from hanpan.doors.telling.words import Words


def pair_of(column: str, kind: str) -> Draw:
    def made(random: Random, words: Words) -> Chart:
        values, problem = table(random, kind), problem_of(kind)
        rows = np.arange(len(values.frame))
        one = next(known for known in values.schema.columns if known.name == column)
        pair = compare_all(values, problem, rows, [one])[0]
        told = PairTold(
            column,
            problem,
            pair.test,
            pair.effect,
            pair.p,
            pair.evidence,
            picture_of(values, problem, rows, one),
            date=one.kind == "date",
        )
        chart = pair_chart(words, "pair", told)
        assert chart is not None
        return chart

    return made


def effect_chart(random: Random, words: Words) -> Chart:
    test = some(random, "pearson", "mann_whitney", "chi_square")
    middle = 0.5 if test == "mann_whitney" else 0.0
    size = some(random, 0.02, 0.4)
    columns = [
        ColumnProfile(
            name=f"열{place}",
            kind="number",
            role="feature",
            missing=0,
            n_distinct=9,
            test=test,
            effect=float(np.clip(middle + random.uniform(-size, size), -1, 1)),
        )
        for place in range(int(random.integers(1, 15)))
    ]
    return EffectChart(words, test, columns, {})


def along_a_line(chart: Any, picture: Picture, words: Words) -> str:
    """A number against a number: direction by r, slope by the straight line drawn, bending by the ranks."""
    told = chart.told
    key = "flat" if abs(told.effect) < 0.1 else "rise" if told.effect > 0 else "fall"
    said = [of(words, f"pair.{key}", x=told.column, y="y", **interval_of(told))]
    names = [line.label for line in picture.lines]
    if key != "flat" and words.text("pair.scatter.line") in names:
        line = picture.labelled(words.text("pair.scatter.line"))
        slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
        assert np.sign(slope) == np.sign(told.effect)
        said.append(of(words, "pair.slope", x=told.column, y="y", slope=money(float(f"{slope:.3g}"), "명")))
    rho = told.evidence.spearman
    if rho is not None and abs(rho - told.effect) > 0.1:
        said.append(of(words, "pair.spearman", rho=f"{rho:z.2f}"))
    return " ".join([*said, p_of(told, words)])


def densities(chart: Any, picture: Picture, words: Words) -> str:
    """The medians of the boxes drawn, and which side the AUC says."""
    told = chart.told
    key = "alike" if abs(told.effect - 0.5) < 0.05 else "larger" if told.effect > 0.5 else "smaller"
    medians = [
        float(line.x[0])
        for line in picture.lines
        if len(line.x) == 2 and line.x[0] == line.x[1] and list(line.y) != [0, 1]
    ]
    said = [
        of(
            words,
            f"pair.{key}",
            x="number",
            label="예",
            high=number(medians[1]),
            low=number(medians[0]),
            **{f"auc_{name}": value for name, value in interval_of(told).items()},
        )
    ]
    if key != "alike" and told.evidence.odds_ratio is not None:
        odds = {name: number(getattr(told.evidence, f"odds_{name}"), 3) for name in ("ratio", "low", "high")}
        said.append(of(words, "pair.odds", x="number", label="예", **odds))
    return " ".join([*said, p_of(told, words)])


def boxes(chart: Any, picture: Picture, words: Words) -> str:
    """The diamonds farthest to the left and to the right."""
    told = chart.told
    means = {int(line.y[0]): float(line.x[0]) for line in picture.dots("D")}
    names = [label.get_text().rsplit(" (", 1)[0] for label in picture.axes.get_yticklabels()]
    low, high = (end(means, key=means.__getitem__) for end in (min, max))
    key = "means" if told.p < 0.05 else "means_even"
    values = {"effect": told.effect, "low": told.evidence.low, "high": told.evidence.high}
    shares = {name: percent(value) for name, value in values.items()}
    return " ".join(
        [
            of(
                words,
                f"pair.{key}",
                by="city",
                of="y",
                high=names[high],
                low=names[low],
                most=number(means[high]),
                least=number(means[low]),
            ),
            of(words, "pair.variance", by="city", of="y", **shares),
            p_of(told, words),
        ]
    )


def mosaic(chart: Any, picture: Picture, words: Words) -> str:
    """Shares by the table; the cell that stands out by the residuals computed again."""
    told, rows = chart.told, cells(chart.table())
    classes = list(chart.table().heads[2:])
    counts = np.array([[round(share * row[1]) for share in row[2:]] for row in rows], float)
    place = classes.index("예")
    shares = {row[0]: row[2 + place] for row in rows if row[1] >= 10}
    low, high = (end(shares, key=shares.__getitem__) for end in (min, max))
    key = "shares" if told.p < 0.05 else "shares_even"
    total, bands, sides = counts.sum(), counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    expected = bands * sides / total
    beyond = (counts - expected) / np.sqrt(expected * (1 - bands / total) * (1 - sides / total))
    colored = any(bar.get_alpha() in (0.45, 0.8) and bar.get_y() > 0.1 for bar in picture.bars)
    from scipy.stats import norm

    clear = np.abs(beyond).max() >= norm.isf(0.025 / beyond.size)
    assert colored == clear
    read = of(words, "pair.mosaic.grey")
    if clear:
        band, side = np.unravel_index(int(np.argmax(np.abs(beyond))), beyond.shape)
        read = of(
            words,
            f"pair.mosaic.{'more' if beyond[band, side] > 0 else 'fewer'}",
            category=rows[band][0],
            label=classes[side],
            share=percent(counts[band, side] / bands[band, 0]),
            whole=percent(sides[0, side] / total),
        )
    return " ".join(
        [
            of(
                words,
                f"pair.{key}",
                x="city",
                label="예",
                high=high,
                low=low,
                most=percent(shares[high]),
                least=percent(shares[low]),
            ),
            of(words, "pair.cramer", **interval_of(told)),
            p_of(told, words),
            read,
        ]
    )


def effects(chart: Any, picture: Picture, words: Words) -> str:
    neutral = float(picture.upright()[0].x[0])
    name, effect = max(cells(chart.table()), key=lambda row: abs(row[1] - neutral))
    strength = {"mann_whitney": abs(2 * effect - 1)}.get(chart.test, abs(effect))
    key = "none" if strength < 0.1 else "finding"
    return of(words, f"report.chart.effect.{key}", column=name, effect=number(effect, 3))


def interval_of(told: Any) -> dict[str, str]:
    values = {"effect": told.effect, "low": told.evidence.low, "high": told.evidence.high}
    return {name: f"{value:z.2f}" for name, value in values.items()}


def p_of(told: Any, words: Words) -> str:
    return of(words, "pair.p", p="< 0.001" if told.p < 0.001 else f"= {told.p:.3f}")


KINDS = {
    "scatter": Kind(pair_of("number", "regression"), along_a_line),
    "periods": Kind(pair_of("when", "regression"), along_a_line),
    "densities": Kind(pair_of("number", "binary"), densities),
    "boxes": Kind(pair_of("city", "regression"), boxes),
    "mosaic": Kind(pair_of("city", "binary"), mosaic),
    "effects": Kind(effect_chart, effects),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
