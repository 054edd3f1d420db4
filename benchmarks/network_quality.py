"""How good are the board's networks? The same folds for each of them and for scikit-learn's multi-layer perceptron.

    python benchmarks/network_quality.py [--data FOLDER] [--rows 1500] [--folds 3] [--json]

FOLDER holds a data.json that describes tables (name, file, target, drop); scikit-learn's bundled tables come with it.
Every system gets the same prepared columns (complete, dummies, standardised), fitted inside the fold, and for
regression a standardised target; scores are means over the folds in the default metric of the task.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

import hanpan.networks as hn
from hanpan.business.metrics import metric
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.question.task import define_problem
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.estimators.base import Rows, Setting
from hanpan.modeling.estimators.network import NetworkEstimator
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.design import SplitBy, design_test
from hanpan.modeling.options import DesignOptions
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.study.before.understanding import target_codes

BUNDLED = [{"name": f"sklearn:{name}", "target": "target"} for name in ("iris", "wine", "breast_cancer", "diabetes")]
OURS = {"modern": "network_modern", "packed": "network_packed", "course": "network"}
COURSE = {"hidden": [64, 32], "learning_rate": 0.003}
RIVALS = ("sklearn", "course")


def main() -> None:
    """Print the scores of every system on every table, and on how many tables each of ours is better."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rows", type=int, default=1500)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = []
    for table in tables(given.data):
        rows.append(measure(table, given.rows, given.folds, [*OURS, "sklearn"]))
        if not given.json:
            print(line(rows[-1]), flush=True)
    told = {f"{name} better than {rival}": wins(rows, name, rival) for name in ("modern", "packed") for rival in RIVALS}
    if given.json:
        print(json.dumps({"tables": rows, **told}))
        return
    for words, share in told.items():
        print(f"{words}: {share:.0%} of {len(rows)} tables")


def tables(folder: Path | None) -> list[dict[str, Any]]:
    """What to run on."""
    listed = [] if folder is None else json.loads((folder / "data.json").read_text("utf-8"))
    files = [{**t, "file": str(folder / t["file"])} for t in listed if t["file"].endswith((".csv", ".csv.gz"))]
    known = {table["name"] for table in files}  # a table that is bundled too must not count twice
    bundled = [table for table in BUNDLED if table["name"].removeprefix("sklearn:") not in known]
    return [*({"file": table["name"], **table} for table in bundled), *files]


def measure(table: dict[str, Any], most: int, folds: int, systems: list[str]) -> dict[str, Any]:
    """Scores and seconds of the systems on one table."""
    bench = bench_of(table, most, folds)
    scores, seconds = {}, {}
    for name in systems:
        started = time.perf_counter()
        scores[name] = float(np.mean([score(name, bench, number) for number in range(len(bench.folds))]))
        seconds[name] = (time.perf_counter() - started) / len(bench.folds)
    judge = metric(bench.problem.metric)
    return {
        "table": table["name"],
        "rows": len(bench.y),
        "metric": judge.name,
        "greater": judge.greater_is_better,
        "scores": scores,
        "seconds": seconds,
    }


def bench_of(table: dict[str, Any], most: int, folds: int) -> Bench:
    """At most so many rows of a table, drawn at random, with folds."""
    dataset = load_dataset(table["file"], ReadOptions(drop=tuple(table.get("drop", ()))), target=table["target"])
    problem, dataset, _ = define_problem(dataset, table["target"], task=table.get("task"))
    y = target_codes(dataset.frame[problem.target], problem)
    rows = np.sort(np.random.default_rng(0).permutation(len(y))[:most])
    frame = dataset.frame[[column.name for column in dataset.schema.features]].iloc[rows].reset_index(drop=True)
    options = DesignOptions(holdout=0.0, folds=folds)
    design = design_test(problem, y[rows], SplitBy(np.arange(len(rows))), options=options, seed=0)
    return Bench(problem, dataset.schema, frame, y[rows], design.folds[:folds])


def score(name: str, bench: Bench, number: int) -> float:
    """The score of a system on one fold."""
    problem = bench.problem
    sizes = {"n_rows": len(bench.y), "n_classes": len(problem.labels)}
    recipe = plan(bench.schema, Needs(scaled=True), task=problem.task, **sizes)
    data, (fit, valid) = bench.prepared.fold(recipe, number), bench.folds[number]
    answer = rival if name == "sklearn" else ours
    output = answer(name, bench, data.fit, bench.y[fit], data.valid)
    return float(metric(problem.metric)(bench.y[valid], output))


def ours(name: str, bench: Bench, x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """What one of the board's networks answers with its first defaults (the course's recipe with two layers)."""
    entry = algorithm(OURS[name])
    task = bench.problem.task
    parameters = {**entry.fixed, **(COURSE if name == "course" else entry.defaults[0])}
    setting = Setting(
        task=task, n_classes=len(bench.problem.labels), builder=entry.builders[task], parameters=parameters, seed=0
    )
    network = NetworkEstimator(setting)
    network.fit(Rows(x, y))
    return network.output(rows)


def rival(name: str, bench: Bench, x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """What scikit-learn's perceptron answers with its defaults, and time to converge."""
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.preprocessing import StandardScaler

    del name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if bench.problem.task == "regression":
            plain = MLPRegressor(max_iter=500, random_state=0)
            return TransformedTargetRegressor(plain, transformer=StandardScaler()).fit(x, y).predict(rows)
        fitted = MLPClassifier(max_iter=500, random_state=0).fit(x, y)
    output = np.zeros((len(rows), len(bench.problem.labels)))
    output[:, fitted.classes_.astype(int)] = fitted.predict_proba(rows)
    return output


def wins(rows: list[dict[str, Any]], name: str, rival: str) -> float:
    """The share of tables on which one system scores better than another."""
    gains = [(row["scores"][name] - row["scores"][rival]) * (1 if row["greater"] else -1) for row in rows]
    return float(np.mean(np.array(gains) > 0))


def line(row: dict[str, Any]) -> str:
    """A table's scores, and seconds of a fit in brackets."""
    told = "  ".join(f"{name} {row['scores'][name]:.4g} ({row['seconds'][name]:.1f} s)" for name in row["scores"])
    return f"{row['table']:<22} {row['rows']:>5} {row['metric']:<8}  {told}"


if __name__ == "__main__":
    hn.NetworkClassifier  # noqa: B018  (chooses the back end before any library does)
    main()
