"""The network room: steps forward and back, changes while it runs, and the same numbers as Keras."""

from __future__ import annotations

from itertools import pairwise

import keras
import numpy as np
import pytest

from hanpan.foundation.errors import UsageError
from hanpan.modeling.networks.room.ground import toy_ground
from hanpan.modeling.networks.room.passes import Weights, answers, back, forward, starting_weights
from hanpan.modeling.networks.room.presets import PRESETS
from hanpan.modeling.networks.room.setup import FUNCTIONS, OPTIMIZERS, RoomLayer, Setup
from hanpan.modeling.networks.room.signs import remedy_for, signs
from hanpan.modeling.networks.room.table import read_ground
from hanpan.modeling.networks.room.training import CURVES, Training

TASKS = {"values": "gauss", "two classes": "xor", "three classes": "arms"}


def small(data: str = "xor", *functions: str, **more: object) -> Setup:
    layers = tuple(
        RoomLayer(nodes=5 - place, activation=name) for place, name in enumerate(functions or ("tanh", "relu"))
    )
    return Setup(**{"data": data, "rows": 60, "layers": layers, **more})


def as_keras(setup: Setup, weights: Weights, n_outputs: int, last: str | None, loss: str) -> keras.Model:
    penalty = keras.regularizers.L1L2(setup.l1, setup.l2)
    parts = [
        keras.layers.Dense(layer.nodes, activation=layer.activation, kernel_regularizer=penalty)
        for layer in setup.layers
    ]
    end = keras.layers.Dense(n_outputs, activation=last, kernel_regularizer=penalty)
    model = keras.Sequential([keras.layers.Input((len(setup.inputs),)), *parts, end])
    optimizer = {
        "sgd": keras.optimizers.SGD(setup.learning_rate),
        "momentum": keras.optimizers.SGD(setup.learning_rate, momentum=0.9),
        "rmsprop": keras.optimizers.RMSprop(setup.learning_rate),
        "adam": keras.optimizers.Adam(setup.learning_rate),
    }[setup.optimizer]
    model.compile(optimizer=optimizer, loss=loss)
    model.set_weights([part for pair in zip(weights.kernels, weights.biases, strict=True) for part in pair])
    return model


@pytest.mark.parametrize("data", TASKS.values(), ids=TASKS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_gradients_are_slopes_of_the_error(data: str, function: str) -> None:
    setup = small(data, function, "tanh", l2=0.01)
    ground = toy_ground(setup)
    weights, rows = starting_weights(setup, ground), (ground.x[:20], ground.y[:20])
    found, flat = back(weights, setup, ground, rows).weights.flat(), weights.flat()
    for place in np.random.default_rng(0).permutation(len(flat))[:12]:
        up, down = flat.copy(), flat.copy()
        up[place] += 1e-6
        down[place] -= 1e-6
        slope = (
            back(weights.like(up), setup, ground, rows).error - back(weights.like(down), setup, ground, rows).error
        ) / 2e-6
        assert found[place] == pytest.approx(slope, rel=1e-4, abs=1e-6)


ENDS = {
    "gauss": (None, "mse"),
    "xor": ("sigmoid", "binary_crossentropy"),
    "arms": ("softmax", "sparse_categorical_crossentropy"),
}


@pytest.mark.parametrize(
    ("data", "optimizer"), [*(("arms", name) for name in OPTIMIZERS), ("gauss", "sgd"), ("xor", "adam")]
)
def test_steps_are_those_of_keras(data: str, optimizer: str) -> None:
    setup = small(data, "tanh", "silu", optimizer=optimizer, learning_rate=0.02, l1=0.001, l2=0.002)
    training = Training(setup)
    model = as_keras(setup, training.weights, training.ground.n_outputs, *ENDS[data])
    first = training.ground.x[:7]
    said = answers(forward(training.weights, setup, first).sums[-1], training.ground)
    assert model.predict(first, verbose=0).ravel() == pytest.approx(said.ravel(), abs=1e-6)
    for _ in range(4):
        step = training.step()
        model.train_on_batch(training.ground.x[step.rows], training.ground.y[step.rows])
    assert np.concatenate([one.ravel() for one in model.get_weights()]) == pytest.approx(training.flat, abs=2e-4)


def test_the_same_setup_trains_alike_and_another_seed_does_not() -> None:
    setup = small("spiral", layers=(RoomLayer(nodes=6, dropout=0.3),))
    one, same, other = Training(setup), Training(setup), Training(small("spiral", seed=1, layers=setup.layers))
    for training in (one, same, other):
        training.run_epoch()
    assert (one.flat == same.flat).all()
    assert not np.allclose(one.flat, other.flat)


def test_back_and_forward_again_is_the_same_way() -> None:
    training = Training(small("circle", layers=(RoomLayer(nodes=6, dropout=0.2), RoomLayer(nodes=3))))
    for _ in range(2):
        training.run_epoch()
    there, curves = training.flat, list(training.curves.loss)
    for _ in range(5):
        assert training.back()
    assert training.now.epoch == 0 or len(training.curves.loss) == training.now.epoch + 1
    for _ in range(5):
        training.step()
    assert (training.flat == there).all()
    assert training.curves.loss == curves
    while training.back():
        pass
    assert training.now.steps == 0


def test_a_step_tells_its_numbers() -> None:
    training = Training(small(optimizer="sgd", learning_rate=0.1))
    before = training.flat
    step = training.step()
    assert (step.before == before).all()
    assert step.after == pytest.approx(step.before - 0.1 * step.gradient)
    assert step.error_after < step.error_before
    assert [len(one) for one in step.values] == [2, 5, 4, 1]


def test_settings_change_while_it_runs_and_another_form_begins_anew() -> None:
    training = Training(small())
    training.run_epoch()
    flat = training.flat
    training.change(learning_rate=0.5, batch_size=4, l1=0.1)
    training.change(optimizer="sgd")
    training.change(
        layers=tuple(RoomLayer(nodes=one.nodes, activation="elu", dropout=0.1) for one in training.setup.layers)
    )
    assert (training.flat == flat).all()
    assert training.now.epoch == 1
    training.change(layers=(RoomLayer(nodes=7),))
    assert training.widths == [2, 7, 1]
    assert training.now.epoch == 0
    training.change(inputs=("x1", "x1*x2"))
    assert training.ground.columns == ("x1", "x1*x2")


def test_weights_by_hand_and_cut_connections_stay_as_they_were_put() -> None:
    training = Training(small(optimizer="adam"))
    training.edit(0, 1, 2, 0.75)
    assert training.weights.kernels[0][1, 2] == 0.75
    training.edit(0, 2, 2, -0.25)
    assert training.weights.biases[0][2] == -0.25
    training.cut(1, 0, 3)
    for _ in range(3):
        training.run_epoch()
    assert training.weights.kernels[1][0, 3] == 0
    training.cut(1, 0, 3)
    training.run_epoch()
    assert training.weights.kernels[1][0, 3] != 0
    for wrong in ((9, 0, 0), (0, 3, 0), (0, 0, 5), (-1, 0, 0)):
        with pytest.raises(UsageError, match="no connection"):
            training.edit(*wrong, 1.0)
    with pytest.raises(UsageError):
        training.edit(0, 0, 0, float("nan"))


def test_begin_again_with_the_same_weights_or_with_others() -> None:
    training = Training(small())
    start = training.flat
    training.run_epoch()
    training.restart()
    assert (training.flat == start).all()
    training.restart(new=True)
    assert not np.allclose(training.flat, start)
    assert training.setup.seed == 1


def test_an_error_beyond_all_numbers_stops_before_the_weights_are_lost() -> None:
    training = Training(small("gauss", "relu", "relu", optimizer="sgd", learning_rate=50.0))
    for _ in range(5):
        training.run_epoch()
    assert training.broken
    assert np.isfinite(training.flat).all()
    assert training.step() is None
    told = signs(training)[0]
    assert (told.finding.code, told.finding.severity) == ("curve_nan_rate", "serious")
    assert told.remedy.changes == {"learning_rate": 5.0}
    training.change(**told.remedy.changes)
    training.restart()
    assert training.broken is None


def test_kept_epochs_stay_few_and_hold_the_first_and_the_last() -> None:
    training = Training(small("clouds", "tanh", rows=20, batch_size=20))
    for _ in range(400):
        training.run_epoch()
    epochs = [epoch for epoch, _ in training.kept]
    assert len(epochs) <= 240
    assert (epochs[0], epochs[1], epochs[-1]) == (0, 1, 400)
    assert max(np.diff(epochs[-20:])) < 10
    assert all(len(getattr(training.curves, name)) == 401 for name in CURVES)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.name)
def test_presets_show_what_they_say(preset) -> None:
    training = Training(preset.setup)
    for _ in range(preset.epochs):
        training.run_epoch()
    assert {sign.finding.code for sign in signs(training)} & set(preset.shows)


def test_what_is_turned_for_a_sign_can_be_turned() -> None:
    for preset in PRESETS:
        for code in ("curve_overfit", "curve_underfit", "curve_slow", "curve_rate_high", "room_dead", "room_vanishing"):
            remedy = remedy_for(code, preset.setup)
            training = Training(preset.setup)
            training.change(**remedy.changes)
            assert training.setup != preset.setup


@pytest.mark.parametrize(
    ("table", "target", "labels", "outputs"),
    [("sklearn:breast_cancer", "target", 2, 1), ("sklearn:wine", "target", 3, 3), ("sklearn:diabetes", "target", 0, 1)],
)
def test_a_table_of_ones_own(table: str, target: str, labels: int, outputs: int) -> None:
    setup = Setup(data="own", layers=(RoomLayer(nodes=6, activation="relu"),), learning_rate=0.01)
    training = Training(setup, read_ground(table, target, setup))
    assert (len(training.ground.labels), training.ground.n_outputs) == (labels, outputs)
    before = training.measure()
    for _ in range(15):
        training.run_epoch()
    assert training.measure().val_loss < before.val_loss
    shapes = [part.shape for part in training.weights.kernels]
    assert shapes == list(pairwise([training.ground.n_inputs, 6, outputs]))
    centre, scale = (np.array(part) for part in (training.ground.centre, training.ground.scale))
    assert np.median(training.ground.x * scale + centre, axis=0).shape == (training.ground.n_inputs,)


def test_what_was_learnt_of_columns_was_learnt_from_training_rows_alone() -> None:
    ground = read_ground("sklearn:diabetes", "target", Setup(data="own", share=0.5))
    assert ground.x.mean(axis=0) == pytest.approx(np.zeros(ground.n_inputs), abs=1e-6)
    assert not np.allclose(ground.x_valid.mean(axis=0), 0, atol=1e-3)
