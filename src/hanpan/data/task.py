"""From a question to a Problem: which task, which labels, which is the positive one, and what each column is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import pandas as pd

from hanpan.business.problem import DEFAULT_METRIC, TASKS, Problem, Task
from hanpan.data.dataset import Dataset
from hanpan.data.labels import label_texts
from hanpan.data.names import nearest, require_names
from hanpan.data.schema import Column, Schema
from hanpan.data.text_columns import natural_order
from hanpan.foundation.errors import DataError
from hanpan.foundation.findings import Finding

FEWEST_ROWS = 10
FEW_VALUES = 10
ROWS_PER_VALUE = 5  # fewer rows per whole number on average: it is measured, not a class
MOST_CLASSES = 200
YES = {"1", "1.0", "yes", "true", "y", "t", "예", "네", "유", "positive", "양성"}
METRICS: dict[Task, tuple[str, ...]] = {
    "regression": ("rmse", "mse", "mae", "mape", "r2", "profit"),
    "binary": ("auc", "log_loss", "accuracy", "f1", "precision", "recall", "profit"),
    "multiclass": ("log_loss", "auc", "accuracy", "f1", "precision", "recall", "profit"),
}


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The target as it will be: labels or numbers on the rows that have one."""

    task: Task
    reason: str
    values: pd.Series


def define_problem(
    dataset: Dataset,
    target: str,
    *,
    task: str | None = None,
    positive: str | None = None,
    metric: str | None = None,
    question: str = "",
    unit: str = "",
    group: str | None = None,
    time: str | None = None,
    unknown_at_prediction: Sequence[str] = (),
    protected: Sequence[str] = (),
    hypotheses: Sequence[dict[str, str]] = (),
) -> tuple[Problem, Dataset, list[Finding]]:
    """Settle the task and give every column its role.

    Returns
    -------
    tuple
        The Problem; the Dataset without the rows whose target is missing, its target as labels (``str``) or float64;
        and Findings (``target_missing``, ``id_like``).

    Raises
    ------
    DataError
        A column is absent; the target is missing throughout, constant, in too few rows, or does not fit the task;
        no column is left to learn from.

    Examples
    --------
    >>> from hanpan.data.load import load_dataset
    >>> problem, dataset, findings = define_problem(load_dataset("sklearn:breast_cancer"), "target")
    >>> problem.task, problem.metric, problem.labels, len(findings)
    ('binary', 'auc', ('benign', 'malignant'), 0)
    """
    target = _one(target, dataset, "target_absent")
    roles = _roles(dataset, target, group, time, unknown_at_prediction)
    protected = require_names(protected, dataset.schema.names)
    kept, findings = _rows_with_target(dataset, target)
    asked = _ask(kept, target, _known_task(task))
    labels, positive_reason = _labels(asked, positive)
    problem = Problem(
        target=target,
        task=asked.task,
        metric=_metric(asked.task, metric),
        labels=labels,
        task_reason=asked.reason,
        positive_reason=positive_reason,
        question=question,
        unit=unit or (kept.schema[target].unit if asked.task == "regression" else ""),
        group=group and _one(group, dataset),
        time=time and _one(time, dataset),
        unknown_at_prediction=tuple(require_names(unknown_at_prediction, dataset.schema.names)),
        protected=tuple(protected),
        hypotheses=tuple(hypotheses),
    )
    ready = _with_roles(_with_target(kept, asked, labels), roles)
    if not ready.schema.features:
        raise DataError(
            "nothing_to_learn_from", target=target, names=", ".join(n for n in ready.schema.names if n != target) or "-"
        )
    return problem, ready, findings + _id_findings(ready)


def _one(name: str, dataset: Dataset, key: str = "column_absent") -> str:
    return require_names([name], dataset.schema.names, key)[0]


def _known_task(task: str | None) -> Task | None:
    if task is not None and task not in TASKS:
        raise DataError("task_unknown", task=task, names=", ".join(TASKS))
    return cast("Task | None", task)


# ---- rows


def _rows_with_target(dataset: Dataset, target: str) -> tuple[Dataset, list[Finding]]:
    """Rows without an answer teach nothing: left out, counted and said."""
    if len(dataset.schema) == 1:
        raise DataError("one_column", target=target)
    present = dataset.frame[target].notna().to_numpy()
    n, kept = len(present), int(present.sum())
    if kept == 0:
        raise DataError("target_missing_all", target=target, rows=n)
    if kept == 1:
        raise DataError("one_row", target=target)
    if kept == n:
        return dataset, []
    frame = dataset.frame[present].reset_index(drop=True)
    spellings = {name: series[present].reset_index(drop=True) for name, series in dataset.spellings.items()}
    evidence = {"count": n - kept, "rows": n, "share": (n - kept) / n}
    finding = Finding(
        code="target_missing", severity="warning", subject=target, evidence=cast("dict[str, Any]", evidence)
    )
    return replace(dataset, frame=frame, spellings=spellings), [finding]


# ---- task


def _ask(dataset: Dataset, target: str, task: Task | None) -> _Asked:
    column, values = dataset.schema[target], dataset.frame[target]
    if column.kind == "date":
        raise DataError("target_is_date", target=target)
    labels = _target_labels(dataset, target)
    distinct = labels.nunique() if column.kind != "number" else min(labels.nunique(), values.nunique())
    if distinct < 2:
        raise DataError("target_constant", target=target, value=labels.iloc[0], rows=len(labels))
    chosen, reason = (task, "task.given") if task else _find_task(column, values, distinct)
    if len(values) < FEWEST_ROWS:
        raise DataError("too_few_rows", rows=len(values), least=FEWEST_ROWS, target=target)
    if chosen == "regression":
        return _Asked(task=chosen, reason=reason, values=_as_numbers(column, values))
    _check_classes(labels, chosen, target)
    return _Asked(task=chosen, reason=reason, values=labels)


def _find_task(column: Column, values: pd.Series, distinct: int) -> tuple[Task, str]:
    """The task and the text ``reason.<...>`` that says why."""
    if distinct == 2:
        return "binary", "task.two_values"
    if column.kind != "number":
        return "multiclass", "task.words"
    measured = column.reader in ("currency", "percent", "thousands", "comma") or not (values % 1 == 0).all()
    if not measured and distinct <= FEW_VALUES and len(values) >= ROWS_PER_VALUE * distinct:
        return "multiclass", "task.few_whole_numbers"
    return "regression", "task.numbers"


def _target_labels(dataset: Dataset, target: str) -> pd.Series:
    """One label per row, as it stands in the file."""
    return label_texts(dataset.spellings.get(target, dataset.frame[target]))


def _as_numbers(column: Column, values: pd.Series) -> pd.Series:
    if column.kind == "number":
        return values.astype("float64")
    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.isna().any():
        odd = values[numbers.isna()]
        shown = ", ".join(f"“{text}”" for text in odd.unique()[:5])
        raise DataError("target_not_numeric", target=column.name, count=len(odd), examples=shown)
    return numbers.astype("float64")


def _check_classes(labels: pd.Series, task: Task, target: str) -> None:
    count = int(labels.nunique())
    if count > MOST_CLASSES or count > len(labels) / 2:
        raise DataError("too_many_classes", target=target, count=count, rows=len(labels))
    if (task == "binary") != (count == 2):
        raise DataError("task_classes", target=target, task=task, count=count, names=", ".join(labels.unique()[:8]))


# ---- labels, positive class, metric


def _labels(asked: _Asked, positive: str | None) -> tuple[tuple[str, ...], str]:
    """Classes in the order of their codes; two classes as (negative, positive) with the reason of that choice."""
    if asked.task != "binary":
        if positive is not None:
            raise DataError("positive_without_two", positive=positive, task=asked.task)
        ordered = natural_order(list(asked.values.unique())) if asked.task == "multiclass" else []
        return tuple(ordered), ""
    counts = asked.values.value_counts()
    names = natural_order([str(name) for name in counts.index])
    chosen, reason = _positive(names, counts, positive)
    return (names[1 - names.index(chosen)], chosen), reason


def _positive(names: list[str], counts: pd.Series, given: str | None) -> tuple[str, str]:
    if given is not None:
        name = str(given).strip()
        if name not in names:
            raise DataError("positive_absent", positive=given, names=nearest(name, names))
        return name, "positive.given"
    yes = [name for name in names if name.casefold() in YES]
    if len(yes) == 1:
        return yes[0], "positive.yes"
    if counts[names[0]] == counts[names[1]]:
        return names[1], "positive.last"
    return (names[0] if counts[names[0]] < counts[names[1]] else names[1]), "positive.rarer"


def _metric(task: Task, metric: str | None) -> str:
    if metric is None:
        return DEFAULT_METRIC[task]
    if metric not in METRICS[task]:
        raise DataError("metric_unfit", metric=metric, task=task, names=", ".join(METRICS[task]))
    return metric


# ---- roles


def _roles(
    dataset: Dataset, target: str, group: str | None, time: str | None, unknown: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Role and reason (the text ``left_out.<reason>``) of every column that is no plain feature."""
    roles = {column.name: ("id", "id") for column in dataset.schema if column.kind == "id"}
    roles |= dict.fromkeys(require_names(unknown, dataset.schema.names), ("left_out", "unknown_at_prediction"))
    roles |= {_one(group, dataset): ("group", "")} if group else {}
    roles |= {_time_column(time, dataset): ("time", "")} if time else {}
    clash = [name for name in (*unknown, group, time) if name == target]
    if clash or (group and group == time):
        raise DataError("role_clash", column=clash[0] if clash else cast("str", group))
    return roles | {target: ("target", "")}


def _time_column(time: str, dataset: Dataset) -> str:
    name = _one(time, dataset)
    column = dataset.schema[name]
    if column.kind not in ("date", "number"):
        raise DataError("time_not_sortable", column=name, kind=column.kind)
    if column.missing:
        raise DataError("time_gaps", column=name, count=column.missing)
    return name


def _with_roles(dataset: Dataset, roles: dict[str, tuple[str, str]]) -> Dataset:
    columns = []
    for column in dataset.schema:
        role, reason = roles.get(column.name, ("feature", ""))
        columns.append(replace(column, role=cast("Any", role), role_reason=reason))
    return replace(dataset, schema=Schema(columns=tuple(columns)))


def _with_target(dataset: Dataset, asked: _Asked, labels: tuple[str, ...]) -> Dataset:
    """The frame and the schema with the target as it is asked for."""
    name = str(asked.values.name) if asked.values.name is not None else ""
    frame = dataset.frame.assign(**{name: asked.values.to_numpy() if not labels else asked.values})
    column = dataset.schema[name]
    if labels:
        column = replace(
            column, kind="category", categories=labels, n_distinct=len(labels), missing=0, low=None, high=None
        )
    else:
        low, high = float(asked.values.min()), float(asked.values.max())
        whole = bool(np.all(asked.values % 1 == 0))
        column = replace(column, kind="number", categories=(), missing=0, low=low, high=high, whole=whole)
    columns = tuple(column if each.name == name else each for each in dataset.schema)
    return replace(dataset, frame=frame, schema=Schema(columns=columns))


def _id_findings(dataset: Dataset) -> list[Finding]:
    rows = len(dataset.frame)
    return [
        Finding(
            code="id_like",
            severity="info",
            subject=column.name,
            evidence={"sign": "kind", "distinct": column.n_distinct, "rows": rows},
        )
        for column in dataset.schema
        if column.role == "id"
    ]
