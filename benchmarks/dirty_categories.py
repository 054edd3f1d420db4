"""Categories that people wrote: do the pieces of their words help, what do they cost, and do they harm elsewhere?

    python benchmarks/dirty_categories.py [--tables salaries,titles_ko] [--algorithms lightgbm] [--data FOLDER]

Every algorithm is tried on the same folds with four ways of preparing: as before there were pieces, with what the
pieces say of y, with their topics besides, and, where it is installed, as before with the columns of skrub's
StringEncoder. A star marks the way that the planner takes. Errors are 1 - R2, or 1 - AUC (the mean over classes, one
against the rest). ``--data``: a folder with data.json of open tables.

For skrub, make an environment of its own: ``pip install -c constraints.txt -e . skrub``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from dirty_tables import MADE
from sklearn.metrics import r2_score, roc_auc_score
from threadpoolctl import threadpool_limits

from hanpan.business.problem import DEFAULT_METRIC, Problem
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.schema import Column, Schema
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.design import SplitBy, design_test
from hanpan.modeling.options import DesignOptions
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.recipe import Recipe


class Outcome(NamedTuple):
    """What came of an algorithm on a table."""

    error: float
    prepare_seconds: float
    fit_seconds: float
    columns: int


class Table(NamedTuple):
    """A table with its question, and columns to leave out."""

    name: str
    source: object
    target: str
    task: str = ""
    drop: tuple[str, ...] = ()


def bench_of(table: Table) -> Bench:
    """The rows with folds and schema, as a run would have them."""
    dataset = load_dataset(table.source, ReadOptions(drop=table.drop), target=table.target)
    frame = dataset.frame[dataset.frame[table.target].notna()].reset_index(drop=True)
    task, y, labels = _answers(frame[table.target], table.task, dataset.schema[table.target].kind == "number")
    problem = Problem(target=table.target, task=task, metric=DEFAULT_METRIC[task], labels=labels)
    design = design_test(problem, y, SplitBy(np.arange(len(y))), options=DesignOptions(holdout=0))
    schema = Schema(columns=tuple(column for column in dataset.schema if column.name != table.target))
    return Bench(problem, schema, frame, y, design.folds)


def _answers(target: pd.Series, task: str, is_number: bool) -> tuple[str, np.ndarray, tuple[str, ...]]:
    """The task, y, and the labels of its codes."""
    if task == "regression" or (not task and is_number):
        return "regression", target.to_numpy(dtype=float), ()
    y, found = pd.factorize(target, sort=True)
    return "binary" if len(found) == 2 else "multiclass", y, tuple(map(str, found))


def outcome(bench: Bench, name: str, recipe: Recipe) -> Outcome:
    """An algorithm's first settings on the folds of a bench; seconds are means over folds, of this process alone."""
    bench = replace(bench)  # nothing is prepared yet
    started = time.process_time()
    for number in range(len(bench.folds)):
        bench.prepared.fold(recipe, number)
    prepared = time.process_time()
    entry = algorithm(name)
    trial, outputs, _ = run_trial(bench, Candidate(algorithm=name, parameters=entry.defaults[0], recipe=recipe))
    fitted = time.process_time()
    folds = len(bench.folds)
    return Outcome(
        error_of(bench, outputs), (prepared - started) / folds, (fitted - prepared) / folds, trial.n_prepared
    )


def error_of(bench: Bench, outputs: np.ndarray) -> float:
    """1 - R2, or 1 - AUC, out of fold."""
    if bench.problem.task == "regression":
        return 1 - r2_score(bench.y, outputs)
    told = outputs[:, 1] if outputs.shape[1] == 2 else outputs
    return 1 - roc_auc_score(bench.y, told, multi_class="ovr")


def planned(bench: Bench, needs: Needs, schema: Schema | None = None) -> Recipe:
    """What the planner gives for these needs."""
    n_rows, n_classes = len(bench.y), len(bench.problem.labels)
    return plan(schema or bench.schema, needs, n_rows=n_rows, task=bench.problem.task, n_classes=n_classes)


def as_before(bench: Bench, needs: Needs) -> Recipe:
    """What the planner would give if no column shared words."""

    def wordless(column: Column) -> Column:
        if column.kind == "text":
            return replace(column, n_distinct=10**9)
        return replace(column, categories=()) if column.kind == "category" else column

    return planned(bench, needs, Schema(columns=tuple(map(wordless, bench.schema))))


def written(recipe: Recipe) -> tuple[str, ...]:
    """The columns that are taken to pieces."""
    return next((step.columns for step in recipe.steps if step.name == "target_pieces"), ())


def beside_skrub(table: Table, bench: Bench, columns: tuple[str, ...]) -> Bench:
    """The table with what skrub's StringEncoder makes of columns: learnt on all rows at once, which favours it."""
    from skrub import StringEncoder

    encoded = [StringEncoder().fit_transform(bench.frame[name].astype(object).fillna("")) for name in columns]
    frame = pd.concat([bench.frame, *(each.add_prefix("skrub ").astype(float) for each in encoded)], axis=1)
    return bench_of(table._replace(source=frame, drop=()))


def compare(table: Table, algorithms: list[str]) -> None:
    """A line for each algorithm: the errors of each way, what its pieces cost."""
    bench = bench_of(table)
    columns = written(planned(bench, Needs()))
    if not columns:
        print(f"{table.name:<18}nothing is taken to pieces: every recipe is as before", flush=True)
        return
    skrub = beside_skrub(table, bench, columns) if find_spec("skrub") else None
    for name in algorithms:
        entry = algorithm(name)
        if bench.problem.task not in entry.tasks:
            continue
        pieces, topics = (planned(bench, replace(entry.needs, topics=given)) for given in (False, True))
        ways = [(bench, as_before(bench, entry.needs)), (bench, pieces), (bench, topics)]
        if skrub is not None:
            ways.append((skrub, as_before(skrub, entry.needs)))
        found = [outcome(rows, name, recipe) for rows, recipe in ways]
        print(f"{table.name:<18}{name:<24}{_line(found, 2 if entry.needs.topics else 1)}", flush=True)


def _line(found: list[Outcome], ours: int) -> str:
    """Errors, with a star at the way that the planner takes, and its change, seconds and columns from before."""
    errors = "".join(f"{each.error:>9.4f}{'*' if i == ours else ' '}" for i, each in enumerate(found))
    before, after = found[0], found[ours]
    seconds = "".join(f"{a:>8.2f} ->{b:>5.2f}" for a, b in zip(before[1:3], after[1:3], strict=True))
    return f"{errors:<42}{after.error / before.error - 1:>+8.1%}{seconds}{before.columns:>6} ->{after.columns:>3}"


def tables(names: list[str], seeds: int, data: Path | None) -> Iterator[Table]:
    """Made tables by name, and open ones of a folder."""
    for name, make in MADE.items():
        for seed in range(seeds) if not names or name in names else ():
            yield Table(f"{name}.{seed}", make(np.random.default_rng(seed)), "y")
    for entry in json.loads((data / "data.json").read_text("utf-8")) if data else ():
        if ".csv" in entry["file"] and (not names or entry["name"] in names):
            yield Table(entry["name"], str(data / entry["file"]), entry["target"], entry["task"], tuple(entry["drop"]))


def main() -> None:
    """Compare, table by table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", default="")
    parser.add_argument("--algorithms", default="lightgbm,catboost,random_forest,linear_regression,logistic_regression")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    ways = "".join(f"{way:<10}" for way in ("before", "pieces", "+ topics", "skrub"))
    print(f"{'table':<18}{'algorithm':<24}   {ways}{'change':>7}{'prepare s':>15}{'fit s':>16}{'columns':>11}")
    with threadpool_limits(1):
        for table in tables([name for name in given.tables.split(",") if name], given.seeds, given.data):
            compare(table, given.algorithms.split(","))


if __name__ == "__main__":
    main()
