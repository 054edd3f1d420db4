"""One network with each activation function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.support.benches import make_bench, recipes_for

import hanpan.networks as hn
from hanpan.insights.activations.errand import CompareFunctions
from hanpan.insights.activations.work import judged
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(0).normal(size=(120, 3))
    return x, np.abs(x[:, 0])


@pytest.mark.parametrize("names", [("relu", "maxout"), pytest.param(ACTIVATION_NAMES, marks=pytest.mark.slow)], ids=len)
def test_every_function_can_be_compared(names: Any, table: Any) -> None:
    network = hn.NetworkRegressor(hidden=(4,), epochs=2)
    found = hn.compare_activations(*table, network=network, repeats=1, activations=names)
    assert tuple(one.activation for one in found) == names
    assert len({one.scores for one in found}) == len(names)
    assert all(np.isfinite(one.mean) and np.isnan(one.spread) for one in found)


def test_the_same_rows_and_starts_give_the_same_scores(table: Any) -> None:
    x, y = table
    first, second = (hn.compare_activations(x, y > 0.5, activations=["tanh"], repeats=2) for _ in range(2))
    assert first == second
    assert first[0].spread > 0


def test_time_ends_the_comparison_after_the_first(table: Any) -> None:
    network = hn.NetworkRegressor(hidden=(2,), epochs=1)
    assert len(hn.compare_activations(*table, network=network, repeats=1, seconds=0.0)) == 1


@pytest.mark.parametrize("task", ["regression", "multiclass"])
def test_the_errand_answers_in_the_metric_of_the_problem(task: str) -> None:
    bench, _, _ = make_bench(task, n=120)
    _, recipes = recipes_for(bench, ("network",))
    parameters = {"hidden": [8], "learning_rate": 0.01}
    candidate = Candidate(algorithm="network", parameters=parameters, recipe=recipes["network"])
    answer = CompareFunctions(candidate=candidate, activations=["relu"], repeats=2, fold=1).do(bench, 10.0)
    assert answer.rows == len(bench.folds[1][0])
    assert len(answer.scores["relu"]) == 2
    assert all(score is not None and score > 0 for score in answer.scores["relu"])


def test_the_best_of_many_must_be_ahead_by_more_than_chance() -> None:
    random = np.random.default_rng(0)
    for folds in (1, 3):
        found = [
            judged(
                {name: {fold: random.normal(size=3) for fold in range(folds)} for name in ACTIVATION_NAMES},
                [16],
                (90, 30),
                True,
            ).clear
            for _ in range(200)
        ]
        assert np.mean(found) < 0.12
    scores = {name: {0: [1.0, 1.1, 0.9]} for name in ACTIVATION_NAMES} | {"tanh": {0: [3.0, 3.1, 2.9]}}
    found = judged(scores, [16], (90, 30), True)
    assert found is not None
    assert (found.best, found.clear) == ("tanh", True)


def test_the_best_must_be_ahead_in_every_fold_that_all_functions_have() -> None:
    usual = {0: [1.0, 1.1], 1: [5.0, 5.1]}
    scores = {name: usual for name in ("relu", "elu", "selu")} | {"tanh": {0: [3.0, 3.1], 1: [4.9, 5.0]}}
    found = judged(scores, [16], (90, 30), True)
    assert found.best == "tanh"
    assert found.ahead > found.noise
    assert not found.clear
    assert found.rows[0].spread == pytest.approx(np.std([1.0, 1.1], ddof=1))  # folds differ: that is no chance
    missing = judged(scores | {"mish": {0: [2.0, 2.1]}}, [16], (90, 30), True)
    assert [len(row.folds) for row in missing.rows] == [1] * 5
    assert missing.clear


def test_without_relu_or_with_two_there_is_no_comparison() -> None:
    assert judged({"tanh": {0: [1.0]}, "elu": {0: [1.0]}, "selu": {0: [1.0]}}, [16], (90, 30), True) is None
    assert judged({"relu": {0: [1.0]}, "elu": {0: [1.0]}}, [16], (90, 30), True) is None
