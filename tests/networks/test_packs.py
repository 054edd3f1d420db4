"""Packs of networks: shared weights and their own, stopping, what is stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hanpan.networks as hn

SMALL: dict[str, Any] = {"hidden": (8, 8), "n_members": 4, "pieces": 4, "random_state": 0}


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(0).normal(size=(200, 4))
    return x, x[:, 0] - 2 * (x[:, 1] > 0)


def test_members_share_their_weights_and_differ_by_multipliers(table: Any) -> None:
    network = hn.PackedNetworkRegressor(epochs=4, **SMALL).fit(*table)
    kernels = [network.arrays_[name] for name in sorted(network.arrays_) if name.endswith("kernel")]
    assert all(kernel.shape[0] == 4 for kernel in kernels)
    assert network.record_.n_parameters < sum(kernel.size for kernel in kernels)
    shared = kernels[1]  # between the hidden layers: kernel * in * out has members of rank 1 against each other
    ratio = shared[1] / shared[0]
    assert np.linalg.svd(ratio, compute_uv=False)[1] < 1e-3 * np.linalg.svd(ratio, compute_uv=False)[0]
    assert not np.allclose(shared[0], shared[1])


def test_its_answer_is_the_mean_of_its_members(table: Any) -> None:
    x, y = table
    network = hn.PackedNetworkClassifier(epochs=4, **SMALL).fit(x, y > 0)
    model = network.model_
    assert np.allclose(model.predict(x, verbose=0), network.predict_proba(x), atol=1e-6)
    assert np.allclose(network.predict_proba(x).sum(axis=1), 1)


def test_the_packed_network_stops_early_at_the_best_of_the_mean(table: Any) -> None:
    x, _ = table
    noise = np.random.default_rng(1).normal(size=200)
    network = hn.PackedNetworkRegressor(epochs=300, patience=6, learning_rate=0.01, **SMALL).fit(x, noise)
    losses = network.history_["val_loss"]
    assert len(losses) == network.epochs_ + 6 < 300
    assert losses[network.epochs_ - 1] == min(losses)


def test_fixed_epochs_train_on_all_rows(table: Any) -> None:
    network = hn.PackedNetworkRegressor(fixed_epochs=7, **SMALL).fit(*table)
    assert network.epochs_ == 7
    assert list(network.history_) == ["loss"]


def test_a_pack_ends_early_where_nothing_more_comes(table: Any) -> None:
    x, y = table
    noise = np.random.default_rng(1).integers(0, 2, 200)
    hopeless = hn.ModernNetworkClassifier(epochs=64, **SMALL).fit(x, noise)
    assert len(hopeless.history_["val_loss"]) < 64
    assert len(hopeless.history_["val_loss"]) >= 2 * hopeless.epochs_
    learning = hn.ModernNetworkRegressor(epochs=64, **SMALL).fit(x, y)
    assert len(learning.history_["val_loss"]) == 64


@pytest.mark.parametrize("kind", [hn.PackedNetworkRegressor, hn.ModernNetworkRegressor])
def test_the_same_seed_gives_the_same_pack(kind: Any, table: Any) -> None:
    first, second = (kind(epochs=3, **SMALL).fit(*table).predict(table[0]) for _ in range(2))
    assert np.array_equal(first, second)
