"""Packs of networks: shared weights and their own, stopping, what is stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.modeling.listening.stopwatch import limited_to
from hanpan.modeling.networks.estimators import pack_training
from hanpan.modeling.networks.estimators.modern import pieces_for
from hanpan.modeling.networks.estimators.pack import taken
from hanpan.modeling.networks.estimators.pack_training import table_for
from hanpan.modeling.networks.plain.encoding import encode, learn_encoding

SMALL: dict[str, Any] = {"hidden": (8, 8), "n_members": 4, "pieces": 4, "random_state": 0}


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(0).normal(size=(200, 4))
    return x, x[:, 0] - 2 * (x[:, 1] > 0)


def test_members_share_their_weights_and_differ_by_multipliers(table: Any) -> None:
    network = hn.PackedNetworkRegressor(epochs=4, n_trunks=2, **SMALL).fit(*table)
    kernels = [network.arrays_[name] for name in sorted(network.arrays_) if name.endswith("kernel")]
    assert all(kernel.shape[0] == 2 * 4 for kernel in kernels)
    assert network.record_.n_parameters < sum(kernel.size for kernel in kernels)
    between = kernels[1]  # of the hidden layers: kernel * in * out, so that members of a trunk differ by rank 1
    assert is_rank_one(between[1] / between[0])
    assert not is_rank_one(between[4] / between[0])  # of another trunk
    assert not np.allclose(between[0], between[1])


def is_rank_one(matrix: np.ndarray) -> bool:
    sizes = np.linalg.svd(matrix, compute_uv=False)
    return bool(sizes[1] < 1e-3 * sizes[0])


def test_its_answer_is_the_mean_of_its_members(table: Any) -> None:
    x, y = table
    network = hn.PackedNetworkClassifier(epochs=4, **SMALL).fit(x, y > 0)
    model = network.model_
    assert np.allclose(model.predict(x, verbose=0), network.predict_proba(x), atol=1e-6)
    assert np.allclose(network.predict_proba(x).sum(axis=1), 1)


@pytest.mark.parametrize("kind", [hn.PackedNetworkClassifier, hn.ModernNetworkClassifier])
def test_packs_tell_loss_and_accuracy_of_each_epoch(kind: Any, table: Any) -> None:
    x, y = table
    network = kind(epochs=24, **SMALL).fit(x, y > 0)
    assert list(network.history_) == ["loss", "val_loss", "accuracy", "val_accuracy"]
    assert len({len(curve) for curve in network.history_.values()}) == 1
    assert 0.8 < network.history_["val_accuracy"][-1] <= 1


def test_more_rows_are_cut_into_more_pieces_unless_told_or_wide() -> None:
    assert [pieces_for(rows, 10) for rows in (100, 2500, 2501)] == [6, 6, 24]
    assert pieces_for(5000, 200) == 6
    x = np.random.default_rng(0).normal(size=(2600, 2))
    for pieces, known in ((None, 24), (6, 6)):
        network = hn.ModernNetworkRegressor(hidden=(4,), epochs=1, n_members=1, pieces=pieces).fit(x, x[:, 0])
        assert len(network.arrays_["0.column"]) == 2 * known


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


def test_rows_are_encoded_in_the_program_as_they_are_in_a_saved_model() -> None:
    x = np.random.default_rng(0).normal(size=(100, 3)).round(2)
    x[:, 2] = x[:, 2] > 0  # has no pieces
    encoding = learn_encoding(x, 4)
    table = table_for(encoding, x)
    places = np.array([[3, 7], [99, 0]])
    found = np.asarray(taken(table, places))
    assert np.allclose(found[..., : encoding.width], encode(encoding, x)[places], atol=1e-6)
    assert found.shape[-1] % 16 == 0
    assert not found[..., encoding.width :].any()


def test_a_pack_is_the_same_however_many_epochs_a_call_of_its_program_takes(
    table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = table
    fitted = []
    for seconds in (0.0, 1e9):
        monkeypatch.setattr(pack_training, "A_CALL", seconds)
        fitted.append(hn.PackedNetworkRegressor(epochs=20, **SMALL).fit(x, y))
    assert np.array_equal(fitted[0].predict(x), fitted[1].predict(x))
    assert fitted[0].history_ == fitted[1].history_


def test_a_pack_ends_after_its_first_epoch_where_the_time_is_over(table: Any) -> None:
    with limited_to(0.0) as watch:
        network = hn.ModernNetworkRegressor(epochs=20, **SMALL).fit(*table)
    assert watch.cut
    assert len(network.history_["loss"]) == 1
    assert np.isfinite(network.predict(table[0])).all()
