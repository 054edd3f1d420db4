"""The learning-rate finder: its rate learns, those beyond the blow-up do not."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from tests.support.benches import make_bench, recipes_for

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError
from hanpan.insights.learning_rate.errand import FindRate
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.curves.rates import LearningRates, read_race

X = np.random.default_rng(0).normal(size=(200, 4)).astype("float32")
Y = X @ np.array([2.0, -1.0, 0.5, 0.0], "float32")


def line(optimizer: Any) -> Any:
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
    model.compile(optimizer=optimizer, loss="mse")
    return model


def test_the_recommended_rate_learns_and_from_the_blow_up_on_nothing_does() -> None:
    model = line("sgd")
    before = [np.array(part) for part in model.get_weights()]
    found = hn.find_learning_rate(model, X, Y)
    assert all((one == other).all() for one, other in zip(before, model.get_weights(), strict=True))
    assert found.blow_up is not None
    assert 0.3 <= found.blow_up < 5  # theory: 2 / largest curvature, about 0.9 here
    assert found.recommended < found.blow_up
    losses = {}
    for rate in (found.recommended, found.blow_up):
        losses[rate] = hn.fit(line(keras.optimizers.SGD(rate)), X, Y, epochs=20, verbose=0).history["loss"][-1]
    good, bad = losses.values()
    assert good < 0.05
    assert not bad < 1
    assert list(found.to_frame().columns) == ["learning_rate", "loss"]


def test_the_recommended_rate_is_among_the_best_of_those_tried() -> None:
    rates = (3e-4, 3e-3, 3e-2, 0.3)
    found = hn.find_learning_rate(line("adam"), X, Y, rates=rates, epochs=20)
    losses = [
        hn.fit(line(keras.optimizers.Adam(rate)), X, Y, epochs=20, verbose=0).history["loss"][-1] for rate in rates
    ]
    assert found.recommended == rates[int(np.argmin(losses))]


def test_a_schedule_and_a_handful_of_rows_are_refused() -> None:
    planned = keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 10))
    for model, rows in ((line(planned), 200), (line("sgd"), 7)):
        with pytest.raises(NetworkError, match="cannot be tried"):
            hn.find_learning_rate(model, X[:rows], Y[:rows])


def race(*losses: float) -> LearningRates:
    curves = np.array(losses)[:, None, None] * np.ones((1, 2, 5))
    return read_race([0.01 * 10**place for place in range(len(losses))], curves, 1.0, epochs=5, rows=100)


def test_races_in_which_nothing_is_learnt_or_numbers_end() -> None:
    flat = race(1.0, 1.0, 1.0)
    assert (flat.blow_up, flat.learns) == (None, False)
    wild = race(0.5, np.inf, np.nan)
    assert (wild.recommended, wild.blow_up, wild.losses[1:]) == (0.01, 0.1, (None, None))


def test_a_lone_lucky_rate_is_not_taken() -> None:
    """The lowest loss of all, between two rates with which nothing is learnt, is luck."""
    assert race(0.4, 0.3, 0.4, 1.0, 0.28, 1.0).recommended == pytest.approx(0.1)


def test_of_rates_that_all_learn_everything_the_middle_one_is_taken() -> None:
    assert race(0.9, 1e-6, 1e-9, 1e-7, 1e-8).recommended == pytest.approx(10)


def test_the_errand_tries_a_network_of_the_board() -> None:
    bench, _, _ = make_bench("binary", n=120)
    _, recipes = recipes_for(bench, ("network",))
    parameters = {"hidden": [4], "learning_rate": 0.01, "dropout": 0.1}
    candidate = Candidate(algorithm="network", parameters=parameters, recipe=recipes["network"])
    found = FindRate(candidate=candidate).do(bench, 10.0)
    assert 0.01 in found.rates  # its own too
    assert found.recommended is not None
    assert 1e-4 <= found.recommended <= 3
