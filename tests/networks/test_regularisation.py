"""What holds a network back does what it says: early stopping, dropout, L1 and L2."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hanpan.networks as hn

PLAIN: dict[str, Any] = {"hidden": (16,), "learning_rate": 0.02, "fixed_epochs": 60, "random_state": 0}


@pytest.fixture(scope="module")
def noisy() -> tuple[np.ndarray, np.ndarray]:
    """(100, 8) columns of which one matters, and much noise: easy to over-fit."""
    random = np.random.default_rng(0)
    x = random.normal(size=(100, 8))
    return x, x[:, 0] + random.normal(size=100)


def kernel(network: Any) -> np.ndarray:
    return network.arrays_["0.kernel"]


def test_l2_keeps_weights_small_and_l1_drives_them_to_zero(noisy: Any) -> None:
    free, squared, sizes = (
        kernel(hn.NetworkRegressor(**PLAIN, **held).fit(*noisy)) for held in ({}, {"l2": 0.05}, {"l1": 0.05})
    )
    assert np.square(squared).sum() < 0.3 * np.square(free).sum()
    nearly_none = [float(np.mean(np.abs(weights) < 0.01)) for weights in (free, squared, sizes)]
    assert nearly_none[2] > 0.6 > 0.2 > nearly_none[0]
    assert nearly_none[2] > nearly_none[1]


def test_the_curve_shows_losses_without_penalties(noisy: Any) -> None:
    x, y = noisy
    network = hn.NetworkRegressor(**PLAIN, l2=0.05).fit(x, y)
    errors = np.square((network.predict(x) - y) / y.std())
    assert network.history_["loss"][-1] == pytest.approx(errors.mean(), rel=1e-4)


def test_dropout_pauses_nodes_while_learning_and_never_when_predicting(noisy: Any) -> None:
    x, y = noisy
    free, held = (hn.NetworkRegressor(**PLAIN, dropout=share).fit(x, y) for share in (0.0, 0.5))
    assert held.score(x, y) < free.score(x, y)
    assert np.array_equal(held.predict(x), held.predict(x))
    model = held.model_
    learning = [np.asarray(model(x, training=True)) for _ in range(2)]
    assert not np.array_equal(*learning)
    assert [layer.rate for layer in model.layers if type(layer).__name__ == "Dropout"] == [0.5]


def stopped(noisy: Any, **settings: Any) -> Any:
    return hn.NetworkRegressor(**{**PLAIN, "fixed_epochs": None, "epochs": 150, **settings}).fit(*noisy)


def test_patience_counts_epochs_after_the_best_whose_weights_come_back(noisy: Any) -> None:
    for patience in (3, 10):
        network = stopped(noisy, patience=patience)
        losses = network.history_["val_loss"]
        assert len(losses) == network.epochs_ + patience < 150
        assert losses[network.epochs_ - 1] == min(losses)
    again = stopped(noisy, patience=10, epochs=network.epochs_)  # the same training, ended at the best epoch
    assert np.array_equal(again.predict(noisy[0]), network.predict(noisy[0]))


def test_min_delta_does_not_count_small_improvements(noisy: Any) -> None:
    strict, lenient = (stopped(noisy, patience=10, learning_rate=0.002, min_delta=delta) for delta in (0.05, 0.0))
    assert len(strict.history_["val_loss"]) < len(lenient.history_["val_loss"])


def test_without_validation_rows_all_epochs_are_run_on_all_rows(noisy: Any) -> None:
    network = stopped(noisy, validation_fraction=0.0, epochs=12)
    assert (network.epochs_, list(network.history_), len(network.history_["loss"])) == (12, ["loss"], 12)
    fixed = stopped(noisy, fixed_epochs=7)
    assert (fixed.epochs_, len(fixed.history_["loss"])) == (7, 7)
