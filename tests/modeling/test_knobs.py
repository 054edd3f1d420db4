"""The algorithms' own knobs: searched, drawn as curves, and looked at two at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hanpan.modeling.algorithms.catalogue import (
    ALGORITHMS,
    MANY_CLASSES,
    NAMES,
    TAUGHT,
    algorithm,
    algorithms_for,
    known_as,
    nearest,
)
from hanpan.modeling.board.boarding import build_board
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.search.proposer import Proposer, from_the_ends
from hanpan.modeling.trial import IterationCurve, Trial
from hanpan.preparation.recipe import Recipe
from hanpan.testing.algorithms import _candidate, small_bench

PLAIN = ("linear_regression", "decision_tree", "k_neighbors")
# What the course turns at each algorithm: it is searched, and drawn as a curve.
TURNED = {
    "linear_regression": {"alpha"},
    "logistic_regression": {"C"},
    "k_neighbors": {"n_neighbors", "metric"},
    "svm": {"C", "gamma"},
    "decision_tree": {"max_depth", "min_samples_leaf"},
    "random_forest": {"n_estimators", "max_features"},
    "gradient_boosting": {"n_estimators", "learning_rate", "max_depth", "min_samples_leaf"},
    "hist_gradient_boosting": {"max_iter", "learning_rate", "l2_regularization"},
    "xgboost": {"n_estimators", "learning_rate", "max_depth", "lambda"},
    "lightgbm": {"n_estimators", "learning_rate", "num_leaves", "lambda_l2"},
    "catboost": {"n_estimators", "learning_rate", "depth", "l2_leaf_reg"},
}


def trial_of(name: str, score: float, train: float | None = None, rounds: int | None = None, **changed: Any) -> Trial:
    parameters = {**algorithm(name).defaults[0], **changed}
    curve = IterationCurve(metric="rmse", train=[], validation=[], chosen=rounds) if rounds else None
    return Trial(
        candidate=Candidate(algorithm=name, parameters=parameters, recipe=Recipe(steps=()), purpose="knob", seed=0),
        status="done",
        score=score,
        score_std=0.1,
        train_score=train,
        curve=curve,
    )


@pytest.mark.parametrize("name", TURNED)
def test_what_the_course_turns_is_searched_and_drawn(name: str) -> None:
    entry = algorithm(name)
    drawn = {knob.parameter for knob in entry.knobs} | {given for knob in entry.knobs for given in knob.given}
    together = set(entry.plane or ())
    assert drawn | together >= TURNED[name]
    assert set(entry.space) | {entry.iterations} >= TURNED[name]


@pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.name)
def test_knobs_are_parameters_that_the_algorithm_takes(entry) -> None:
    known = {*entry.fixed, *entry.space, entry.iterations}.union(*entry.defaults)
    assert all({knob.parameter, *knob.given} <= known for knob in entry.knobs)
    assert set(entry.plane or ()) <= known
    assert all(len(knob.values) >= 3 and len(set(map(str, knob.values))) == len(knob.values) for knob in entry.knobs)


@pytest.mark.parametrize("name", ["k_neighbors", "decision_tree", "random_forest", "svm"])
def test_the_knobs_change_what_is_fitted(name: str) -> None:
    """A curve that is level because its parameter is not passed on would be a lie."""
    bench = small_bench("regression")
    entry = algorithm(name)
    for knob in entry.knobs:
        ends = [
            run_trial(
                bench, _with(_candidate(entry, bench), {**entry.defaults[0], **knob.given, knob.parameter: value})
            )
            for value in (knob.values[0], knob.values[-1])
        ]
        assert ends[0].trial.score != ends[1].trial.score, knob.parameter


def _with(candidate: Candidate, parameters: dict[str, Any]) -> Candidate:
    return Candidate(
        algorithm=candidate.algorithm, parameters=parameters, recipe=candidate.recipe, purpose="knob", seed=0
    )


def test_a_curve_goes_from_simple_to_complex_and_names_what_was_not_tried() -> None:
    scores = {50: 1.2, 5: 0.9, 15: 0.7}
    board = build_board(
        "rmse", [trial_of("k_neighbors", score, score / 2, n_neighbors=k) for k, score in scores.items()]
    )
    (curve,) = board.curves
    assert curve.kind == "complexity"
    assert curve.x == ["50", "15", "5"]
    assert curve.validation == [1.2, 0.7, 0.9]
    assert curve.train == [0.6, 0.35, 0.45]
    assert curve.best == 1
    values = [str(value) for value in algorithm("k_neighbors").knobs[0].values]
    assert curve.before == values[: values.index("50")]
    assert curve.after == values[values.index("5") + 1 :]


def test_only_trials_that_differ_in_the_knob_alone_are_on_its_curve() -> None:
    trials = [trial_of("k_neighbors", 1.0, n_neighbors=k) for k in (3, 15, 50)]
    trials.append(trial_of("k_neighbors", 0.1, n_neighbors=5, weights="distance"))
    trials += [trial_of("k_neighbors", 2.0, n_neighbors=k, metric="manhattan") for k in (3, 15, 50)]
    plain, manhattan = build_board("rmse", trials).curves
    assert (plain.given, plain.x, plain.validation) == ("", ["50", "15", "3"], [1.0] * 3)
    assert (manhattan.given, manhattan.x, manhattan.validation) == ("metric=manhattan", ["50", "15", "3"], [2.0] * 3)


def test_where_starting_points_are_others_curves_follow_them() -> None:
    (entry,) = [
        one for one in algorithms_for("multiclass", ("lightgbm",), classes=MANY_CLASSES) if one.name == "lightgbm"
    ]
    assert entry.for_many_classes.keys() & {knob.parameter for knob in algorithm("lightgbm").knobs} == {"learning_rate"}
    assert "learning_rate" not in {knob.parameter for knob in entry.knobs}
    first = trial_of("lightgbm", 1.0, **entry.defaults[0])
    first = replace(first, candidate=replace(first.candidate, purpose="default"))
    others = [trial_of("lightgbm", 2.0, **{**entry.defaults[0], "num_leaves": leaves}) for leaves in (4, 8)]
    (curve,) = build_board("log_loss", [first, *others]).curves
    assert (curve.parameter, curve.x) == ("num_leaves", ["4", "8", "31"])


def test_a_map_holds_every_pair_that_was_tried_and_says_which_differ_in_them_alone() -> None:
    pairs = [(1.0, "scale"), (10.0, 0.1), (1.0, 0.01), (100.0, 0.1), (10.0, 0.01), (0.1, 0.1)]
    trials = [trial_of("svm", 0.5 + place, C=c, gamma=gamma) for place, (c, gamma) in enumerate(pairs)]
    (plane,) = build_board("rmse", trials).planes
    assert (plane.x, plane.y) == ("C", "gamma")
    assert [(point.x, point.y, point.score, point.alone) for point in plane.points] == [
        (c, gamma, 0.5 + place, True) for place, (c, gamma) in enumerate(pairs)
    ]


def test_rounds_on_a_map_are_those_that_were_chosen() -> None:
    tried = [(0.02, 400), (0.04, 200), (0.08, 120), (0.16, 60), (0.32, 20)]
    trials = [trial_of("xgboost", rate, rounds=rounds, learning_rate=rate) for rate, rounds in tried]
    trials.append(trial_of("xgboost", 0.1, rounds=90, learning_rate=0.08, max_depth=3))
    (plane,) = build_board("rmse", trials).planes
    assert plane.rounds
    assert [(point.y, point.x) for point in plane.points] == [*tried, (0.08, 90)]
    assert [point.alone for point in plane.points] == [True] * 5 + [False]


def test_no_map_of_points_in_a_line() -> None:
    assert build_board("rmse", [trial_of("svm", 1.0, C=c) for c in (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)]).planes == []


def proposer_of(names: tuple[str, ...]) -> Proposer:
    return Proposer(
        tuple(map(algorithm, names)), {name: Recipe(steps=()) for name in names}, greater_is_better=False, seed=3
    )


def proposed(names: tuple[str, ...], count: int, score: Callable[[Candidate], float]) -> list[Candidate]:
    proposer, trials, found = proposer_of(names), [], []
    for _ in range(count):
        candidate = proposer.next(trials)
        if candidate is None:
            break
        found.append(candidate)
        trials.append(Trial(candidate=candidate, status="done", score=score(candidate), score_std=0.1))
    return found


def by_name(candidate: Candidate) -> float:
    return 1.0 + ["linear_regression", "decision_tree", "k_neighbors", "xgboost", "baseline"].index(candidate.algorithm)


def test_defaults_come_first_then_curves_from_their_ends() -> None:
    names = ("baseline", *PLAIN, "xgboost")
    found = proposed(names, 90, by_name)
    assert [one.algorithm for one in found[: len(names)]] == list(names)
    assert {one.purpose for one in found[: len(names)]} == {"default"}
    tree = [one.parameters for one in found if one.purpose == "knob" and one.algorithm == "decision_tree"]
    depths = [parameters["max_depth"] for parameters in tree if parameters["min_samples_leaf"] == 10]
    values = algorithm("decision_tree").knobs[0].values
    assert depths == [value for value in from_the_ends(values) if value != 5]  # the default is among the first trials


def test_a_run_of_ninety_trials_draws_every_curve_of_the_plain_algorithms_and_some_of_others() -> None:
    trials = [
        Trial(candidate=one, status="done", score=by_name(one), score_std=0.1)
        for one in proposed(("baseline", *PLAIN, "xgboost"), 90, by_name)
    ]
    drawn = {(curve.algorithm, curve.parameter, curve.given) for curve in build_board("rmse", trials).curves}
    assert drawn >= {
        ("decision_tree", "max_depth", ""),
        ("decision_tree", "min_samples_leaf", ""),
        ("k_neighbors", "n_neighbors", ""),
        ("k_neighbors", "n_neighbors", "metric=manhattan"),
        ("xgboost", "max_depth", ""),
    }


def test_the_same_trials_lead_to_the_same_proposals() -> None:
    names = ("baseline", *PLAIN, "xgboost")
    once, again = (proposed(names, 40, by_name) for _ in range(2))
    assert [one.key for one in once] == [one.key for one in again]
    assert len({one.key for one in once}) == 40


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12])
def test_from_the_ends_holds_every_value_once(count: int) -> None:
    values = list(range(count))
    order = from_the_ends(values)
    assert sorted(order) == values
    assert set(order[:2]) == {values[0], values[-1]}


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("knn", "k_neighbors"),
        ("KNN", "k_neighbors"),
        ("k-nearest neighbours", "k_neighbors"),
        ("최근접 이웃", "k_neighbors"),
        ("rf", "random_forest"),
        ("랜덤 포레스트", "random_forest"),
        ("랜덤포레스트", "random_forest"),
        ("Random Forest", "random_forest"),
        ("svc", "svm"),
        ("서포트 벡터 머신", "svm"),
        ("lgbm", "lightgbm"),
        ("xgb", "xgboost"),
        ("XGBoost", "xgboost"),
        ("gbm", "gradient_boosting"),
        ("캣부스트", "catboost"),
        ("의사결정나무", "decision_tree"),
        ("로지스틱 회귀", "logistic_regression"),
        ("선형 회귀", "linear_regression"),
        ("mlp", "network"),
        ("신경망", "network"),
        ("앙상블", "ensemble"),
    ],
)
def test_algorithms_are_found_by_what_people_call_them(called: str, name: str) -> None:
    assert known_as(called) == name


def test_what_is_nearly_right_is_offered() -> None:
    assert nearest("random_forrest")[0] == "random_forest"
    assert nearest("랜덤포리스트")[0] == "random_forest"
    assert known_as("horse") is None


def test_everything_on_a_board_has_its_place_in_the_order_of_the_course() -> None:
    assert sorted(TAUGHT) == sorted({*NAMES, "ensemble"})
    course = ("linear_regression", "k_neighbors", "svm", "decision_tree", "random_forest", "xgboost", "network")
    places = [TAUGHT.index(name) for name in course]
    assert places == sorted(places)


@pytest.mark.parametrize("task", ["regression", "binary"])
def test_networks_and_boosting_tell_their_losses_in_the_same_unit(task: str) -> None:
    """y lies near 1000: a curve of standardised values would be hundreds of times smaller."""
    bench = small_bench(task)
    if task == "regression":
        bench = replace(bench, y=1000 + 300 * bench.y)
    metric = {"regression": "rmse", "binary": "log_loss"}[task]
    for name in ("xgboost", "network", "network_modern", "network_packed"):
        trial = run_trial(bench, _candidate(algorithm(name), bench)).trial
        curve = trial.curve
        assert curve is not None
        assert curve.metric == metric
        assert np.nanmin(np.array(curve.validation, float)) == pytest.approx(trial.metrics[metric], rel=0.35)
