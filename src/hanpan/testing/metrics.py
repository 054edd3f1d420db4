"""What every metric promises; ``check_metric`` tries it on random answers and on the corner cases."""

from __future__ import annotations

import numpy as np

from hanpan.business.metrics import METRICS, Metric
from hanpan.business.problem import TASKS, Task
from hanpan.foundation.texts import LANGUAGES, has_text

ROWS = 120
_CLASSES = {"regression": 0, "binary": 2, "multiclass": 4}


def all_metrics() -> tuple[Metric, ...]:
    """Every metric a run can rank by."""
    return METRICS


def check_metric(metric: Metric) -> None:
    """Try every promise of a metric.

    Parameters
    ----------
    metric
        An entry of ``business.metrics``.

    Raises
    ------
    AssertionError
        A promise is broken; the message names the metric and the promise.

    Examples
    --------
    >>> for entry in all_metrics():
    ...     check_metric(entry)
    """
    _check_declared(metric)
    for task in metric.tasks:
        y, output = _example(task)
        _check_perfect(metric, y, task)
        _check_order_of_rows(metric, y, output)
        _check_direction(metric, y, output, task)
        _check_input_untouched(metric, y, output)
        _check_corners(metric, task)
    _check_columns(metric)


def _example(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Random y (n,) and outputs that say something about it."""
    random = np.random.default_rng(5)
    if task == "regression":
        y = random.normal(3.0, 2.0, ROWS)
        return y, y + random.normal(0.0, 1.0, ROWS)
    codes = random.integers(0, _CLASSES[task], ROWS)
    return codes, 0.7 * random.dirichlet(np.ones(_CLASSES[task]), ROWS) + 0.3 * _sure(codes, task)


def _sure(codes: np.ndarray, task: Task) -> np.ndarray:
    sure: np.ndarray = np.eye(_CLASSES[task])[codes]
    return sure


def _value(metric: Metric, y: np.ndarray, output: np.ndarray) -> float:
    value = metric(y, output)
    assert isinstance(value, float), f"{metric.name} gives {value!r} where it is defined"
    assert np.isfinite(value), f"{metric.name} gives {value}"
    return value


def _check_declared(metric: Metric) -> None:
    assert metric.tasks, f"{metric.name} serves no task"
    assert set(metric.tasks) <= set(TASKS), f"{metric.name} serves {metric.tasks}"
    assert (metric.needs == "value") == (metric.tasks == ("regression",)), f"{metric.name} mixes values and classes"
    assert metric.reference, f"{metric.name} has no reference"
    for part in ("name", "short", "sentence"):
        for language in LANGUAGES:
            assert has_text(f"metric.{metric.name}.{part}", language), f"metric.{metric.name}.{part} is missing"


def _check_perfect(metric: Metric, y: np.ndarray, task: Task) -> None:
    perfect = y if task == "regression" else _sure(y, task)
    assert abs(_value(metric, y, perfect) - metric.optimum) < 1e-9, f"{metric.name} of a perfect answer"


def _check_order_of_rows(metric: Metric, y: np.ndarray, output: np.ndarray) -> None:
    order = np.random.default_rng(1).permutation(len(y))
    same = abs(_value(metric, y, output) - _value(metric, y[order], output[order])) < 1e-9
    assert same, f"{metric.name} depends on the order of rows"


def _check_direction(metric: Metric, y: np.ndarray, output: np.ndarray, task: Task) -> None:
    """An answer that says something is better than the same answers given to other rows."""
    good, mixed = _value(metric, y, output), _value(metric, y, np.roll(output, 7, axis=0))
    better = good > mixed if metric.greater_is_better else good < mixed
    assert better, f"{metric.name} prefers worse answers on {task}"


def _check_input_untouched(metric: Metric, y: np.ndarray, output: np.ndarray) -> None:
    kept = y.copy(), output.copy()
    y.flags.writeable = output.flags.writeable = False
    metric(y, output)
    assert np.array_equal(kept[0], y), f"{metric.name} writes into y"
    assert np.array_equal(kept[1], output), f"{metric.name} writes into the outputs"


def _check_corners(metric: Metric, task: Task) -> None:
    """No row, one row, one class, all the same, sure and wrong: a finite number or None, never an exception."""
    width = _CLASSES[task]
    empty = np.empty((0, width)) if width else np.empty(0)
    assert metric(np.empty(0), empty) is None, f"{metric.name} of no rows"
    for rows in (1, 5):
        same = np.zeros(rows)
        wrong = np.eye(width)[np.full(rows, 1)] if width else np.full(rows, 9.0)
        value = metric(same, wrong)
        assert value is None or np.isfinite(value), f"{metric.name} gives {value} of {rows} rows all the same"


def _check_columns(metric: Metric) -> None:
    """Predictions as a column (n, 1) are the same as (n,); one output is never spread over many rows."""
    y, output = _example(metric.tasks[0])
    flat = output if output.ndim == 1 else output[:, 1]
    if metric.tasks[0] != "multiclass":
        assert metric(y, flat.reshape(-1, 1)) == metric(y, flat), f"{metric.name} of a column (n, 1)"
    try:
        metric(y, output[:1])
    except ValueError:
        return
    raise AssertionError(f"{metric.name} spreads one output over many rows")
