"""Every algorithm on every task: stored, brought back, and the same answers."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from tests.support.benches import make_bench, recipes_for

from hanpan.business.problem import TASKS
from hanpan.deployment.predictor.rows import rows_of_frame
from hanpan.foundation.errors import BundleError
from hanpan.modeling.algorithms.catalogue import ALGORITHMS
from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.fitting.stored import Part, store_fit
from hanpan.modeling.storage import Shape, load_scorer

CASES = [(task, entry.name) for task in TASKS for entry in ALGORITHMS if task in entry.tasks and not entry.own]
ROUNDS = 12


@pytest.fixture(scope="module")
def benches():
    """A bench a task."""
    return {task: make_bench(task, n=160) for task in TASKS}


def fitted(bench, name):
    entries, recipes = recipes_for(bench, (name,))
    entry = next(entry for entry in entries if entry.name == name)
    candidate = Candidate(algorithm=name, parameters=dict(entry.defaults[0]), recipe=recipes[name])
    iterative = entry.iterations is not None or entry.family == "network"
    return candidate, fit_once(bench, candidate, ROUNDS if iterative else None)


@pytest.mark.parametrize(("task", "name"), CASES)
def test_what_is_stored_answers_alike(benches, task, name):
    bench, holdout, _ = benches[task]
    candidate, fit = fitted(bench, name)
    stored = store_fit(candidate, fit, bench.problem.n_outputs, bench.frame.head(20))
    strange = holdout.copy()
    strange.loc[0, "x0"] = np.nan
    strange.loc[1, "c"] = "never seen"
    strange.loc[2, "c"] = np.nan
    part, expected = Part(stored), fit.output(strange)
    assert part.output(strange) == pytest.approx(expected, abs=1e-6)
    alone = [part.output_of([row])[0] for row in rows_of_frame(strange.head(12))]
    assert np.array(alone) == pytest.approx(expected[:12], abs=1e-6)
    copied = pickle.loads(pickle.dumps(part))  # as scikit-learn's tools do with what answered already
    assert copied.output_of(rows_of_frame(strange.head(1)))[0] == pytest.approx(alone[0], abs=1e-9)


def test_a_preparer_without_steps_fits_no_estimator_of_columns(benches):
    bench = benches["binary"][0]
    candidate, fit = fitted(bench, "logistic_regression")
    stored = store_fit(candidate, fit, 2, bench.frame.head(5))
    emptied = {**unpack(stored.preparer), "steps": []}
    with pytest.raises(BundleError):
        Part(replace(stored, preparer=pack(emptied)))


TREES = [("regression", "random_forest"), ("binary", "gradient_boosting"), ("multiclass", "hist_gradient_boosting")]


@pytest.mark.parametrize(("task", "name"), TREES)
@pytest.mark.parametrize("harm", ["child", "cycle", "feature", "root", "short", "not_finite"])
def test_harmed_trees_are_refused(benches, task, name, harm):
    bench = benches[task][0]
    candidate, fit = fitted(bench, name)
    stored = store_fit(candidate, fit, bench.problem.n_outputs, bench.frame.head(5))
    state = {k: np.array(v) if isinstance(v, np.ndarray) else v for k, v in unpack(stored.members["trees.npz"]).items()}
    inner = int(np.flatnonzero(np.asarray(state["left"]) >= 0)[1])
    if harm == "child":
        state["left"][inner] = 10**6
    elif harm == "cycle":
        state["left"][inner] = 0
    elif harm == "feature":
        state["feature"][inner] = 10**6
    elif harm == "root":
        state["roots"][-1] = 10**7
    elif harm == "short":
        state["value"] = state["value"][:-1]
    else:
        state["value"][0] = np.nan
    with pytest.raises(BundleError):
        load_scorer(stored.kind, {"trees.npz": pack(state)}, stored.shape)


@pytest.mark.parametrize("name", ["xgboost", "lightgbm"])
def test_harmed_boosters_are_refused(benches, name):
    bench = benches["binary"][0]
    candidate, fit = fitted(bench, name)
    stored = store_fit(candidate, fit, 2, bench.frame.head(5))
    (file, content), *_ = stored.members.items()
    harms = {
        "xgboost": [(b'"split_indices":[', b'"split_indices":[99'), (b'"left_children":[1', b'"left_children":[9999')],
        "lightgbm": [(b"split_feature=", b"split_feature=99"), (b"left_child=", b"left_child=77")],
    }[name]
    for old, new in harms:
        assert old in content
        with pytest.raises(BundleError):
            load_scorer(stored.kind, {file: content.replace(old, new, 1)}, stored.shape)


def test_the_wrong_shape_is_refused(benches):
    bench = benches["binary"][0]
    for name in ("logistic_regression", "k_neighbors", "svm", "lightgbm", "xgboost", "catboost", "network"):
        candidate, fit = fitted(bench, name)
        stored = store_fit(candidate, fit, 2, bench.frame.head(5))
        wrong = Shape(stored.n_features + 1, 2, stored.shape.categorical)
        with pytest.raises(BundleError):
            load_scorer(stored.kind, stored.members, wrong)


def test_arrays_that_promise_more_than_they_have_are_refused():
    good = pack({"a": np.zeros(10)})
    assert unpack(good)["a"].shape == (10,)
    with pytest.raises(BundleError):
        unpack(good[: len(good) // 2])
    with pytest.raises(BundleError):
        unpack(b"not a zip at all")
    with pytest.raises(TypeError):
        pack({"a": object()})
