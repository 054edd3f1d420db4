"""What do weights and resampling do for rare classes? Every algorithm in every way it knows, on the same folds.

    python benchmarks/rare_classes.py [--data FOLDER] [--rows 4000] [--folds 3] [--algorithms a,b] [--smote] [--json]

FOLDER holds a data.json that describes tables (name, file, target, drop); tables with two noisy classes come with it.
The first starting point of each algorithm is fitted in each way, its probabilities brought back as in a run, and
judged out of fold: log loss, AUC and average precision (means over the classes), and how far the mean probability of
the rarest class lies from its share, before (``as learnt``) and after it is brought back.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score

sys.path.insert(0, str(Path(__file__).parent))
from network_quality import bench_of, tables

from hanpan.business.problem import Problem
from hanpan.data.schema import Column, Schema
from hanpan.modeling.algorithms.catalogue import ALGORITHMS
from hanpan.modeling.candidate import BALANCE, PLAIN, WAYS, Candidate
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.fitting.shares import brought_back
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.rare import rare_labels
from hanpan.preparation.planner import plan

MADE = {"made_20": 0.20, "made_5": 0.05, "made_1": 0.01}  # share of the rare class


def main() -> None:
    """Print a line for each table, algorithm and way, and by how much each way is better than none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tables", default="")
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--algorithms", default="")
    parser.add_argument("--smote", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    chosen = [name for name in given.algorithms.split(",") if name]
    found = []
    for name, bench in benches(given):
        for entry in ALGORITHMS:
            if entry.balance and not entry.grouped and (entry.name in chosen or not chosen):
                for way in (PLAIN, *(one for one in entry.balance if given.smote or one != "smote")):
                    found.append({"table": name, **measured(bench, entry, way)})
                    if not given.json:
                        print(line(found[-1]), flush=True)
    if given.json:
        print(json.dumps(found))
        return
    for way in WAYS[1:]:
        print(summary(found, way))


def benches(given: argparse.Namespace) -> Any:
    """Made tables, and those of the folder that have classes."""
    wanted = [name for name in given.tables.split(",") if name]
    for name, share in MADE.items():
        if name in wanted or not wanted:
            yield name, made(share, given.rows, given.folds)
    for table in tables(given.data):
        if table["name"] in wanted or not wanted:
            bench = bench_of(table, given.rows, given.folds)
            if bench.problem.task != "regression" and (rare_labels(bench.problem, bench.y) or wanted):
                yield table["name"], bench


def made(share: float, n: int, folds: int) -> Bench:
    """Two noisy classes, one of them rare: eight numbers, of which four shift with it."""
    random = np.random.default_rng(5)
    y = (random.random(n) < share).astype(int)
    x = random.normal(size=(n, 8))
    x[:, :4] += 0.6 * y[:, None] * (1 + (x[:, 4:] > 0))
    frame = pd.DataFrame(x, columns=[f"x{i}" for i in range(8)])
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    parts = np.array_split(random.permutation(n), folds)
    dealt = [(np.setdiff1d(np.arange(n), part), part) for part in parts]
    return Bench(problem, Schema(columns=tuple(Column(name=name, kind="number") for name in frame)), frame, y, dealt)


def measured(bench: Bench, entry: Any, way: str) -> dict[str, Any]:
    """Scores out of fold of the first starting point, learnt in one way."""
    problem = bench.problem
    recipe = plan(bench.schema, entry.needs, n_rows=len(bench.y), task=problem.task, n_classes=len(problem.labels))
    candidate = Candidate(algorithm=entry.name, parameters={**entry.defaults[0], BALANCE: way}, recipe=recipe)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tried = run_trial(replace(bench), candidate)
    known = np.isfinite(tried.outputs).all(axis=1)
    y, output = bench.y[known].astype(int), tried.outputs[known]
    codes = [code for code in range(len(problem.labels)) if 0 < (y == code).sum() < len(y)]
    rarest = min(codes, key=lambda code: (y == code).sum())
    factors = tried.trial.factors
    learnt = brought_back(output, 1 / np.asarray(factors)) if factors else output
    share = (y == rarest).mean()
    return {
        "algorithm": entry.name,
        "way": way,
        "log_loss": float(log_loss(y, np.clip(output, 1e-15, 1), labels=range(len(problem.labels)))),
        "auc": float(np.mean([roc_auc_score(y == code, output[:, code]) for code in codes])),
        "ap": float(np.mean([average_precision_score(y == code, output[:, code]) for code in codes])),
        "as_learnt": float(learnt[:, rarest].mean() / share),
        "brought_back": float(output[:, rarest].mean() / share),
        "seconds": tried.trial.fit_seconds,
    }


def line(told: dict[str, Any]) -> str:
    """One measurement."""
    scores = "  ".join(f"{name} {told[name]:.4f}" for name in ("log_loss", "auc", "ap"))
    return (
        f"{told['table']:18} {told['algorithm']:24} {told['way']:8} {scores}  mean of rarest / its share: "
        f"{told['as_learnt']:.2f} as learnt, {told['brought_back']:.3f} brought back  {told['seconds']:.2f} s"
    )


def summary(found: list[dict[str, Any]], way: str) -> str:
    """In how many pairs of table and algorithm a way is better than none, and by how much in the middle."""
    plain = {(one["table"], one["algorithm"]): one for one in found if one["way"] == PLAIN}
    pairs = [(one, plain[one["table"], one["algorithm"]]) for one in found if one["way"] == way]
    told = [f"{way}: {len(pairs)} pairs"]
    for name, sign in (("log_loss", -1), ("auc", 1), ("ap", 1)):
        gains = [sign * (one[name] - other[name]) for one, other in pairs]
        if gains:
            told.append(
                f"{name} better in {np.mean(np.array(gains) > 0):.0%}, in the middle by {np.median(gains):+.4f}"
            )
    return "; ".join(told)


if __name__ == "__main__":
    main()
