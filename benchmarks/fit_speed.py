"""How much faster ``hanpan.networks.fit`` is than ``Model.fit``: all ways in one process, taking turns.

    python benchmarks/fit_speed.py --json
    python benchmarks/fit_speed.py --only "1000 rows" --rounds 5

Each case trains the same network on the same rows, validation and early stopping included: by hanpan, by Keras as it
is, and by Keras with its best ``steps_per_execution`` of those tried. The first call of each compiles and is told
apart (all find programs in our cache on disk; ``first_call.py`` compares them fairly); then all take turns, and the
ratios are those of the medians.
Weights after the last turn are compared with those of Keras as it is: ``difference`` is the largest. ``goal`` tells
whether a case is one the goal is set for (batch 32, up to 64 nodes: 8 times the default, 2.5 times the best steps).
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

import hanpan.networks as hn

ROWS = (150, 1_000, 10_000, 50_000)
HIDDEN = ((18, 4), (64, 32), (128, 128))
BATCHES = (32, 256)
STEPS_PER_EXECUTION = (8, 32)
FEATURES = 20
STEPS = 2_500  # of training in one turn, about
DROPOUT = 0.2


class Case(NamedTuple):
    """One comparison."""

    rows: int
    hidden: tuple[int, int]
    batch: int
    dropout: bool

    @property
    def name(self) -> str:
        layers = "-".join(map(str, (*self.hidden, 1)))
        return f"{self.rows} rows, {layers}, batch {self.batch}{', dropout' if self.dropout else ''}"

    @property
    def epochs(self) -> int:
        """So many that a turn takes about the same number of steps everywhere."""
        return max(2, min(40, STEPS * self.batch // self.rows))

    @property
    def goal(self) -> bool:
        return self.batch == 32 and max(self.hidden) <= 64


CASES = [Case(*values) for values in itertools.product(ROWS, HIDDEN, BATCHES, (False, True))]


def network(case: Case, steps: int = 1) -> Any:
    """A compiled two-class network."""
    import keras

    keras.utils.set_random_seed(0)
    layers: list[Any] = [keras.layers.Input((FEATURES,))]
    for width in case.hidden:
        layers.append(keras.layers.Dense(width, activation="relu"))
        if case.dropout:
            layers.append(keras.layers.Dropout(DROPOUT))
    model = keras.Sequential([*layers, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy", steps_per_execution=steps)
    return model


def rows_of(case: Case) -> dict[str, Any]:
    """Rows to train on and a quarter as many to validate on, with the batch size."""
    random, n = np.random.default_rng(0), case.rows
    x = random.normal(size=(n + n // 4, FEATURES)).astype("float32")
    y = (x[:, 0] + x[:, 1] * x[:, 2] + random.normal(size=len(x)) > 0).astype("float32")
    return {"x": x[:n], "y": y[:n], "validation_data": (x[n:], y[n:]), "batch_size": case.batch}


def measure(case: Case, rounds: int) -> dict[str, Any]:
    """All ways of training, in turns."""
    arguments = rows_of(case)
    models = {"hanpan": network(case), "keras": network(case)}
    models |= {
        f"steps_{steps}": network(case, steps) for steps in STEPS_PER_EXECUTION if steps < case.rows / case.batch
    }
    ours = models["hanpan"]
    ways: dict[str, Callable[..., Any]] = {
        way: (lambda **a: hn.fit(ours, **a)) if way == "hanpan" else model.fit for way, model in models.items()
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds + 1):
        for way, train in ways.items():
            seconds[way].append(timed(train, {**arguments, "epochs": case.epochs}))
    medians = {way: statistics.median(times[1:]) for way, times in seconds.items()}
    best = min((way for way in ways if way != "hanpan"), key=medians.__getitem__)
    pairs = zip(ours.get_weights(), models["keras"].get_weights(), strict=True)
    return {
        "case": case.name,
        "goal": case.goal,
        "epochs": case.epochs,
        "times_default": round(medians["keras"] / medians["hanpan"], 2),
        "times_best_steps": round(medians[best] / medians["hanpan"], 2),
        "best_steps": best,
        **{f"{way}_ms_per_epoch": round(1e3 * medians[way] / case.epochs, 3) for way in ways},
        **{f"{way}_first_s": round(seconds[way][0], 2) for way in ways},
        "difference": float(max(np.abs(a - b).max() for a, b in pairs)),
    }


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
    parser.add_argument("--only", default="", help="cases whose name contains this")
    chosen = parser.parse_args()
    rows = []
    for case in CASES:
        if chosen.only in case.name:
            rows.append(measure(case, chosen.rounds))
            sys.stderr.write(f"{case.name}: {rows[-1]['times_default']}, {rows[-1]['times_best_steps']}\n")
    if chosen.json:
        sys.stdout.write(json.dumps({"cases": rows}, indent=1) + "\n")
        return
    for row in rows:
        sys.stdout.write("  ".join(f"{key} {value}" for key, value in row.items()) + "\n")


if __name__ == "__main__":
    main()
