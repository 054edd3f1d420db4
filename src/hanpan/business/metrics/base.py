"""Metric: one way of judging, with its direction and what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hanpan.business.problem import Task

Function = Callable[[np.ndarray, np.ndarray, np.ndarray], float | None]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric.

    Attributes
    ----------
    name
        Fixed name; texts are ``metric.<name>.*``.
    greater_is_better, optimum
        Direction, and the value of a perfect answer.
    linear
        Whether it is a mean of errors as they are, of numbers, and not of their squares.
    needs
        ``value`` (regression), ``probability`` or ``decision`` (classes).
    function
        ``(y, output, decided)`` -> value, or None where it is not defined.
    reference
        Where it is described.
    """

    name: str
    tasks: tuple[Task, ...]
    greater_is_better: bool
    optimum: float
    needs: Literal["value", "probability", "decision"]
    function: Function
    reference: str
    linear: bool = False

    def __call__(self, y: np.ndarray, output: np.ndarray, decided: np.ndarray | None = None) -> float | None:
        """The value of the metric.

        Parameters
        ----------
        y
            (n,) float values, or class codes 0 ... C-1.
        output
            (n,) values (a column (n, 1) is taken as such), or (n, C) probabilities; (n,) or (n, 1) probabilities are
            those of the positive class of two.
        decided
            (n,) decided codes; by default cut at >= .5 for two classes, the most likely class for more.

        Returns
        -------
        float or None
            None where the metric is not defined (no rows, one class alone, nothing but zeros for MAPE).

        Raises
        ------
        ValueError
            As many outputs as rows are needed; one output is never spread over many rows.
        """
        y = np.asarray(y).reshape(-1)
        output = np.asarray(output, dtype=float)
        output = output.reshape(-1) if self.needs == "value" else as_probabilities(output)
        if len(output) != len(y):
            raise ValueError(f"{len(output)} outputs for {len(y)} rows")
        if not len(y):
            return None
        if self.needs == "value":
            return self.function(y.astype(float), output, y)
        said = decide(output) if decided is None else np.asarray(decided).reshape(-1).astype(int)
        return self.function(y.astype(int), output, said)


def as_probabilities(output: np.ndarray) -> np.ndarray:
    """Probabilities (n, C); from the positive class's alone, (n,) or (n, 1), those of both classes.

    Examples
    --------
    >>> as_probabilities(np.array([.25, 1.])).tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    if output.ndim == 2 and output.shape[1] > 1:
        return output
    positive = output.reshape(-1)
    return np.column_stack([1.0 - positive, positive])


def decide(output: np.ndarray) -> np.ndarray:
    """Class codes (n,) from probabilities (n, C): >= .5 for two classes, else the most likely.

    Examples
    --------
    >>> decide(np.array([[.5, .5], [.8, .2]])).tolist()
    [1, 0]
    """
    if output.shape[1] == 2:
        return (output[:, 1] >= 0.5).astype(int)
    return np.asarray(output.argmax(axis=1))
