"""Rare classes learnt by weights or resampled rows: right probabilities, no leak, one more setting of the search."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from hanpan.business.problem import Problem
from hanpan.data.schema import Column, Schema
from hanpan.deployment.manifest import PartRecord, _check_part
from hanpan.foundation.errors import BundleError, UsageError
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, algorithm, algorithms_for
from hanpan.modeling.candidate import WAYS, Candidate
from hanpan.modeling.estimators.base import Rows
from hanpan.modeling.fitted.contributions import contributions
from hanpan.modeling.fitted.model import model_of
from hanpan.modeling.fitting.balancing import balanced
from hanpan.modeling.fitting.fitting import fit_once, run_trial
from hanpan.modeling.fitting.shares import brought_back, correction
from hanpan.modeling.fitting.stored import Part, same_answers, store_fit
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.rare import require_ways, ways_to_try
from hanpan.modeling.search.proposer import Proposer
from hanpan.preparation.planner import plan

SHARE = 0.12
QUICK = {"epochs": 8, "n_estimators": 20, "max_iter": 20}
PAIRS = [(entry.name, way) for entry in ALGORITHMS if not entry.grouped for way in entry.balance if way != "smote"]


def bench_of(n=300, share=SHARE, noise=False):
    """Two classes, one of them rare; four numbers, of which two shift with it unless y is noise."""
    random = np.random.default_rng(4)
    y = (random.permutation(n) < share * n).astype(int)
    x = random.normal(size=(n, 4))
    if not noise:
        x[:, :2] += 1.2 * y[:, None]
    frame = pd.DataFrame(x, columns=list("abcd"))
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    parts = np.array_split(random.permutation(n), 3)
    folds = [(np.setdiff1d(np.arange(n), part), np.sort(part)) for part in parts]
    return Bench(problem, Schema(columns=tuple(Column(name=name, kind="number") for name in "abcd")), frame, y, folds)


def candidate_of(bench, name, way):
    entry = algorithm(name)
    recipe = plan(bench.schema, entry.needs, n_rows=len(bench.y), task="binary", n_classes=2)
    known = {**entry.fixed, **entry.defaults[0]}
    quick = {key: value for key, value in QUICK.items() if key in known}
    return Candidate(algorithm=name, parameters={**entry.defaults[0], **quick, "balance": way}, recipe=recipe)


@pytest.mark.parametrize(("name", "way"), PAIRS)
def test_the_mean_probability_is_the_share_of_the_class(name, way):
    bench = bench_of()
    tried = run_trial(bench, candidate_of(bench, name, way))
    learnt = brought_back(tried.outputs, 1 / np.array(tried.trial.factors))
    assert tried.outputs[:, 1].mean() == pytest.approx(SHARE, abs=1e-3)
    assert learnt[:, 1].mean() > SHARE + 0.03
    assert np.allclose(tried.outputs.sum(axis=1), 1)


@pytest.mark.parametrize("name", ["lightgbm", "logistic_regression", "random_forest"])
def test_chances_are_as_good_as_plain_ones(name):
    """Uncorrected, the chances of a rare class are twice too high and the log loss is a third worse."""
    bench = bench_of(n=900)
    weighed = run_trial(bench, candidate_of(bench, name, "weights"))
    plain = run_trial(bench, candidate_of(bench, name, "none"))
    assert weighed.trial.metrics["log_loss"] < 1.1 * plain.trial.metrics["log_loss"]


@pytest.mark.parametrize("way", ["copies", "weights"])
def test_nothing_of_a_validation_fold_is_learnt(way):
    """Of noise nothing can be learnt, unless copies of a row stand on both sides."""
    bench = bench_of(n=600, noise=True)
    tree = candidate_of(bench, "decision_tree", way)
    tree = replace(tree, parameters={**tree.parameters, "max_depth": None, "min_samples_leaf": 1})
    assert abs(run_trial(bench, tree).trial.score - 0.5) < 0.1


def test_the_model_that_is_stored_is_brought_back_too():
    bench = bench_of()
    candidate = candidate_of(bench, "lightgbm", "weights")
    tried = run_trial(bench, candidate)
    fitted = fit_once(bench, candidate, tried.trial.curve.chosen, tried.trial.factors)
    part = Part(store_fit(candidate, fitted, 2, bench.frame.head(20)))
    assert same_answers(fitted.output(bench.frame), part.output(bench.frame), 1e-6)
    assert part.output(bench.frame)[:, 1].mean() == pytest.approx(SHARE, abs=0.05)


def test_the_shares_of_columns_add_up_to_what_was_brought_back():
    bench = bench_of()
    candidate = candidate_of(bench, "lightgbm", "weights")
    tried = run_trial(bench, candidate)
    fit = store_fit(candidate, fit_once(bench, candidate, 5, tried.trial.factors), 2, bench.frame.head(20))
    from hanpan.business.decision import DecisionRule

    model = model_of(bench.problem, bench.schema, [fit], [1.0], DecisionRule())
    told = contributions(model, bench.frame.head(5), bench.frame)
    odds = told.base + told.values.sum(axis=1)
    assert told.exact
    np.testing.assert_allclose(1 / (1 + np.exp(-odds)), model.output(bench.frame.head(5))[:, 1], atol=1e-6)


@pytest.mark.parametrize("factors", [[1.0], [1.0, 0.0], [1.0, float("nan")], [2.0, 1.0]])
def test_factors_that_do_not_fit_are_no_part_of_a_model_file(factors):
    part = PartRecord(
        algorithm="lightgbm",
        key="k",
        weight=1.0,
        kind="lightgbm",
        folder="parts/1",
        n_features=2,
        n_outputs=2,
        factors=factors,
    )
    with pytest.raises(BundleError):
        _check_part(part, 2)


def test_a_class_that_cannot_be_judged_is_not_left_as_common_as_it_was_learnt():
    """A class of one row stands in no validation fold: weighed up, it would keep its raised chances."""
    y = np.repeat([0, 1], [90, 10])
    output = np.column_stack([np.full(100, 0.4), np.full(100, 0.4), np.full(100, 0.2)])
    assert brought_back(output, correction(y, output))[:, 2].max() < 0.06


def test_a_class_that_is_never_answered_or_nowhere_stays_as_it_is():
    y, output = np.array([0, 0, 1]), np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.2, 0.8, 0.0]])
    back = brought_back(output, correction(y, output))
    assert back.mean(axis=0) == pytest.approx([2 / 3, 1 / 3, 0], abs=1e-3)


def proposed(ways, count=40):
    """Ways of the first candidates; whoever weighs is said to be worse, so that no score draws the search there."""
    from hanpan.modeling.trial import Trial

    entries = algorithms_for("binary", ("logistic_regression", "k_neighbors"), balance=ways)
    bench = bench_of()
    recipes = {e.name: plan(bench.schema, e.needs, n_rows=300, task="binary", n_classes=2) for e in entries}
    proposer, trials = Proposer(entries, recipes, True, 0), []
    for _ in range(count):
        candidate = proposer.next(trials)
        if candidate is not None:
            trials.append(Trial(candidate=candidate, status="done", score=0.7 - 0.1 * (candidate.balance != "none")))
    return [(trial.candidate.algorithm, trial.candidate.balance) for trial in trials]


def test_weights_are_tried_beside_plain_fits_where_a_class_is_rare():
    told = proposed(("auto",))
    of_lines = [way for name, way in told if name == "logistic_regression"]
    assert set(of_lines) == {"none", "weights"}
    assert of_lines.count("weights") < of_lines.count("none")
    assert {way for name, way in told if name == "k_neighbors"} == {"none"}  # which knows no weights


@pytest.mark.parametrize(
    ("ways", "lines", "neighbors"),
    [
        (("none",), {"none"}, {"none"}),
        (("weights",), {"weights"}, {"none"}),
        (("copies",), {"copies"}, {"copies"}),
        (("none", "copies"), {"none", "copies"}, {"none", "copies"}),
    ],
)
def test_ways_are_forced_forbidden_and_chosen_among(ways, lines, neighbors):
    told = proposed(ways, 60)
    assert {way for name, way in told if name == "logistic_regression"} == lines
    assert {way for name, way in told if name == "k_neighbors"} == neighbors


def test_what_cannot_be_asked_for_is_refused():
    with pytest.raises(UsageError) as unknown:
        require_ways(("weight",))
    assert "weights" in unknown.value.message("en")
    number = Problem(target="price", task="regression", metric="rmse")
    with pytest.raises(UsageError):
        ways_to_try(number, np.arange(9.0), ("weights",))
    assert ways_to_try(number, np.arange(9.0)) == ("none",)


def test_smote_puts_new_rows_between_neighbours_and_repeats_a_row_alone():
    pytest.importorskip("imblearn")
    x = np.vstack([np.zeros((8, 2)), [[1, 1], [1, 2], [2, 1]], [[9, 9]]]).astype(float)
    rows = balanced(Rows(x, np.array([0] * 8 + [1] * 3 + [2])), "smote", 3, 0)
    assert np.bincount(rows.y).tolist() == [8, 8, 8]
    assert (rows.x[rows.y == 1] >= 1).all()
    assert (rows.x[rows.y == 2] == 9).all()


def test_smote_without_its_library_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "imblearn.over_sampling", None)
    with pytest.raises(UsageError) as missing:
        require_ways(("none", "smote"))
    assert "balance" in missing.value.message("en")
    assert set(WAYS) == {"none", "weights", "copies", "smote"}
