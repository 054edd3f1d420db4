"""The tables behind a number: row by row, how a metric comes about."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.business.metrics import decide
from hanpan.business.metrics.log_loss import surprise
from hanpan.business.problem import Problem
from hanpan.evaluation.record import BehindRows

_SHOWN = 9
Columns = dict[str, np.ndarray]  # of a table, by name


def behind_the_number(
    problem: Problem,
    y: np.ndarray,
    output: np.ndarray,
    decided: np.ndarray | None = None,
    rows: np.ndarray | None = None,
) -> BehindRows:
    """The table for chosen rows, with the means over *all* rows below it.

    Parameters
    ----------
    problem
        Tells values from classes.
    y, output
        (n,) values or codes; (n,) values or (n, C) probabilities.
    decided
        (n,) codes answered; by default the likeliest ones.
    rows
        Positions to show; by default the best, the middle and the worst ones.
    """
    if problem.task == "regression":
        columns, badness = table_of_values(y, output), "absolute"
    else:
        columns, badness = table_of_classes(problem, y, output, decided), "minus_log"
    shown = choose_rows(np.asarray(columns[badness])) if rows is None else rows
    return BehindRows(
        kind="values" if problem.task == "regression" else "classes",
        rows=[{"row": int(i), **{name: _plain(values[i]) for name, values in columns.items()}} for i in shown],
        means_shown=_means(columns, shown),
        means_all=_means(columns, np.arange(len(y))),
    )


def choose_rows(badness: np.ndarray) -> np.ndarray:
    """Three rows that went best, three in the middle, three that went worst."""
    order = np.argsort(badness, kind="stable")
    if len(order) <= _SHOWN:
        return order
    middle = len(order) // 2
    return np.concatenate([order[:3], order[middle - 1 : middle + 2], order[-3:]])


def table_of_values(y: np.ndarray, output: np.ndarray) -> Columns:
    """Name -> (n,): y, its prediction, and what their difference is by each measure."""
    error = y - output
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(y != 0, np.abs(error) / np.abs(y), np.nan)
    return {
        "y": y,
        "predicted": output,
        "error": error,
        "squared": error**2,
        "absolute": np.abs(error),
        "share": share,
    }


def table_of_classes(problem: Problem, y: np.ndarray, output: np.ndarray, decided: np.ndarray | None = None) -> Columns:
    """Name -> (n,): the class, the decision, the probabilities, and -log of the true class's."""
    true = output[np.arange(len(y)), y.astype(int)]
    minus_log = surprise(y.astype(int), output)
    labels = list(problem.labels)
    probabilities = {f"probability_{label}": output[:, code] for code, label in enumerate(labels)}
    decided = decide(output) if decided is None else decided
    return {
        "y": np.array([labels[code] for code in y.astype(int)], dtype=object),
        "decided": np.array([labels[code] for code in decided], dtype=object),
        **probabilities,
        "true_probability": true,
        "minus_log": minus_log,
    }


def _means(columns: Columns, rows: np.ndarray) -> dict[str, float | None]:
    wanted = ("error", "squared", "absolute", "share", "minus_log")
    means = {}
    for name in wanted:
        if name in columns:
            values = np.asarray(columns[name], dtype=float)[rows]
            known = values[np.isfinite(values)]
            means[name] = float(known.mean()) if len(known) else None
    return means


def _plain(value: Any) -> str | float | None:
    if isinstance(value, str):
        return value
    return float(value) if np.isfinite(value) else None
