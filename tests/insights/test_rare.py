"""Rare classes: copies, offsets, and the mistake of copying before the split."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from hanpan.business.problem import Problem
from hanpan.data.schema import Column, Schema
from hanpan.insights.rare.errand import TryWay, WaysJudged
from hanpan.insights.rare.work import judged_way, shifted
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.balancing import with_copies
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.rare import rare_labels
from hanpan.preparation.planner import plan

SCHEMA = Schema(columns=(Column(name="u", kind="number"), Column(name="v", kind="number")))
RECIPE = plan(SCHEMA, algorithm("decision_tree").needs, n_rows=400, task="multiclass", n_classes=3)
PROBLEM = Problem(target="y", task="multiclass", metric="log_loss", labels=("a", "b", "c"))


def make_bench(rows: int = 400) -> Bench:
    """Two noisy numbers, the third class rare and hardly to be told apart."""
    random = np.random.default_rng(3)
    y = np.where(random.random(rows) < 0.04, 2.0, random.integers(0, 2, rows).astype(float))
    frame = pd.DataFrame({"u": y == 1, "v": y == 2}).astype(float) + random.normal(0, 1.0, (rows, 2))
    parts = np.array_split(random.permutation(rows), 3)
    folds = [(np.setdiff1d(np.arange(rows), part), np.sort(part)) for part in parts]
    return Bench(PROBLEM, SCHEMA, frame, y, folds)


def judged(bench: Bench, way: str, algorithm: str, **parameters: Any) -> WaysJudged:
    candidate = Candidate(algorithm=algorithm, parameters=parameters, recipe=RECIPE)
    return TryWay(candidate=candidate, folds=3, way=way).do(bench, 60.0)


def deep(bench: Bench, way: str) -> WaysJudged:
    return judged(bench, way, "decision_tree", max_depth=None, min_samples_leaf=1)


def test_rare_is_less_than_half_an_equal_share():
    y = np.array([0] * 60 + [1] * 30 + [2] * 10)
    assert rare_labels(PROBLEM, y) == ["c"]
    assert rare_labels(PROBLEM, np.repeat([0, 1, 2], 20)) == []


def test_copies_only_repeat_rows_that_are_there():
    y, rows = np.array([0, 0, 0, 0, 1, 2, 2]), np.array([0, 1, 2, 4, 5])
    copied = with_copies(y, rows, np.random.default_rng(0))
    assert set(copied) == set(rows)
    assert np.bincount(y[copied]).tolist() == [3, 3, 3]


def test_offsets_undo_the_shares_of_the_classes():
    output = np.array([[0.6, 0.3, 0.1], [0.2, 0.4, 0.4]])
    made = shifted(output, np.array([0.6, 0.3, 0.1]))
    np.testing.assert_allclose(made[0], 1 / 3)
    np.testing.assert_allclose(made.sum(axis=1), 1)


def test_counts_are_those_of_a_confusion_matrix():
    y = np.array([0, 0, 1, 2])
    output = np.array([[0.9, 0.1, 0], [0.2, 0.8, 0], [0.1, 0.9, 0], [np.nan] * 3])
    way = judged_way("plain", y, output)
    assert (way.found, way.called) == ([1, 1, 0], [1, 2, 0])
    assert way.accuracy == pytest.approx(2 / 3)
    assert way.mean_recall == pytest.approx(0.75)


def test_copies_before_the_split_claim_what_is_not_so():
    bench = make_bench()
    plain, inside, before = (deep(bench, way).ways[0] for way in ("plain", "copies", "copies_before"))
    assert sum(deep(bench, "plain").rows) == 400
    assert before.mean_recall > plain.mean_recall + 0.15
    assert inside.mean_recall < before.mean_recall - 0.15


def test_curves_of_copies_before_the_split_are_too_good():
    """The lowest validation loss: of copies before the split far below what copies inside the fold come to."""
    bench, settings = make_bench(), {"n_estimators": 60, "min_data_in_leaf": 3}
    ways = ("plain", "copies", "copies_before")
    curves = {way: judged(bench, way, "lightgbm", **settings).ways[0].curve for way in ways}
    lows = {way: min(curve.validation) for way, curve in curves.items()}
    assert lows["copies_before"] < 0.8 * lows["copies"]
    assert lows["copies_before"] < lows["plain"]


def test_weights_are_worse_as_learnt_and_right_when_brought_back():
    bench = make_bench()
    plain = judged(bench, "plain", "lightgbm", n_estimators=30).ways[0]
    learnt, back = judged(bench, "weights", "lightgbm", n_estimators=30).ways
    assert (learnt.way, back.way) == ("weights", "weights_back")
    assert learnt.log_loss > back.log_loss
    assert back.log_loss < 1.15 * plain.log_loss


def test_weights_move_rows_to_the_rare_class():
    bench, shallow = make_bench(), {"max_depth": 2, "min_samples_leaf": 10}
    plain, offsets = judged(bench, "plain", "decision_tree", **shallow).ways
    weights = judged(bench, "weights", "decision_tree", **shallow).ways[0]
    assert weights.called[2] > plain.called[2]
    assert offsets.found[2] >= plain.found[2]
    assert weights.log_loss > plain.log_loss
