"""Networks of every make: layers with a state, masks, recurrence, shared and frozen parts, steps of one's own."""

from __future__ import annotations

from typing import Any

import jax
import keras
import numpy as np

from parity.case import CODES, LABELS, NUMBERS, Case, L, X, dense, fitted, yes_no

ops = keras.ops
WORDS = np.random.default_rng(1).integers(0, 9, size=(70, 6))  # 0 is masked
SERIES = np.random.default_rng(2).normal(size=(70, 6, 2)).astype("float32")


def sequential(*layers: Any, loss: str = "binary_crossentropy", **compiled: Any) -> keras.Model:
    model = keras.Sequential([*layers, L.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss=loss, **compiled)
    return model


def words(after: Any) -> keras.Model:
    return sequential(L.Input((6,)), L.Embedding(9, 3, mask_zero=True), after)


def answers_per_word() -> keras.Model:
    masked, each = L.Embedding(9, 3, mask_zero=True), L.LSTM(3, return_sequences=True)
    model = keras.Sequential([L.Input((6,)), masked, each, L.Dense(9, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class Subclassed(keras.Model):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.drop, self.last = L.Dense(4, activation="relu"), L.Dropout(0.3), L.Dense(1)

    def call(self, inputs: Any, training: bool = False) -> Any:
        return self.last(self.drop(self.first(inputs), training=training))


class OwnStep(keras.Model):
    """As the guide to custom steps with JAX writes it."""

    def train_step(self, state: Any, data: Any) -> Any:
        trainable, other, optimizer, metrics = state
        x, y = data

        def loss_of(trainable: Any, other: Any) -> Any:
            answer, other = self.stateless_call(trainable, other, x, training=True)
            return ops.mean(ops.square(ops.reshape(y, (-1, 1)) - answer)), (answer, other)

        (loss, (_answer, other)), grads = jax.value_and_grad(loss_of, has_aux=True)(trainable, other)
        trainable, optimizer = self.optimizer.stateless_apply(optimizer, grads, trainable)
        return {"loss": loss, "twice": 2 * loss}, (trainable, other, optimizer, metrics)


class OwnTestStep(keras.Model):
    def test_step(self, state: Any, data: Any) -> Any:
        logs, state = super().test_step(state, data)
        return {**logs, "constant": ops.ones(())}, state


class PlainPython(keras.Model):
    """Looks at numbers while it trains, which no program can."""

    def train_step(self, state: Any, data: Any) -> Any:
        logs, state = super().train_step(state, data)
        if float(logs["loss"]) < 0:
            raise ValueError
        return logs, state


class TwoTrackers(keras.Model):
    """Metrics of its own, updated in the loss."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.seen = keras.metrics.Mean(name="seen")

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        self.seen.update_state(ops.mean(y_pred))
        return super().compute_loss(x, y, y_pred, sample_weight)

    @property
    def metrics(self) -> list[Any]:
        return [*super().metrics, self.seen]


class Coder(keras.Model):
    """A variational auto-encoder in the short form: noise drawn by a generator of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.mean, self.spread, self.back = L.Dense(2), L.Dense(2), L.Dense(5)
        self.noise = keras.random.SeedGenerator(7)

    def call(self, inputs: Any) -> Any:
        mean, spread = self.mean(inputs), self.spread(inputs)
        drawn = mean + ops.exp(0.5 * spread) * keras.random.normal(ops.shape(mean), seed=self.noise)
        self.add_loss(-0.05 * ops.mean(1 + spread - ops.square(mean) - ops.exp(spread)))
        return self.back(drawn)


def made(kind: Any, end: Any = None, loss: Any = "mse", **compiled: Any) -> keras.Model:
    if end is None:
        model = kind()
    else:
        start = L.Input((5,))
        model = kind(start, end(start))
    model.compile(optimizer=compiled.pop("optimizer", "adam"), loss=loss, **compiled)
    return model


def twins() -> keras.Model:
    """One layer for two inputs."""
    shared, a, b = L.Dense(3, activation="tanh"), L.Input((2,)), L.Input((2,))
    model = keras.Model([a, b], L.Dense(1)(L.Subtract()([shared(a), shared(b)])))
    model.compile(optimizer="adam", loss="mse")
    return model


def frozen() -> keras.Model:
    model = yes_no(L.BatchNormalization(), L.Dense(3))
    model.layers[0].trainable = model.layers[1].trainable = False
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def nested() -> keras.Model:
    inner = keras.Sequential([L.Input((5,)), L.Dense(4), L.BatchNormalization(), L.Dropout(0.2)])
    model = keras.Sequential([L.Input((5,)), inner, L.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def skipping() -> keras.Model:
    start = L.Input((5,))
    middle = L.Dense(5, activation="relu")(start)
    model = keras.Model(start, L.Dense(1, activation="sigmoid")(L.Add()([start, middle])))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def rounded(policy: str) -> keras.Model:
    hidden, last = L.Dense(4, activation="relu", dtype=policy), L.Dense(1, activation="sigmoid", dtype="float32")
    model = keras.Sequential([L.Input((5,)), hidden, last])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def all_rounded() -> keras.Model:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        return yes_no()
    finally:
        keras.config.set_dtype_policy(before)


def convolution() -> keras.Model:
    return sequential(L.Input((6, 2)), L.Conv1D(3, 2, activation="relu"), L.GlobalMaxPooling1D())


PENALTY = keras.regularizers.L1L2(1e-3, 1e-2)
ONE = fitted(y=NUMBERS, validation_split=0.2)
YES = fitted(y=LABELS, validation_split=0.2)
MODELS = [
    Case("batch normalisation", lambda: yes_no(L.BatchNormalization()), YES),
    Case("dropout", lambda: yes_no(L.Dropout(0.5)), YES),
    Case(
        "two dropouts, one shared in shape",
        lambda: yes_no(L.Dropout(0.2), L.Dense(4), L.Dropout(0.4, noise_shape=(None, 1))),
        YES,
    ),
    Case("dropout with a seed", lambda: yes_no(L.Dropout(0.5, seed=11)), YES),
    Case("noise", lambda: yes_no(L.GaussianNoise(0.3), L.GaussianDropout(0.2), L.AlphaDropout(0.2)), YES),
    Case("penalties", lambda: yes_no(L.Dense(3, kernel_regularizer=PENALTY, activity_regularizer="l2")), YES),
    Case(
        "constraints",
        lambda: yes_no(L.Dense(3, kernel_constraint=keras.constraints.MaxNorm(0.5), bias_constraint="non_neg")),
        YES,
    ),
    Case(
        "layer and group normalisation",
        lambda: yes_no(L.LayerNormalization(), L.GroupNormalization(2), L.UnitNormalization()),
        YES,
    ),
    Case("spectral normalisation", lambda: yes_no(L.SpectralNormalization(L.Dense(3))), YES),
    Case("activations with weights", lambda: yes_no(L.PReLU(), L.Dense(3), L.LeakyReLU(negative_slope=0.1)), YES),
    Case("words, masked", lambda: words(L.LSTM(3)), fitted(WORDS, LABELS, validation_split=0.2)),
    Case("words, masked and averaged", lambda: words(L.GlobalAveragePooling1D()), fitted(WORDS, LABELS)),
    Case("words in both directions", lambda: words(L.Bidirectional(L.GRU(2))), fitted(WORDS, LABELS)),
    Case("an answer per word, masked", answers_per_word, fitted(WORDS, WORDS)),
    Case(
        "series with gaps",
        lambda: sequential(L.Input((6, 2)), L.Masking(0.0), L.SimpleRNN(3, dropout=0.2)),
        fitted(SERIES, LABELS),
    ),
    Case("attention", lambda: attention(), fitted(SERIES, LABELS)),
    Case("convolution", convolution, fitted(SERIES, LABELS)),
    Case("a layer twice", twins, fitted([X[:, :2], X[:, 2:4]], NUMBERS)),
    Case("frozen layers", frozen, YES),
    Case("a network within", nested, YES),
    Case("a way around", skipping, YES),
    Case("subclass", lambda: made(Subclassed), ONE),
    Case("step of one's own", lambda: made(OwnStep, L.Dense(1)), fitted(y=NUMBERS)),
    Case("step of one's own, without a loss", lambda: made(OwnStep, L.Dense(1), loss=None), fitted(y=NUMBERS)),
    Case(
        "step of one's own, eager",
        lambda: made(PlainPython, L.Dense(1), run_eagerly=True),
        fitted(y=NUMBERS),
        own_fit="PlainPython",
    ),
    Case("test step of one's own", lambda: made(OwnTestStep, L.Dense(1)), ONE),
    Case("metrics in the loss", lambda: made(TwoTrackers, L.Dense(1)), ONE),
    Case("auto-encoder with noise", lambda: made(Coder), fitted(X, X)),
    Case("auto-encoder without targets", lambda: made(Coder, loss=None), fitted(X)),
    Case("half precision within", lambda: rounded("mixed_bfloat16"), YES),
    Case("half precision, scaled loss", all_rounded, YES),
    Case("double precision", lambda: rounded("float64"), YES),
    Case("two-step executions", lambda: yes_no(steps_per_execution=2), YES),
    Case("eager", lambda: yes_no(run_eagerly=True), YES, own_fit="Sequential"),
    Case("not compiled by XLA", lambda: yes_no(jit_compile=False), YES, own_fit="Sequential"),
    Case("built by the rows", lambda: unbuilt(), YES),
    Case(
        "more than two classes",
        lambda: dense(3, "softmax", loss="sparse_categorical_crossentropy", metrics=["accuracy"]),
        fitted(y=CODES, validation_split=0.2),
    ),
]


def attention() -> keras.Model:
    start = L.Input((6, 2))
    looked_at = L.Flatten()(L.MultiHeadAttention(2, 2, dropout=0.1)(start, start))
    model = keras.Model(start, L.Dense(1, activation="sigmoid")(looked_at))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def unbuilt() -> keras.Model:
    model = keras.Sequential([L.Dense(3), L.BatchNormalization(), L.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model
