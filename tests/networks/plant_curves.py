"""Networks with planted faults, really trained; their curves go to ``planted_curves.json`` for ``test_curves.py``.

    python tests/networks/plant_curves.py [FIRST_SEED LAST_SEED OUT]

The file holds seeds 2 and 3. The limits of ``modeling/curves/curve_reading.py`` were set on others, by what comes of
following the advice: ``benchmarks/advice.py``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import hanpan.networks as hn

import keras  # isort: skip  (after hanpan, which chooses the backend)

L = keras.layers
CASES: dict[str, Callable[[int], dict[str, Any]]] = {}
Rows = tuple[np.ndarray, np.ndarray]


def case(expected: str, *variants: dict[str, Any]) -> Callable[[Callable[..., dict[str, Any]]], None]:
    def add(make: Callable[..., dict[str, Any]]) -> None:
        for place, variant in enumerate(variants or ({},)):
            CASES[f"{expected}/{make.__name__}/{place}"] = lambda seed, variant=variant: make(seed, **variant)

    return add


# Tables


def table(kind: str, n: int, seed: int, flips: float = 0.05, p: int = 6) -> Rows:
    """(n, p) rows and a number or a class; ``flips``: share of labels turned round, or noise of the number."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, p))
    if kind == "curve":
        return x, np.sin(2 * x[:, 0]) + 0.5 * x[:, 1] ** 2 - x[:, 2] * x[:, 3] + flips * random.normal(size=n)
    if kind == "line":
        return x, x @ np.linspace(1, 2, p) / np.sqrt(p) + flips * random.normal(size=n)
    truth = {
        "ring": np.hypot(x[:, 0], x[:, 1]) > 1.18,
        "slope": x @ np.linspace(1, 2, p) > 0,
        "cross": x[:, 0] * x[:, 1] > 0,
        "noise": random.random(n) < 0.5,
    }[kind]
    return x, (truth ^ (random.random(n) < flips)).astype(float)


def rows(kind: str, fit: int, valid: int, seed: int, **more: Any) -> tuple[Rows, Rows]:
    x, y = table(kind, fit + valid, seed, **more)
    return (x[:fit], y[:fit]), (x[fit:], y[fit:])


def baseline(y: np.ndarray, numbers: bool) -> float:
    """Loss of answering every row with the mean of the fit rows."""
    share = float(np.mean(y))
    return float(np.var(y)) if numbers else float(-share * np.log(share) - (1 - share) * np.log(1 - share))


# Training


def train(
    seed: int,
    data: tuple[Rows, Rows],
    *layers: Any,
    optimizer: Any = 0.005,
    epochs: int = 60,
    batch: int = 32,
    callbacks: list[Any] | None = None,
    best: float | None = None,
) -> dict[str, Any]:
    """A person's model through ``hanpan.networks.fit``."""
    (x, y), valid = data
    numbers = len(np.unique(y[np.isfinite(y)])) > 2
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([L.Input((x.shape[1],)), *layers, L.Dense(1, activation=None if numbers else "sigmoid")])
    made = keras.optimizers.Adam(optimizer) if isinstance(optimizer, float) else optimizer
    model.compile(made, loss="mse" if numbers else "binary_crossentropy", metrics=None if numbers else ["accuracy"])
    history = hn.fit(
        model, x, y, validation_data=valid, epochs=epochs, batch_size=batch, callbacks=callbacks, verbose=0
    )
    clean = np.isfinite(y)
    facts = {
        "baseline": baseline(y[clean], numbers),
        "fit_rows": len(y),
        "validation_rows": len(valid[1]),
        "best_known": best,
        "inference": False,
        "planned": epochs,
        "learning_rate": float(np.asarray(made.learning_rate)),
        "finite_data": bool(np.isfinite(x).all() and clean.all()),
        "dropout": any(isinstance(layer, L.Dropout | L.GaussianNoise) for layer in model.layers),
        "penalty": bool(model.losses),
        "adaptive": type(made).__name__ == "Adam",
    }
    return {"history": history.history, "facts": facts}


def estimate(
    kind: str, n: int, seed: int, best: float | None = None, data: dict[str, Any] | None = None, **settings: Any
) -> dict[str, Any]:
    """An estimator of the board."""
    x, y = table(kind, n, seed, **(data or {}))
    numbers = kind in ("curve", "line")
    made = hn.NetworkRegressor if numbers else hn.NetworkClassifier
    network = made(random_state=seed, **{"hidden": (16,), "learning_rate": 0.005, **settings}).fit(x, y)
    valid = max(2, round(network.validation_fraction * n))
    facts = {
        "baseline": 1.0 if numbers else baseline(y, False),
        "fit_rows": n - valid,
        "validation_rows": valid,
        "best_known": best,
        "inference": True,
        "planned": network.epochs,
        "patience": network.patience,
        "kept": True,
        "learning_rate": network.learning_rate,
        "dropout": network.dropout > 0,
        "penalty": network.l1 > 0 or network.l2 > 0,
        "finite_data": True,
        "adaptive": True,
    }
    return {"history": network.history_, "facts": facts}


# Faults


@case("dead_start", {"kind": "ring"}, {"kind": "slope"}, {"kind": "cross"})
def nodes_switched_off(seed: int, kind: str) -> dict[str, Any]:
    dead = keras.initializers.Constant(-60.0)
    return train(seed, rows(kind, 300, 100, seed), L.Dense(16, activation="relu", bias_initializer=dead), epochs=40)


@case("dead_start", {"kind": "ring"}, {"kind": "cross"})
def weights_all_zero(seed: int, kind: str) -> dict[str, Any]:
    zero = [L.Dense(8, activation="tanh", kernel_initializer="zeros") for _ in range(2)]
    return train(seed, rows(kind, 300, 100, seed), *zero, epochs=40)


@case("dead_start", {"depth": 10}, {"depth": 14})
def slopes_that_vanish(seed: int, depth: int) -> dict[str, Any]:
    layers = [L.Dense(8, activation="sigmoid") for _ in range(depth)]
    return train(seed, rows("ring", 300, 100, seed), *layers, optimizer=0.001, epochs=40)


@case("nan_data", {"bad": np.nan}, {"bad": np.inf})
def holes_in_x(seed: int, bad: float) -> dict[str, Any]:
    data = rows("ring", 300, 100, seed)
    data[0][0][5, 2] = bad
    return train(seed, data, L.Dense(8, activation="relu"), epochs=10)


@case("nan_data")
def holes_in_y(seed: int) -> dict[str, Any]:
    data = rows("curve", 300, 100, seed)
    data[0][1][7] = np.nan
    return train(seed, data, L.Dense(8, activation="relu"), epochs=10)


@case("nan_rate", {"rate": 1.5}, {"rate": 3.0}, {"rate": 10.0})
def error_that_explodes(seed: int, rate: float) -> dict[str, Any]:
    data = rows("curve", 300, 100, seed)
    return train(
        seed,
        data,
        L.Dense(32, activation="relu"),
        L.Dense(32, activation="relu"),
        optimizer=keras.optimizers.SGD(rate),
        epochs=30,
    )


@case("rate_high", {"rate": 0.5}, {"rate": 1.0}, {"rate": 3.0})
def adam_in_leaps(seed: int, rate: float) -> dict[str, Any]:
    return train(seed, rows("cross", 400, 150, seed), L.Dense(32, activation="tanh"), optimizer=rate, epochs=50)


@case("rate_high", {"kind": "ring", "rate": 0.3}, {"kind": "curve", "rate": 1.0}, {"kind": "ring", "rate": 1.0})
def leaping_estimator(seed: int, kind: str, rate: float) -> dict[str, Any]:
    return estimate(kind, 600, seed, learning_rate=rate, hidden=(32, 32), epochs=60, activation="tanh")


@case("not_converged", {"rate": 1e-4, "epochs": 40}, {"rate": 5e-5, "epochs": 80}, {"rate": 3e-4, "epochs": 15})
def steps_too_small(seed: int, rate: float, epochs: int) -> dict[str, Any]:
    return train(seed, rows("slope", 400, 150, seed), L.Dense(16, activation="relu"), optimizer=rate, epochs=epochs)


@case("not_converged", {"kind": "curve", "epochs": 15}, {"kind": "ring", "epochs": 12}, {"kind": "line", "epochs": 5})
def stopped_too_soon(seed: int, kind: str, epochs: int) -> dict[str, Any]:
    return estimate(kind, 800, seed, learning_rate=0.001, hidden=(32,), epochs=epochs)


@case("underfit", {"kind": "ring", "best": 0.25}, {"kind": "cross", "best": 0.3})
def no_hidden_nodes(seed: int, kind: str, best: float) -> dict[str, Any]:
    return estimate(kind, 800, seed, hidden=(), learning_rate=0.02, best=best)


@case("underfit", {"hidden": (1,)}, {"hidden": (2,)})
def too_few_nodes(seed: int, hidden: tuple[int, ...]) -> dict[str, Any]:
    return estimate("curve", 1000, seed, hidden=hidden, learning_rate=0.02, best=0.08)


@case("underfit", {"kind": "ring", "l2": 2.0}, {"kind": "curve", "l2": 5.0})
def held_back_too_much(seed: int, kind: str, l2: float) -> dict[str, Any]:
    return estimate(kind, 800, seed, hidden=(32,), l2=l2, learning_rate=0.005, best=0.2 if kind == "ring" else 0.08)


@case("overfit", {"n": 80}, {"n": 150}, {"n": 200})
def learnt_by_heart(seed: int, n: int) -> dict[str, Any]:
    layers = [L.Dense(128, activation="relu"), L.Dense(128, activation="relu")]
    return train(seed, rows("ring", n, 300, seed, flips=0.25, p=12), *layers, epochs=120)


@case("overfit", {"n": 100}, {"n": 160})
def numbers_learnt_by_heart(seed: int, n: int) -> dict[str, Any]:
    layers = [L.Dense(128, activation="relu"), L.Dense(64, activation="relu")]
    return train(seed, rows("curve", n, 300, seed, flips=1.5, p=12), *layers, epochs=150)


@case("overfit", {"flips": 0.3, "p": 20})
def stopped_estimator(seed: int, flips: float, p: int) -> dict[str, Any]:
    return estimate(
        "ring", 400, seed, hidden=(128, 128), data={"flips": flips, "p": p}, patience=40, validation_fraction=0.4
    )


@case(
    "overconfident", {"kind": "slope", "flips": 0.06}, {"kind": "slope", "flips": 0.1}, {"kind": "ring", "flips": 0.05}
)
def sure_of_itself(seed: int, kind: str, flips: float) -> dict[str, Any]:
    layers = [L.Dense(64, activation="relu")] * 1
    return train(seed, rows(kind, 250, 600, seed, flips=flips, p=3), *layers, optimizer=0.02, epochs=250)


@case("noisy_validation", {"valid": 6}, {"valid": 10}, {"valid": 8, "kind": "ring"})
def few_validation_rows(seed: int, valid: int, kind: str = "curve") -> dict[str, Any]:
    layers = [L.Dense(32, activation="relu"), L.Dense(32, activation="relu")]
    data = rows(kind, 500, valid, seed, flips=0.2 if kind == "ring" else 1.0)
    return train(seed, data, *layers, optimizer=0.01, epochs=60, batch=16)


@case("validation_better", {"rate": 0.6}, {"rate": 0.7}, {"rate": 0.8})
def dropout_counted(seed: int, rate: float) -> dict[str, Any]:
    layers = [L.Dense(32, activation="relu"), L.Dropout(rate), L.Dense(32, activation="relu"), L.Dropout(rate)]
    return train(seed, rows("slope", 2500, 1000, seed, flips=0.02), *layers, epochs=40)


@case("validation_better", {"noise": 0.8}, {"noise": 1.0})
def noise_counted(seed: int, noise: float) -> dict[str, Any]:
    layers = [L.GaussianNoise(noise), L.Dense(16, activation="relu")]
    return train(seed, rows("slope", 2000, 1000, seed, flips=0.02), *layers, epochs=40)


@case("validation_better", {"kind": "ring"}, {"kind": "slope"})
def easy_validation_rows(seed: int, kind: str) -> dict[str, Any]:
    (x, y), _ = rows(kind, 900, 1, seed, flips=0.0)
    random = np.random.default_rng(seed)
    far = np.abs(np.hypot(x[:, 0], x[:, 1]) - 1.18) if kind == "ring" else np.abs(x @ np.linspace(1, 2, 6))
    easy = np.zeros(len(y), bool)
    easy[np.argsort(far)[-200:]] = True
    y = np.where(~easy & (random.random(len(y)) < 0.1), 1 - y, y)
    return train(seed, ((x[~easy], y[~easy]), (x[easy], y[easy])), L.Dense(16, activation="relu"), epochs=60)


@case("lucky_epoch", {"at": 20}, {"at": 30}, {"at": 40})
def one_calm_epoch(seed: int, at: int) -> dict[str, Any]:
    """All epochs but one are trained with steps that are too large."""
    plan = keras.callbacks.LearningRateScheduler(lambda epoch: 1e-3 if epoch == at else 0.06)
    layers = [L.Dense(32, activation="tanh"), L.Dense(32, activation="tanh")]
    return train(seed, rows("curve", 500, 200, seed, flips=0.3), *layers, epochs=60, batch=16, callbacks=[plan])


# Nothing wrong


@case(
    "fine",
    {"kind": "ring"},
    {"kind": "slope"},
    {"kind": "curve"},
    {"kind": "line"},
    {"kind": "slope", "flips": 0.25},
    {"kind": "line", "flips": 1.0},
)
def estimator(seed: int, kind: str, flips: float = 0.05) -> dict[str, Any]:
    return estimate(kind, 1200, seed, data={"flips": flips})


@case("fine", {"kind": "ring"}, {"kind": "curve"})
def large_and_held_back(seed: int, kind: str) -> dict[str, Any]:
    return estimate(kind, 1500, seed, hidden=(64, 32), dropout=0.1, l2=1e-5, learning_rate=0.003)


@case("fine", {"kind": "ring"}, {"kind": "slope"}, {"kind": "curve"}, {"kind": "line"})
def stopped_by_keras(seed: int, kind: str) -> dict[str, Any]:
    stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
    return train(seed, rows(kind, 1500, 500, seed), L.Dense(16, activation="relu"), epochs=150, callbacks=[stop])


@case("fine", {"kind": "slope", "flips": 0.15}, {"kind": "line", "flips": 0.5})
def plain(seed: int, kind: str, flips: float) -> dict[str, Any]:
    return train(
        seed, rows(kind, 2000, 600, seed, flips=flips), L.Dense(8, activation="relu"), optimizer=0.01, epochs=100
    )


def main(first: int, last: int, out: Path) -> None:
    found = []
    for seed in range(first, last + 1):
        for name, make in CASES.items():
            made = make(seed)
            short = {key: [_short(value) for value in values] for key, values in made["history"].items()}
            found.append(
                {"name": f"{name}/{seed}", "expected": name.split("/")[0], "history": short, "facts": made["facts"]}
            )
            print(found[-1]["name"], len(short["loss"]), flush=True)
    out.write_text("[\n" + ",\n".join(json.dumps(one) for one in found) + "\n]\n", "utf-8")


def _short(value: float) -> float | None:
    return float(f"{value:.4g}") if np.isfinite(value) else None


if __name__ == "__main__":
    numbers = [int(value) for value in sys.argv[1:3]] or [2, 3]
    main(*numbers, Path(sys.argv[3]) if len(sys.argv) > 3 else Path(__file__).with_name("planted_curves.json"))
