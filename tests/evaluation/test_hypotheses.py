"""Hypotheses answered: planted true ones are found, false ones hardly ever, and each answer means what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.support.problems import define

from hanpan.business.hypothesis import Hypothesis
from hanpan.business.problem import DEFAULT_METRIC, Problem
from hanpan.data.dataset import Dataset, Reading
from hanpan.data.load import load_dataset
from hanpan.data.schema import Column, Schema
from hanpan.evaluation.hypotheses import answer_hypotheses
from hanpan.evaluation.record import HypothesisAnswer
from hanpan.foundation.errors import DataError
from hanpan.foundation.files import from_json, to_json
from hanpan.statistics.holm import holm

ROWS = 400
TRUE, FALSE = ("number", "category", "steps"), ("noise", "word", "other", "level", "flag")


def table(frame: pd.DataFrame, task: str, *xs: str) -> tuple[Dataset, Problem]:
    """A table whose hypotheses are all or some of its columns."""
    kinds = {name: "number" if cell.dtype.kind in "fi" else "category" for name, cell in frame.items()}
    labels = () if task == "regression" else tuple(sorted(frame["y"].unique()))
    asked = tuple(Hypothesis(x=x) for x in xs or [name for name in frame.columns if name != "y"])
    problem = Problem(target="y", task=task, metric=DEFAULT_METRIC[task], labels=labels, hypotheses=asked)
    cells = {name: cell.astype(float if kinds[name] == "number" else "str") for name, cell in frame.items()}
    schema = Schema(columns=tuple(Column(name=name, kind=kinds[name]) for name in frame))
    reading = Reading(source="-", format="csv", rows=len(frame))
    return Dataset(frame=pd.DataFrame(cells), schema=schema, reading=reading, fingerprint=""), problem


def planted(rng: np.random.Generator, task: str, n: int = ROWS, size: float = 0.6) -> pd.DataFrame:
    """Three columns that y follows (each by about a third of the noise), and five that it does not."""
    number, steps = rng.normal(size=n), rng.poisson(3, n).astype(float)
    category = rng.choice(["a", "b", "c"], n)
    signal = size * (number + (steps - 3) / np.sqrt(3) + 1.2 * (category == "a")) + rng.normal(size=n)
    named = np.array(["hi", "lo", "mid"])[np.digitize(signal, np.quantile(signal, [0.35, 0.7]))]
    y = {"regression": signal, "binary": np.where(signal > np.median(signal), "no", "yes"), "multiclass": named}[task]
    return pd.DataFrame(
        {
            "number": number,
            "category": category,
            "steps": steps,
            "noise": rng.normal(size=n),
            "word": rng.choice(list("pqrstu"), n),
            "other": rng.exponential(size=n),
            "level": rng.integers(0, 4, n).astype(float),
            "flag": rng.choice(["on", "off"], n, p=[0.1, 0.9]),
            "y": y,
        }
    )


def simulate(tables: int, **planting: float) -> Counter[tuple[str, str]]:
    """Answers to true and to false hypotheses, over tables of all three tasks; a table with a false "supported" too."""
    told: Counter[tuple[str, str]] = Counter()
    for seed in range(tables):
        task = ("regression", "binary", "multiclass")[seed % 3]
        dataset, problem = table(planted(np.random.default_rng(seed), task, **planting), task)
        answers = {row.x: row.answer for row in answer_hypotheses(dataset, problem, np.arange(len(dataset.frame)))}
        told.update(("true", answers[x]) for x in TRUE)
        told.update(("false", answers[x]) for x in FALSE)
        told["table", "fooled"] += any(answers[x] == "supported" for x in FALSE)
    return told


def test_planted_hypotheses_are_told_from_noise():
    told = simulate(100)
    assert told["table", "fooled"] <= 5
    power = told["true", "supported"] / (100 * len(TRUE))
    assert power >= 0.85  # with 400 rows, each x by a correlation of about 0.35
    assert told["true", "not_supported"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(("n", "least"), [(60, 0.1), (200, 0.5), (1000, 0.95)])
def test_power_grows_with_rows_and_false_answers_do_not(n, least):
    told = simulate(300, n=n)
    assert told["table", "fooled"] <= 15
    assert told["true", "supported"] / (300 * len(TRUE)) >= least


@pytest.mark.slow
def test_among_many_rows_noise_is_not_supported_and_trifles_are_not_either():
    told = simulate(60, n=8000)
    assert told["false", "not_supported"] >= 0.95 * 60 * len(FALSE)
    trifling = simulate(60, n=20_000, size=0.02)
    assert trifling["true", "supported"] == 0
    assert trifling["true", "not_supported"] >= 0.95 * 60 * len(TRUE)


def answers_of(frame: pd.DataFrame, task: str, rows: np.ndarray | None = None) -> dict[str, HypothesisAnswer]:
    dataset, problem = table(frame, task)
    rows = np.arange(len(frame)) if rows is None else rows
    return {row.x: row for row in answer_hypotheses(dataset, problem, rows)}


def exact(r: float, n: int) -> pd.DataFrame:
    """Two numbers whose correlation is just r."""
    x, other = np.random.default_rng(0).normal(size=(2, n))
    x = (x - x.mean()) / x.std()
    other = other - other.mean() - x * (x * other).mean()
    return pd.DataFrame({"x": x, "y": r * x + np.sqrt(1 - r**2) * other / other.std()})


@pytest.mark.parametrize(
    ("r", "n", "answer"),
    [
        (0.5, 100, "supported"),
        (-0.5, 100, "supported"),
        (0.15, 400, "undecided"),  # surely related, but perhaps by too little
        (0.05, 4000, "not_supported"),  # surely related, and too little to matter
        (0.0, 100, "undecided"),  # too few rows to say that it is nothing
        (0.0, 2000, "not_supported"),
    ],
)
def test_the_answer_follows_from_the_interval(r, n, answer):
    told = answers_of(exact(r, n), "regression")["x"]
    known = stats.pearsonr(*exact(r, n).to_numpy().T).confidence_interval()
    assert told.answer == answer
    assert (told.low, told.high) == pytest.approx((known.low, known.high))
    assert told.effect == pytest.approx(r)
    inside, outside = told.strength_high < 0.1, told.strength_low > 0.1
    assert answer == ("not_supported" if inside else "supported" if outside else "undecided")


def test_only_the_given_rows_are_looked_at():
    frame = exact(0.6, 200)
    frame.loc[100:, "y"] = frame.loc[100:, "y"].to_numpy()[::-1] * 1000
    told = answers_of(frame, "regression", np.arange(100))["x"]
    assert told.n == 100
    assert told.effect == pytest.approx(stats.pearsonr(frame.x[:100], frame.y[:100]).statistic)


def test_p_is_corrected_over_all_hypotheses_as_statsmodels_does():
    from statsmodels.stats.multitest import multipletests

    told = answers_of(planted(np.random.default_rng(5), "binary"), "binary")
    alone = [row.p_alone for row in told.values()]
    assert [row.p for row in told.values()] == pytest.approx(multipletests(alone, method="holm")[1], abs=1e-9)
    assert holm([]) == []
    assert holm([None, 0.2]) == [None, 0.2]


def test_what_cannot_be_compared_is_undecided():
    frame = planted(np.random.default_rng(1), "binary").assign(same="K", empty=np.nan)
    dataset, problem = table(frame, "binary", "same", "empty", "number")
    same, empty, number = answer_hypotheses(dataset, problem, np.arange(ROWS))
    assert (same.answer, same.effect, same.p) == ("undecided", None, None)
    assert empty.answer == "undecided"
    assert number.p == number.p_alone  # what was not tested costs the others nothing


def test_an_answer_survives_json():
    for task in ("regression", "binary", "multiclass"):
        told = list(answers_of(planted(np.random.default_rng(2), task), task).values())
        assert from_json(to_json(told), list[HypothesisAnswer]) == told
        assert {"x", "answer", "effect", "p"} <= set(from_json(to_json(told), list[dict])[0])


def test_no_hypotheses_no_answers():
    dataset, problem = table(exact(0.5, 50), "regression")
    assert answer_hypotheses(dataset, replace(problem, hypotheses=()), np.arange(50)) == []


def test_a_hypothesis_about_an_absent_column_names_the_nearest():
    frame = pd.DataFrame({"income": np.arange(60.0), "city": ["a", "b"] * 30, "y": np.arange(60.0) % 7})
    with pytest.raises(DataError, match="income"):
        define(load_dataset(frame), "y", hypotheses=[Hypothesis(x="incom")])
    with pytest.raises(DataError) as refused:
        define(load_dataset(frame), "y", hypotheses=[Hypothesis(x="y")])
    assert refused.value.key == "hypothesis_about_target"
