"""The learning-rate finder: its rate learns, ten times the blow-up's does not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import keras
import msgspec
import numpy as np
import pytest
from tests.support.benches import make_bench, recipes_for

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.errands import errand
from hanpan.modeling.rates import read_scan

X = np.random.default_rng(0).normal(size=(200, 4)).astype("float32")
Y = X @ np.array([2.0, -1.0, 0.5, 0.0], "float32")


def line(optimizer: Any) -> Any:
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
    model.compile(optimizer=optimizer, loss="mse")
    return model


def test_the_recommended_rate_learns_and_beyond_the_blow_up_nothing_does() -> None:
    model = line("sgd")
    before = [np.array(part) for part in model.get_weights()]
    found = hn.find_learning_rate(model, X, Y)
    assert all((one == other).all() for one, other in zip(before, model.get_weights(), strict=True))
    assert found.blow_up is not None
    assert 0.1 < found.blow_up < 5  # theory: 2 / largest curvature, about 0.9 here
    assert found.recommended <= found.blow_up / 9.9
    losses = {}
    for rate in (found.recommended, 3 * found.blow_up):
        losses[rate] = hn.fit(line(keras.optimizers.SGD(rate)), X, Y, epochs=20, verbose=0).history["loss"][-1]
    good, bad = losses.values()
    assert good < 0.05
    assert not bad < 1
    assert list(found.to_frame().columns) == ["learning_rate", "loss", "smoothed"]


def test_a_schedule_is_refused() -> None:
    with pytest.raises(NetworkError, match="cannot be scanned"):
        hn.find_learning_rate(line(keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 10))), X, Y)


def test_scans_without_a_fall_or_without_numbers_are_read() -> None:
    flat = read_scan([0.1, 1.0, 10.0], [1.0, 1.0, 1.0])
    assert flat.blow_up is None
    assert np.isfinite(flat.recommended)
    wild = read_scan([0.1, 1.0, 10.0], [1.0, float("inf"), float("nan")])
    assert wild.blow_up == 1.0
    assert wild.recommended == pytest.approx(0.1)


def test_the_errand_scans_a_network_of_the_board() -> None:
    bench, _, _ = make_bench("binary", n=120)
    _, recipes = recipes_for(bench, ("network",))
    parameters = {"hidden": [4], "learning_rate": 0.01, "dropout": 0.1}
    candidate = Candidate(algorithm="network", parameters=parameters, recipe=recipes["network"])
    workshop: Any = type("Workshop", (), {"bench": lambda self: bench})()
    answer = json.loads(
        msgspec.json.encode(errand("learning_rate")(workshop, {"candidate": asdict(candidate), "seconds": 10}))
    )
    assert answer["rows"] == len(bench.folds[0][0])
    assert 1e-5 < answer["scan"]["recommended"] < 10
