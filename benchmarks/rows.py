"""What one row costs in process, as column -> cell and as a table of one row, for every algorithm.

    OMP_NUM_THREADS=1 python benchmarks/rows.py --tries 400

Microseconds, medians; a table of 15 numbers and 5 categories, 100 trees or rounds where an algorithm has them. The last
line is how many rows of a table a second LightGBM answers, preparation included: of processor time, and with as many
threads as ``OMP_NUM_THREADS`` lets it use by the clock.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.load import load_dataset
from hanpan.deployment.predictor import Compiled
from hanpan.modeling.algorithms.catalogue import algorithms_for
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.fitting.stored import Part, as_bytes
from hanpan.modeling.folds.bench import Bench
from hanpan.preparation.planner import plan

ROWS, TREES = 3000, 100
SIZES = ("n_estimators", "iterations", "max_iter")


def made(seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """A table of 20 columns with a signal."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({f"x{i}": random.normal(size=ROWS) for i in range(15)})
    for i in range(5):
        frame[f"c{i}"] = random.choice(["서울", "부산", "대구", "인천", "광주"], ROWS)
    signal = frame["x0"] + frame["x1"] * frame["x2"] + (frame["c0"] == "서울") + random.normal(0, 0.5, ROWS)
    return frame, (signal > 0.2).to_numpy().astype(int)


def median(work: Callable[[], object], tries: int) -> float:
    """Microseconds of one call."""
    taken = []
    for _ in range(tries):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return round(1e6 * float(np.median(taken[tries // 10 :])), 1)


def main() -> None:
    """Fit every algorithm once and time its answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=400)
    tries = parser.parse_args().tries
    frame, y = made()
    dataset = load_dataset(frame)
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    rows = np.arange(ROWS)
    bench = Bench(problem, dataset.schema, dataset.frame, y, [(rows[::2], rows[1::2])])
    row = frame.iloc[7].to_dict()
    parts: dict[str, Part] = {}
    told = {}
    for entry in algorithms_for("binary"):
        if entry.own or entry.grouped:
            continue
        sizes = {name: TREES for name in SIZES if name in {*entry.fixed, *entry.defaults[0]}}
        recipe = plan(bench.schema, entry.needs, n_rows=ROWS, task="binary", n_classes=2)
        candidate = Candidate(algorithm=entry.name, parameters={**entry.defaults[0], **sizes}, recipe=recipe)
        rounds = None if entry.iterations is None and entry.family != "network" else TREES
        fitted = fit_once(bench, candidate, min(rounds, 10) if rounds and entry.family == "network" else rounds)
        parts[entry.name] = Part(as_bytes(candidate, fitted, 2))
        told[entry.name] = timed(Model(problem, dataset.schema, (parts[entry.name],), (1.0,)), row, tries)
    three = tuple(parts[name] for name in ("lightgbm", "logistic_regression", "network"))
    told["ensemble of three"] = timed(Model(problem, dataset.schema, three, (0.4, 0.3, 0.3)), row, tries)
    print(json.dumps(told, indent=1))
    model = Model(problem, dataset.schema, (parts["lightgbm"],), (1.0,))
    many = pd.concat([dataset.frame] * 67, ignore_index=True)
    began, worked = time.perf_counter(), time.process_time()  # of the processor, so that a busy machine does not count
    model.output(many)
    seconds = {"processor": time.process_time() - worked, "clock": time.perf_counter() - began}
    print(json.dumps({"lightgbm rows a second": {name: round(len(many) / one) for name, one in seconds.items()}}))


def timed(model: Model, row: dict[str, object], tries: int) -> dict[str, float]:
    """Both ways of asking."""
    compiled, table = Compiled(replace(model)), pd.DataFrame([row])
    return {"row": median(lambda: compiled.answer([row]), tries), "table": median(lambda: model.predict(table), 20)}


if __name__ == "__main__":
    main()
