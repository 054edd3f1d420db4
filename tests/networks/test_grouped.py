"""Controlled connections: groups of columns that feed named hidden nodes of their own, and no others."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import estimator_checks_generator, parametrize_with_checks

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.stored.safety import load_safely

GROUPS = {"money": [0, 1], "household/사람": [3]}
TINY: dict[str, Any] = {"nodes": 2, "hidden": (4,), "epochs": 30, "learning_rate": 0.02, "random_state": 0}
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
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(0).normal(size=(150, 5))
    return x, x[:, 0] + np.tanh(x[:, 1] * x[:, 3]) + 0.1 * x[:, 4]


@pytest.fixture(scope="module")
def fitted(table: Any) -> hn.GroupedNetworkRegressor:
    return hn.GroupedNetworkRegressor(GROUPS, **TINY).fit(*table)


def telling(estimator: Any) -> list[Any]:
    pairs = estimator_checks_generator(estimator)
    return [(made, check) for made, check in pairs if getattr(check, "func", check).__name__ in TELLING]


@pytest.mark.parametrize(
    ("estimator", "check"),
    telling(hn.GroupedNetworkClassifier(**TINY)),
    ids=lambda value: getattr(getattr(value, "func", None), "__name__", type(value).__name__),
)
def test_scikit_learn_conventions(estimator: Any, check: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check(estimator)


def stochastic(estimator: Any) -> dict[str, str]:
    return {"check_sample_weight_equivalence_on_dense_data": "batches and inner validation rows are drawn at random"}


@pytest.mark.slow
@parametrize_with_checks(
    [hn.GroupedNetworkClassifier(**TINY), hn.GroupedNetworkRegressor(**TINY)], expected_failed_checks=stochastic
)
def test_all_scikit_learn_conventions(estimator: Any, check: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check(estimator)


def test_no_node_hears_of_another_group(fitted: Any) -> None:
    import jax

    model = fitted.model_
    assert fitted.groups_ == {"money": (0, 1), "household_사람": (3,), "others": (2, 4)}
    for name, columns in fitted.groups_.items():
        nodes = type(model)(model.inputs[0], model.get_layer(name).output)
        row = np.ones((1, 5), np.float32)
        slopes = np.asarray(jax.jacobian(lambda x, nodes=nodes: nodes(x))(row)).reshape(-1, 5)
        strangers = [column for column in range(5) if column not in columns]
        assert not slopes[:, strangers].any()
        assert slopes.shape == (2, 5)


def test_nodes_answer_under_the_names_of_their_groups(fitted: Any, table: Any) -> None:
    x, _ = table
    names = [f"{group} {number}" for group in ("money", "household_사람", "others") for number in (1, 2)]
    assert fitted.node_names_ == names
    model = fitted.model_
    by_keras = [type(model)(model.inputs[0], model.get_layer(name).output)(x) for name in fitted.groups_]
    assert np.allclose(fitted.node_outputs(x), np.concatenate(by_keras, axis=1), atol=1e-6)


@pytest.mark.parametrize("activation", ["relu", "maxout", "leaky_relu"])
@pytest.mark.parametrize("hidden", [(), (3,)])
def test_stored_networks_answer_alike_and_keep_the_names(activation: str, hidden: Any, table: Any) -> None:
    x, y = table
    settings = {**TINY, "hidden": hidden, "activation": activation, "dropout": 0.1, "epochs": 3}
    network = hn.GroupedNetworkClassifier(GROUPS, **settings).fit(x, y > 0)
    members = hn.to_bytes(network)
    assert sorted(members) == ["network.json", "network.keras", "weights.npz"]
    assert np.array_equal(hn.from_bytes(members).output(x), network.output(x))
    opened = load_safely(members["network.keras"])
    assert {"money", "household_사람", "others", "money_columns"} <= {layer.name for layer in opened.layers}
    assert np.allclose(opened.predict(x, verbose=0)[:, 0], network.output(x)[:, 1], atol=1e-6)


def test_columns_may_be_named_shared_and_missing_from_groups() -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 3)), columns=["age", "income", "house"])
    groups = {"money": ["income", "house"], "life": ["age", "income"], "empty": []}
    network = hn.GroupedNetworkRegressor(groups, **TINY).fit(frame, frame["age"])
    assert network.groups_ == {"money": (1, 2), "life": (0, 1)}


@pytest.mark.parametrize("column", [7, -1, "rent"])
def test_a_column_that_is_not_there_is_refused(column: Any, table: Any) -> None:
    with pytest.raises(NetworkError) as refused:
        hn.GroupedNetworkRegressor({"money": [0, column]}, **TINY).fit(*table)
    assert refused.value.key == "network_group_column"
    assert all(str(column) in refused.value.message(language) for language in ("ko", "en"))


@pytest.mark.parametrize("name", ["output", "columns", "groups", "hidden_1", "others", "money_columns", "", "a/b"])
def test_any_name_may_be_given_to_a_group(name: str, table: Any) -> None:
    network = hn.GroupedNetworkRegressor({"money": [0], name: [1], "a_b": [2]}, **{**TINY, "epochs": 1}).fit(*table)
    assert len(network.groups_) == 4
    assert network.predict(table[0]).shape == (150,)


def test_the_same_seed_gives_the_same_network(table: Any) -> None:
    first, second = (hn.GroupedNetworkRegressor(GROUPS, **TINY).fit(*table) for _ in range(2))
    assert np.array_equal(first.predict(table[0]), second.predict(table[0]))
