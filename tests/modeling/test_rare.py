"""Rare classes: copies, offsets, and the mistake of copying before the split."""

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from hanpan.business.problem import Problem
from hanpan.data.schema import Column, Schema
from hanpan.insights.rare.errand import do
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


class Shop:
    """A workshop with one bench: two noisy numbers, the third class rare and hardly to be told apart."""

    def __init__(self, rows: int = 400) -> None:
        random = np.random.default_rng(3)
        y = np.where(random.random(rows) < 0.04, 2.0, random.integers(0, 2, rows).astype(float))
        frame = pd.DataFrame({"u": y == 1, "v": y == 2}).astype(float) + random.normal(0, 1.0, (rows, 2))
        parts = np.array_split(random.permutation(rows), 3)
        folds = [(np.setdiff1d(np.arange(rows), part), np.sort(part)) for part in parts]
        self.kept = Bench(PROBLEM, SCHEMA, frame, y, folds)

    def bench(self) -> Bench:
        return self.kept


def told(shop: Shop, way: str) -> dict:
    candidate = Candidate(
        algorithm="decision_tree", parameters={"max_depth": None, "min_samples_leaf": 1}, recipe=RECIPE
    )
    return do(shop, {"candidate": asdict(candidate), "folds": 3, "way": way, "seconds": 9.0})


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
    shop = Shop()
    plain, inside, before = (told(shop, way)["ways"][0] for way in ("plain", "copies", "copies_before"))
    assert sum(told(shop, "plain")["rows"]) == 400
    assert before["mean_recall"] > plain["mean_recall"] + 0.15
    assert inside["mean_recall"] < before["mean_recall"] - 0.15


def test_curves_of_copies_before_the_split_are_too_good():
    """The lowest validation loss: of copies before the split far below what copies inside the fold come to."""
    shop, parameters = Shop(), {"n_estimators": 60, "min_data_in_leaf": 3}
    candidate = Candidate(algorithm="lightgbm", parameters=parameters, recipe=RECIPE)
    job = {"candidate": asdict(candidate), "folds": 3, "seconds": 60.0}
    curves = {way: do(shop, {**job, "way": way})["ways"][0]["curve"] for way in ("plain", "copies", "copies_before")}
    lows = {way: min(curve["validation"]) for way, curve in curves.items()}
    assert lows["copies_before"] < 0.8 * lows["copies"]
    assert lows["copies_before"] < lows["plain"]


def test_weights_are_worse_as_learnt_and_right_when_brought_back():
    shop = Shop()
    candidate = Candidate(algorithm="lightgbm", parameters={"n_estimators": 30}, recipe=RECIPE)
    job = {"candidate": asdict(candidate), "folds": 3, "seconds": 60.0}
    plain = do(shop, {**job, "way": "plain"})["ways"][0]
    learnt, back = do(shop, {**job, "way": "weights"})["ways"]
    assert (learnt["way"], back["way"]) == ("weights", "weights_back")
    assert learnt["log_loss"] > back["log_loss"]
    assert back["log_loss"] < 1.15 * plain["log_loss"]


def test_weights_move_rows_to_the_rare_class():
    shop = Shop()
    shallow = Candidate(algorithm="decision_tree", parameters={"max_depth": 2, "min_samples_leaf": 10}, recipe=RECIPE)
    job = {"candidate": asdict(shallow), "folds": 3, "seconds": 9.0}
    plain, offsets = do(shop, {**job, "way": "plain"})["ways"]
    weights = do(shop, {**job, "way": "weights"})["ways"][0]
    assert weights["called"][2] > plain["called"][2]
    assert offsets["found"][2] >= plain["found"][2]
    assert weights["log_loss"] > plain["log_loss"]
