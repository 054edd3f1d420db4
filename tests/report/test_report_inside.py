"""Panels about what networks do: sizes, learning rates, hidden nodes, the equation, five steps."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.support.reports import learning

from hanpan.business.metrics import metric
from hanpan.doors.report.parts.learning_rate.panel import build
from hanpan.doors.report.parts.lesson import panel
from hanpan.doors.report.parts.lesson.chart import attempt_name
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words
from hanpan.insights.equation.record import Equation, Learnt
from hanpan.insights.insides.record import NetworkInside, NetworksInside
from hanpan.insights.learning_rate.record import RatesTried
from hanpan.insights.lesson.record import LessonAttempt
from hanpan.insights.lesson.work import lesson
from hanpan.insights.record import Insights
from hanpan.modeling.curves.complexity import SCORES, SizeScore, recommend
from hanpan.modeling.curves.rates import LearningRates, read_race
from hanpan.modeling.networks.plain.insides import Insides, NodeInside

X = np.random.default_rng(0).normal(10, 3, size=60)
HOSTILE = "<b>열 & 'x'"


def raced(*losses: float) -> LearningRates:
    """Trainings with rates .001, .01 ... that reach these losses; before training it was 1."""
    curves = np.array(losses)[:, None, None] * np.ones((1, 2, 5))
    return read_race([10.0 ** (place - 3) for place in range(len(losses))], curves, 1.0, epochs=5, rows=40)


def insights(task: str) -> Insights:
    labels = {"binary": ("STAY", "LEAVE"), "multiclass": ("낮음", "보통", "높음")}.get(task, ())
    random = np.random.default_rng(1)
    y = 2 * X + random.normal(size=60)
    sizes = [
        SizeScore(
            hidden=hidden,
            n_parameters=10 + 20 * sum(hidden),
            **{name: tuple(1 / (1 + sum(hidden)) + random.random(3) / 20) for name in SCORES},
        )
        for hidden in ((), (2,), (8,), (8, 8), (32, 32))
    ]
    node = NodeInside(
        name="1",
        reach=(1.5, -0.2),
        on=0.4,
        influence=0.2,
        lifts=-0.5,
        toward=1 if labels else None,
        by_class=(0.1, 0.9, 0.3)[: len(labels)],
        correlation=None if labels else 0.7,
    )
    found = Insides(
        nodes=(node, replace(node, name="돈 2", lifts=0.5)),
        count=4,
        silent=1,
        columns=(HOSTILE, "도시"),
        directed=(True, False),
        hidden=(4,),
        labels=labels,
        rows=60,
    )
    learnt = Learnt(
        node=[-2.0, 0.5], node_constant=1.0, exact=[-2.0, 0.5], exact_constant=1.0, gap=1e-5, updates=1200, rows=60
    )
    equation = Equation(
        algorithm="logistic_regression" if labels else "linear_regression",
        penalty="none",
        terms=[HOSTILE, "도시=부산"],
        numeric=[True, False],
        coefficients=[-2.0, 0.5],
        constant=1.0,
        spreads=[1.0, 0.4],
        rows=60,
        spread_y=2.0,
        learnt=None if labels else learnt,
    )
    return Insights(
        complexity=recommend(sizes, baseline=2.0, metric=metric("rmse"), fit_rows=40, folds=2, starts=2),
        lesson=lesson({HOSTILE: X}, y if not labels else y > np.median(y), label=labels[1] if labels else ""),
        learning_rate=RatesTried(found=raced(0.9, 0.5, 0.3, np.nan), used=0.001, hidden=[16]),
        insides=NetworksInside(networks=[NetworkInside(algorithm="network", model="network", insides=found)]),
        equation=equation if task != "multiclass" else None,
    )


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_every_panel_is_there_in_both_languages_and_escapes_names(task: str, language: str, studies: Any) -> None:
    study = replace(studies[task], insights=insights(task))
    shown = learning(study, language)
    for name in ("sizemap", "freesizes", "lessonpath", "lessonfalling", "learningrates", "reach0", "says0"):
        assert f'id="{name}-title"' in shown, name
    assert "<b>열" not in shown
    assert ("log-odds" in shown or "로그 오즈" in shown) == (task == "binary")
    assert "Dense(1)" in shown or task != "regression"


def test_readings_of_the_map_are_said(studies: Any) -> None:
    told = insights("regression").complexity
    for best, recommended, baseline in ((4, 4, 2.0), (4, 1, 2.0), (4, 0, 2.0), (0, 0, 0.0)):
        changed = replace(told, best=best, recommended=recommended, baseline=baseline)
        for language in ("ko", "en"):
            assert 'id="sizemap-title"' in learning(
                replace(studies["regression"], insights=Insights(complexity=changed)), language
            )


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("losses", "used", "told"),
    [
        ((0.9, 0.5, 0.3, np.nan), 0.001, ("0.001", "0.9", "0.1", "0.3", "200%")),
        ((0.9, 0.3, 0.31, 0.9), 0.1, ("0.01", "0.3", "0.1", "0.31")),
        ((0.9, 0.3, 0.5), 0.01, ("0.01", "0.3")),
        ((0.9, 0.3, 0.5), None, ("0.01", "0.3")),
        ((1.1, 1.2, 1.1), 0.01, ()),
    ],
)
def test_the_rate_used_is_told_by_the_loss_it_reached(
    losses: Any, used: float | None, told: tuple[str, ...], language: str
) -> None:
    study = SimpleNamespace(insights=Insights(learning_rate=RatesTried(found=raced(*losses), used=used, hidden=[16])))
    sentences = build(study, Words(language))["sentences"]
    assert all(number in sentences[1] for number in told)
    assert len(sentences) == 2 + bool(np.isnan(losses[-1]))  # and where nothing is learnt


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("errors", "grows", "jumps", "key"),
    [
        ([1.0, 0.8, 0.6], False, False, "slow"),
        ([1.0, 0.3, 0.1], False, False, "well"),
        ([1.0, 3.0, 9.0], True, False, "grows"),
        ([1.0, 3.0, 2.0, 1.5], False, True, "leaps"),
        ([1.0, 3.0, 2.0, 2.5, 1.5], False, True, "jumps"),
        ([1.0, 1.5, 0.3, 0.4, 0.1], False, True, "jumps_well"),
    ],
)
def test_a_rate_is_told_as_it_went(errors, grows, jumps, key, language):
    right = LessonAttempt(name="right", rate=0.1, errors=[1.0, 0.5, 0.2], why="updates", grows=False, jumps=False)
    tried = LessonAttempt(name="high", rate=9.0, errors=errors, why="updates", grows=grows, jumps=jumps)
    words = Words(language)
    shown = {"first": errors[0], "most": max(errors), "last": errors[-1], "best": 0.2}
    expected = words.text(
        f"lesson.did.{key}",
        attempt=attempt_name(tried, words),
        count=len(errors) - 1,
        **{name: number(value, 3) for name, value in shown.items()},
    )
    assert panel._attempt(tried, SimpleNamespace(right=right), words) == expected
