"""Diagnoses of really trained models: what is planted must be called by its name."""

from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import make_classification, make_friedman1
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from hanpan.business.metrics import metric
from hanpan.foundation.texts import has_text
from hanpan.modeling.board import BoardRow
from hanpan.modeling.diagnosis import diagnose

VALUES = {
    "baseline": DummyRegressor(),
    "good": RandomForestRegressor(40, random_state=0),
    "linear": Ridge(1.0),
    "deep": DecisionTreeRegressor(random_state=0),
    "deep_too": DecisionTreeRegressor(max_depth=9, random_state=1),
    "one_neighbor": KNeighborsRegressor(1),
    "stump": DecisionTreeRegressor(max_depth=1),
    "crushed": Ridge(1e6),
    "crowd": KNeighborsRegressor(150),
}
CLASSES = {
    "baseline": DummyClassifier(),
    "good": RandomForestClassifier(80, min_samples_leaf=2, random_state=0),
    "linear": LogisticRegression(),
    "deep": DecisionTreeClassifier(random_state=0),
    "deep_too": DecisionTreeClassifier(max_depth=9, random_state=1),
    "one_neighbor": KNeighborsClassifier(1),
    "stump": DecisionTreeClassifier(max_depth=1),
    "crushed": LogisticRegression(C=1e-5),
    "crowd": KNeighborsClassifier(150),
}
OVERFIT, UNDERFIT = ("deep", "deep_too", "one_neighbor"), ("stump", "crushed", "crowd")


def values(rows: int, noise: float, seed: int = 0):
    return make_friedman1(rows, 8, noise=noise, random_state=seed)


def classes(rows: int, noise: float, number: int = 2, seed: int = 0):
    return make_classification(
        rows, 10, n_informative=5, n_redundant=0, n_classes=number, n_clusters_per_class=2, flip_y=noise,
        class_sep=1.3, random_state=seed,
    )  # fmt: skip


TABLES = {
    "friedman": values(300, 2.0),
    "friedman_noisy": values(300, 4.0),
    "clusters": classes(300, 0.1, seed=11),
    "clusters_three": classes(300, 0.15, 3),
    "line": (lambda x, e: (x, x @ np.array([3, -2, 1, 0.5]) + e))(
        np.random.default_rng(3).normal(size=(300, 4)), np.random.default_rng(4).normal(0, 2, 300)
    ),
    "noise": (np.random.default_rng(5).normal(size=(200, 4)), np.random.default_rng(6).integers(0, 2, 200)),
    "tiny": classes(40, 0.3, seed=2),
    "tiny_values": values(36, 3.0, seed=1),
}
JUDGED = [
    ("friedman", "rmse"), ("friedman_noisy", "mae"), ("line", "rmse"), ("clusters", "auc"), ("clusters", "log_loss"),
    ("clusters", "accuracy"), ("clusters_three", "log_loss"), ("clusters_three", "accuracy"),
]  # fmt: skip


@cache
def fold_outputs(table: str, name: str, folds: int):
    """(y, output) on the fit rows and on the other rows, for each fold."""
    x, y = TABLES[table]
    classed = y.dtype.kind == "i"
    splitter = StratifiedKFold if classed else KFold
    fits = []
    for fit, rest in splitter(folds, shuffle=True, random_state=0).split(x, y):
        model = clone((CLASSES if classed else VALUES)[name]).fit(x[fit], y[fit])
        output = model.predict_proba if classed else model.predict
        fits.append(((y[fit], output(x[fit])), (y[rest], output(x[rest]))))
    return fits


def scores(table: str, metric_name: str, name: str, folds: int = 5):
    judge = metric(metric_name)
    fits = fold_outputs(table, name, folds)
    return [judge(*fit) for fit, _ in fits], [judge(*rest) for _, rest in fits]


def word(table: str, metric_name: str, name: str, folds: int = 5, board: tuple[str, ...] = ("good",)) -> str:
    greater = metric(metric_name).greater_is_better
    train, valid = scores(table, metric_name, name, folds)
    found = [np.mean(scores(table, metric_name, other, folds)[1]) for other in ("baseline", name, *board)]
    told, evidence = diagnose(
        train_scores=train,
        valid_scores=valid,
        baseline_score=found[0],
        best_score=max(found) if greater else min(found),
        greater_is_better=greater,
        metric_name=metric_name,
    )
    assert set(evidence) == {"reached", "gap", "spread"}
    return told


def planted():
    for table, judge in JUDGED:
        for name in OVERFIT:
            yield table, judge, name, 5, "overfit"
        for name in UNDERFIT:
            yield table, judge, name, 5, "underfit"
        yield table, judge, "linear" if table == "line" else "good", 5, "fine"
    for judge in ("auc", "accuracy", "log_loss"):
        yield "noise", judge, "deep", 5, "overfit"
        yield "noise", judge, "baseline", 5, "underfit"
    for judge in ("accuracy", "auc"):
        yield "tiny", judge, "linear", 10, "unstable"
        yield "tiny", judge, "stump", 10, "unstable"
    for judge in ("rmse", "mae"):
        yield "tiny_values", judge, "stump", 12, "unstable"


def test_planted_fits_are_called_by_their_names() -> None:
    cases = list(planted())
    wrong = [(*case, told) for case in cases if (told := word(*case[:4])) != case[-1]]
    assert len(cases) >= 40
    assert len(wrong) <= 0.1 * len(cases), wrong


@pytest.mark.parametrize("told", ["overfit", "underfit", "fine", "unstable"])
def test_no_word_is_lost(told: str) -> None:
    """Of each kind at least three in four are right."""
    cases = [case for case in planted() if case[-1] == told]
    assert Counter(word(*case[:4]) for case in cases)[told] >= 0.75 * len(cases)


def test_what_learns_its_own_rows_better_than_the_best_learns_others_is_not_too_simple() -> None:
    shaky = {"train_scores": [0.03, 0.04, 0.05], "valid_scores": [0.12, 0.27, 0.42]}
    word, evidence = diagnose(**shaky, baseline_score=0.64, best_score=0.16, greater_is_better=False)
    assert evidence["gap"] < 2 * evidence["spread"]
    assert word == "overfit"


def test_a_fine_model_far_ahead_on_its_own_rows_is_told_in_words_of_its_own() -> None:
    row = BoardRow(
        rank=1, model="xgboost", algorithm="xgboost", score=1.0, score_std=0.1, train_score=0.3, fit_seconds=1.0,
        predict_seconds=0.1, diagnosis="fine", key="k", diagnosis_evidence={"gap": 0.6, "reached": 1.0},
    )  # fmt: skip
    assert row.diagnosis_words == "fine_gap"
    assert replace(row, diagnosis_evidence={"gap": 0.1}).diagnosis_words == "fine"
    for language in ("ko", "en"):
        assert has_text("diagnosis.fine_gap.sentence", language)
        assert has_text("cli.diagnosis.fine_gap", language)
