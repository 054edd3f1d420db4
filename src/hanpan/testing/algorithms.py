"""What every algorithm of the board promises; ``check_algorithm`` tries it on small tables made for the purpose."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pandas as pd

from hanpan.business.metrics import metric
from hanpan.business.problem import DEFAULT_METRIC, Problem, Task
from hanpan.data.schema import Column, Kind, Schema
from hanpan.deployment.onnx.exporting import graph_of
from hanpan.deployment.onnx.parity import require_parity
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import LANGUAGES, has_text
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitting.fitting import fit_once, run_trial
from hanpan.modeling.fitting.stored import Part, same_answers, store_fit
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.trial import Trial
from hanpan.preparation.planner import plan
from hanpan.testing.rows import check_rows

ROWS = 90
_QUICK = {"epochs": 4, "n_estimators": 12, "iterations": 12, "max_iter": 12}
_PAGE = ("title", "idea", "preconditions", "complexity", "strengths", "weaknesses")


def all_pairs() -> tuple[tuple[str, Task], ...]:
    """Every algorithm with every task it declares; those that need something of the person are left out."""
    ready = [entry for entry in ALGORITHMS if not entry.own and not entry.grouped]
    return tuple((entry.name, task) for entry in ready for task in entry.tasks)


def check_algorithm(name: str, task: Task) -> None:
    """Try every promise of an algorithm.

    Parameters
    ----------
    name
        A name of the catalogue.
    task
        One of the tasks it declares.

    Raises
    ------
    AssertionError
        A promise is broken; the message names the algorithm and the promise.

    Examples
    --------
    >>> check_algorithm("decision_tree", "binary")
    """
    entry = algorithm(name)
    bench = small_bench(task)
    candidate = _candidate(entry, bench)
    trial, outputs, _ = run_trial(bench, candidate)
    again, same, _ = run_trial(small_bench(task), candidate)
    _expect(entry, trial.score == again.score and np.array_equal(outputs, same), "the same seed gives the same trial")
    _check_outputs(entry, outputs, bench.problem)
    _check_signal(entry, trial, bench)
    _check_for_good(entry, bench, candidate)
    _check_absent_class(entry, bench, candidate)
    _check_declared(entry, task)


def small_bench(task: Task) -> Bench:
    """Numbers, a category, gaps, a constant column; y follows the first number and the category."""
    random = np.random.default_rng(11)
    frame = pd.DataFrame({f"수{i}": random.normal(size=ROWS) for i in range(3)})
    frame["도시"] = pd.Series(random.choice(["서울", "부산", "제주"], ROWS), dtype="str")
    signal = 3 * frame["수0"].to_numpy() + 2 * (frame["도시"] == "서울").to_numpy() + random.normal(0, 0.3, ROWS)
    frame.loc[::11, "수1"] = np.nan
    frame.loc[::13, "도시"] = np.nan
    frame["same"] = 1.0
    parts = {"regression": 0, "binary": 2, "multiclass": 3}[task]
    y = np.digitize(signal, np.quantile(signal, np.arange(1, parts) / parts)) if parts else signal
    problem = Problem(target="y", task=task, metric=DEFAULT_METRIC[task], labels=tuple("가나다"[:parts]))
    rows = np.arange(ROWS)
    folds = [(rows[rows % 3 != fold], rows[rows % 3 == fold]) for fold in range(3)]
    return Bench(problem, _schema(frame), frame, y, folds)


def _schema(frame: pd.DataFrame) -> Schema:
    columns = []
    for name in map(str, frame):
        number = pd.api.types.is_numeric_dtype(frame[name])
        categories = () if number else tuple(map(str, frame[name].value_counts().index))
        missing, distinct = int(frame[name].isna().sum()), int(frame[name].nunique())
        kind: Kind = "number" if number else "category"
        columns.append(Column(name=name, kind=kind, categories=categories, missing=missing, n_distinct=distinct))
    return Schema(columns=tuple(columns))


def _candidate(entry: Algorithm, bench: Bench) -> Candidate:
    problem = bench.problem
    recipe = plan(bench.schema, entry.needs, n_rows=ROWS, task=problem.task, n_classes=len(problem.labels))
    known = {**entry.fixed, **entry.defaults[0]}
    quick = {name: value for name, value in _QUICK.items() if name in known}
    return Candidate(algorithm=entry.name, parameters={**entry.defaults[0], **quick}, recipe=recipe)


def _check_outputs(entry: Algorithm, outputs: np.ndarray, problem: Problem) -> None:
    width = () if problem.task == "regression" else (len(problem.labels),)
    _expect(entry, outputs.shape[1:] == width, "one value a row, or one probability per class")
    _expect(entry, bool(np.isfinite(outputs).all()), "finite numbers")
    if width:
        _expect(entry, bool((outputs >= 0).all() and (outputs <= 1).all()), "probabilities from 0 to 1")
        _expect(entry, np.allclose(outputs.sum(axis=1), 1, atol=1e-5), "probabilities sum to 1")


def _check_signal(entry: Algorithm, trial: Trial, bench: Bench) -> None:
    """It decides better than the baseline where the answer is nearly told; those cut short above may not yet."""
    if entry.name == "baseline" or set(_QUICK) & {*entry.fixed, *entry.defaults[0]}:
        return
    reference, *_ = run_trial(bench, _candidate(algorithm("baseline"), bench))
    name = "rmse" if bench.problem.task == "regression" else "accuracy"
    ahead = (trial.metrics[name] - reference.metrics[name]) * (1 if metric(name).greater_is_better else -1)
    _expect(entry, ahead > 0, "better than the baseline where there is a signal")


def _check_for_good(entry: Algorithm, bench: Bench, candidate: Candidate) -> None:
    """Fitted once, stored and brought back: the same answers, for a single row and for unseen cells too."""
    fitted = fit_once(bench, candidate, rounds=3 if entry.iterations else None)
    stored = store_fit(candidate, fitted, bench.problem.n_outputs, bench.frame.head(20))
    part = Part(stored)
    strange = bench.frame.head(6).copy()
    strange["도시"] = pd.Series(["모름", None, "서울", "모름", "부산", "제주"], dtype="str")
    strange["수0"] = [np.nan, 1e6, -1e6, 0.0, 1.0, 2.0]
    for rows in (bench.frame, bench.frame.tail(1), strange):
        expected, answered = fitted.output(rows), part.output(rows)
        _expect(entry, bool(np.isfinite(answered).all()), "finite answers for unseen cells")
        _expect(entry, same_answers(expected, answered, stored.tolerance), "answers alike after storing")
    model = Model(bench.problem, bench.schema, (part,), (1.0,))
    for rows in (bench.frame.head(12), strange):
        check_rows(model, rows, stored.tolerance)
    _check_onnx(entry, model, bench.frame)


def _check_onnx(entry: Algorithm, model: Model, rows: pd.DataFrame) -> None:
    """As an ONNX graph it answers alike, or the refusal says why not (where the extra is installed)."""
    if find_spec("onnxruntime") is None or find_spec("onnx") is None:
        return
    try:
        graph = graph_of(model, {})
        require_parity(graph.content, model, graph.inputs, rows)
    except UsageError as refused:
        _expect(entry, refused.key == "onnx_refused" and all(map(refused.message, LANGUAGES)), refused.message("en"))


def _check_absent_class(entry: Algorithm, bench: Bench, candidate: Candidate) -> None:
    """A class without fit rows in a fold still has its column of probabilities."""
    if bench.problem.task != "multiclass":
        return
    last = np.flatnonzero(bench.y == 2)
    rest = np.flatnonzero(bench.y != 2)
    folds = [(rest, last), (np.arange(ROWS), np.arange(0, ROWS, 4))]
    _, outputs, _ = run_trial(replace(bench, folds=folds), candidate)
    _expect(entry, bool(np.isfinite(outputs[last]).all()), "a class that a fold never saw")


def _check_declared(entry: Algorithm, task: Task) -> None:
    _expect(entry, bool(entry.reference), "a reference")
    for parameters in entry.defaults:
        json.dumps(parameters)
    for language in LANGUAGES:
        for part in _PAGE:
            key = f"algorithm.{entry.name}.{part}"
            _expect(entry, has_text(key, language), f"the text {key} in {language}")
    for knob in entry.knobs:
        _expect(entry, len(knob.values) > 2, "a knob with values enough for a curve")
        _expect(entry, knob.parameter in {*entry.space, *entry.defaults[0]}, f"the knob {knob.parameter} is searched")
    for parameter in entry.plane or ():
        _expect(entry, parameter in {*entry.space, entry.iterations}, f"{parameter} of the plane is searched")
    _expect(entry, task in entry.tasks, f"the task {task}")


def _expect(entry: Algorithm, kept: bool, promise: str) -> None:
    assert kept, f"{entry.name}: {promise}"
