"""Small benches for tests of the board."""

import numpy as np
import pandas as pd

from hanpan.business.problem import DEFAULT_METRIC, Problem
from hanpan.data.schema import Column, Schema
from hanpan.modeling.algorithms.catalogue import algorithms_for
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.design import SplitBy, design_test
from hanpan.preparation.planner import plan


def make_bench(task="binary", n=200, seed=0, noise=False):
    """A bench with numbers, a category and missing cells; y is noise if asked. Returns (bench, holdout, y there)."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({f"x{i}": random.normal(size=n) for i in range(4)})
    frame["c"] = pd.Series(random.choice(list("abc"), n), dtype="str")
    signal = frame["x0"] * 2 + frame["x2"] ** 2 + (frame["c"] == "a") * 3 + random.normal(size=n) * 0.5
    frame.loc[3:12, "x1"] = np.nan
    frame.loc[5:9, "c"] = np.nan
    y = target(task, random.normal(size=n) if noise else signal.to_numpy())
    labels = () if task == "regression" else tuple("abc"[: len(np.unique(y))])
    problem = Problem(target="y", task=task, metric=DEFAULT_METRIC[task], labels=labels)
    design = design_test(problem, y, SplitBy(np.arange(n)), seed=seed)
    rows, held = design.development, design.holdout
    bench = Bench(problem, schema_of(frame), frame.iloc[rows].reset_index(drop=True), y[rows], design.folds)
    return bench, frame.iloc[held].reset_index(drop=True), y[held]


def target(task, values):
    if task == "regression":
        return values
    cuts = [0.5] if task == "binary" else [0.33, 0.66]
    return np.digitize(values, np.quantile(values, cuts))


def schema_of(frame):
    columns = []
    for name in frame:
        number = pd.api.types.is_numeric_dtype(frame[name])
        columns.append(
            Column(
                name=name,
                kind="number" if number else "category",
                categories=() if number else tuple(frame[name].value_counts().index),
                missing=int(frame[name].isna().sum()),
                n_distinct=int(frame[name].nunique()),
            )
        )
    return Schema(columns=tuple(columns))


def recipes_for(bench, names=()):
    entries = algorithms_for(bench.problem.task, names)
    n_classes = len(bench.problem.labels)
    return entries, {
        entry.name: plan(bench.schema, entry.needs, n_rows=len(bench.y), task=bench.problem.task, n_classes=n_classes)
        for entry in entries
    }
