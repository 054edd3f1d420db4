"""How much faster ``hanpan.networks.fit`` is than ``Model.fit``: both in one process, taking turns.

    python benchmarks/fit_speed.py --json

Each case trains the same network on the same rows with validation and early stopping, once to compile and then in
turns; the ratio is that of the medians. ``first`` is the first call of each, compiling included (ours may find its
program in the cache on disk). Weights of both are compared: ``difference`` is the largest.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import hanpan.networks as hn

# name, training rows, validation rows, hidden layers, batch, extras
CASES: tuple[tuple[str, int, int, tuple[int, ...], int, str], ...] = (
    ("150 rows, 2x32", 150, 38, (32, 32), 32, ""),
    ("1000 rows, 2x32", 1000, 250, (32, 32), 32, ""),
    ("1000 rows, 2x64", 1000, 250, (64, 64), 32, ""),
    ("1000 rows, 64-32, dropout", 1000, 250, (64, 32), 32, "dropout"),
    ("1000 rows, 64-32, batch norm", 1000, 250, (64, 32), 32, "norm"),
    ("5000 rows, 2x64", 5000, 1250, (64, 64), 32, ""),
    ("5000 rows, 2x64, batch 256", 5000, 1250, (64, 64), 256, ""),
    ("20000 rows, 2x64", 20000, 5000, (64, 64), 32, ""),
    ("20000 rows, 2x128", 20000, 5000, (128, 128), 32, ""),
)
FEATURES = 20


def network(hidden: tuple[int, ...], extra: str) -> Any:
    """A compiled two-class network."""
    import keras

    keras.utils.set_random_seed(0)
    layers: list[Any] = [keras.layers.Input((FEATURES,))]
    for width in hidden:
        layers.append(keras.layers.Dense(width, activation="relu"))
        layers += {"dropout": [keras.layers.Dropout(0.2)], "norm": [keras.layers.BatchNormalization()]}.get(extra, [])
    model = keras.Sequential([*layers, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def measure(case: tuple[Any, ...], rounds: int, epochs: int) -> dict[str, Any]:
    """Both ways of training, in turns."""
    name, n, n_valid, hidden, batch, extra = case
    random = np.random.default_rng(0)
    x = random.normal(size=(n + n_valid, FEATURES)).astype("float32")
    y = (x[:, 0] + x[:, 1] * x[:, 2] + random.normal(size=len(x)) > 0).astype("float32")
    ours, theirs = network(hidden, extra), network(hidden, extra)
    epochs = max(2, min(epochs, 400_000 // n))
    ways: dict[str, Callable[..., Any]] = {"hanpan": lambda **a: hn.fit(ours, **a), "keras": theirs.fit}
    arguments = {"x": x[:n], "y": y[:n], "validation_data": (x[n:], y[n:]), "batch_size": batch, "epochs": epochs}
    seconds: dict[str, list[float]] = {"hanpan": [], "keras": []}
    for _ in range(rounds + 1):
        for way, train in ways.items():
            seconds[way].append(timed(train, arguments))
    medians = {way: statistics.median(times[1:]) for way, times in seconds.items()}
    gaps = [np.abs(a - b).max() for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True)]
    return {
        "case": name, "epochs": epochs, "ratio": round(medians["keras"] / medians["hanpan"], 2),
        **{f"{way}_ms_per_epoch": round(1e3 * medians[way] / epochs, 3) for way in ways},
        **{f"{way}_first_s": round(seconds[way][0], 2) for way in ways}, "difference": float(max(gaps)),
    }  # fmt: skip


def timed(train: Callable[..., Any], arguments: dict[str, Any]) -> float:
    """Seconds of one training from the same order of rows, with early stopping that never stops."""
    import keras

    np.random.seed(0)  # noqa: NPY002 (the stream that fit draws from)
    stop = keras.callbacks.EarlyStopping(patience=10_000, restore_best_weights=True)
    began = time.perf_counter()
    train(**arguments, callbacks=[stop], verbose=0)
    return time.perf_counter() - began


def main() -> None:
    """Run the cases and write one table, or one JSON document with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    chosen = parser.parse_args()
    rows = [measure(case, chosen.rounds, chosen.epochs) for case in CASES if chosen.only in case[0]]
    if chosen.json:
        sys.stdout.write(json.dumps({"cases": rows}, indent=1) + "\n")
        return
    for row in rows:
        sys.stdout.write("  ".join(f"{key} {value}" for key, value in row.items()) + "\n")


if __name__ == "__main__":
    main()
