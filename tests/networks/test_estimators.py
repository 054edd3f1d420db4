"""Networks in scikit-learn's form: learning, early stopping, storage, copies."""

from __future__ import annotations

import copy
import json
import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import estimator_checks_generator, parametrize_with_checks

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError

TINY: dict[str, Any] = {"hidden": (4,), "epochs": 40, "learning_rate": 0.05, "random_state": 0}
PACK: dict[str, Any] = {"hidden": (8,), "epochs": 12, "n_members": 2, "random_state": 0}
NETWORKS = [
    hn.NetworkClassifier(**TINY),
    hn.NetworkRegressor(**TINY),
    hn.ModernNetworkClassifier(**PACK),
    hn.ModernNetworkRegressor(**PACK),
    hn.PackedNetworkClassifier(**PACK),
    hn.PackedNetworkRegressor(**PACK),
]
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


def stochastic(estimator: Any) -> dict[str, str]:
    return {"check_sample_weight_equivalence_on_dense_data": "batches and inner validation rows are drawn at random"}


# A program is compiled for each shape, so that the full list takes a minute: the telling ones are run here.
TELLING = (
    "check_estimators_nan_inf",
    "check_estimators_pickle",
    "check_fit2d_1sample",
    "check_fit2d_1feature",
    "check_classifiers_one_label",
    "check_dict_unchanged",
    "check_dont_overwrite_attributes",
    "check_estimators_unfitted",
    "check_get_params_invariance",
    "check_no_attributes_set_in_init",
)


def telling(estimator: Any) -> list[Any]:
    pairs = estimator_checks_generator(estimator)
    return [(made, check) for made, check in pairs if getattr(check, "func", check).__name__ in TELLING]


@pytest.mark.parametrize(
    ("estimator", "check"),
    [pair for network in NETWORKS[:2] for pair in telling(network)],
    ids=lambda value: getattr(getattr(value, "func", None), "__name__", type(value).__name__),
)
def test_scikit_learn_conventions(estimator: Any, check: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check(estimator)


@pytest.mark.slow
@parametrize_with_checks(NETWORKS, expected_failed_checks=stochastic)
def test_all_scikit_learn_conventions(estimator: Any, check: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check(estimator)


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    x = random.normal(size=(240, 4))
    return x, x[:, 0] - 2 * (x[:, 1] > 0) + 0.1 * random.normal(size=240)


@pytest.mark.parametrize("kind", [hn.NetworkRegressor, hn.ModernNetworkRegressor, hn.PackedNetworkRegressor])
def test_numbers_are_learnt_in_their_own_unit(kind: Any, table: Any) -> None:
    x, y = table
    network = kind(random_state=0, learning_rate=0.02).fit(x[:180], 1e6 + 1e4 * y[:180])
    assert network.score(x[180:], 1e6 + 1e4 * y[180:]) > 0.85


@pytest.mark.parametrize("kind", [hn.NetworkClassifier, hn.ModernNetworkClassifier])
def test_three_labels_and_a_class_of_one_row(kind: Any, table: Any) -> None:
    x, y = table
    labels = np.where(y > 0.5, "high", np.where(y > -1, "middle", "low")).astype(object)
    labels[7] = "alone"
    settings = {"random_state": 0, **({"learning_rate": 0.01} if kind is hn.NetworkClassifier else {})}
    network = kind(**settings).fit(x, labels)
    assert list(network.classes_) == ["alone", "high", "low", "middle"]
    assert np.allclose(network.predict_proba(x).sum(axis=1), 1)
    assert network.score(x, labels) > 0.8


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: type(network).__name__)
def test_stored_networks_answer_as_the_fitted_ones_do(network: Any, table: Any) -> None:
    x, y = table
    fitted = network.fit(x, y if "Regressor" in type(network).__name__ else y > 0)
    members = hn.to_bytes(fitted)
    assert sorted(members) == ["network.json", "network.keras", "weights.npz"]
    assert np.array_equal(hn.from_bytes(members).output(x), fitted.output(x))
    by_keras = {**members, "network.json": json.dumps({**json.loads(members["network.json"]), "layers": None}).encode()}
    assert np.allclose(hn.from_bytes(by_keras).output(x), fitted.output(x), atol=1e-6)
    assert np.array_equal(copy.deepcopy(fitted).output(x), fitted.output(x))


def test_the_same_seed_gives_the_same_network(table: Any) -> None:
    x, y = table
    first, second, other = (hn.NetworkRegressor(**{**TINY, "random_state": seed}).fit(x, y) for seed in (3, 3, 4))
    assert np.array_equal(first.predict(x), second.predict(x))
    assert not np.array_equal(first.predict(x), other.predict(x))


def test_stops_early_and_keeps_the_best_epoch() -> None:
    random = np.random.default_rng(0)
    x, noise = random.normal(size=(90, 6)), random.normal(size=90)
    network = hn.NetworkRegressor(hidden=(32,), learning_rate=0.03, patience=8, epochs=400, random_state=0).fit(
        x, noise
    )
    losses = network.history_["val_loss"]
    assert len(losses) == network.epochs_ + 8 < 400
    assert losses[network.epochs_ - 1] == min(losses)
    assert network.history_["loss"][-1] < network.history_["loss"][0]


def test_fixed_epochs_use_all_rows_and_choose_nothing(table: Any) -> None:
    x, y = table
    network = hn.NetworkRegressor(**{**TINY, "fixed_epochs": 7}).fit(x, y)
    assert network.epochs_ == 7 == len(network.history_["loss"])
    assert "val_loss" not in network.history_


def test_an_error_beyond_all_measure_is_tried_again_with_smaller_steps_or_refused(table: Any) -> None:
    x, y = table
    again = hn.NetworkRegressor(**{**TINY, "hidden": (), "learning_rate": 1e4}).fit(x, y)
    assert again.learning_rate_ < 1e4
    with pytest.raises(NetworkError, match="learning rate"):
        hn.NetworkRegressor(**{**TINY, "hidden": (), "learning_rate": 1e30}).fit(x, y)


def test_one_class_is_refused(table: Any) -> None:
    x, _ = table
    with pytest.raises(NetworkError, match="same class, no"):
        hn.NetworkClassifier(**TINY).fit(x, ["no"] * len(x))


def test_sample_weight_decides_between_two_answers() -> None:
    x = np.zeros((60, 1))
    y, weight = np.repeat([0.0, 10.0], 30), np.repeat([9.0, 1.0], 30)
    network = hn.NetworkRegressor(hidden=(), fixed_epochs=300, learning_rate=0.05, random_state=0)
    assert network.fit(x, y, sample_weight=weight).predict(x)[0] == pytest.approx(1, abs=0.3)
