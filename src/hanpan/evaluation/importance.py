"""Permutation importance: how much worse the score gets when one column is shuffled.

References
----------
Breiman (2001), Random forests, section 10; Fisher, Rudin, Dominici (2019), All models are wrong, but many are useful.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hanpan.business.metrics import Metric
from hanpan.evaluation.record import Importance

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Shuffles:
    """How often a column is shuffled, and by which random numbers."""

    repeats: int = 5
    seed: int = 0


def permutation_importance(
    output: Callable[[pd.DataFrame], np.ndarray],
    frame: pd.DataFrame,
    y: np.ndarray,
    judge: Metric,
    *,
    columns: Sequence[str] | None = None,
    shuffles: Shuffles | None = None,
    out_of_time: Callable[[], bool] = lambda: False,
) -> list[Importance]:
    """Columns of the table by falling importance, each with the range over repeats.

    Parameters
    ----------
    output
        The model: rows of the table -> values (n,) or probabilities (n, C).
    frame, y
        Rows it was not fitted on, and their values or codes.
    judge
        The metric; importance is in its unit, positive = the column helps.
    columns
        All columns of the frame in the order in which they are tried, should the time be short.
    shuffles
        Of each column.
    out_of_time
        Asked before each shuffle; true ends the work with what is there.

    Returns
    -------
    list of Importance
        A column that was not reached in time is absent.
    """
    shuffles = shuffles or Shuffles()
    random = np.random.default_rng(shuffles.seed)
    sign = 1.0 if judge.greater_is_better else -1.0
    whole = judge(y, output(frame))
    losses: dict[str, list[float]] = {}
    for _ in range(shuffles.repeats):
        for column in columns or frame.columns:
            if out_of_time() or whole is None:
                return _ranked(losses)
            shuffled = frame.copy()
            shuffled[column] = frame[column].array.take(random.permutation(len(frame)))
            score = judge(y, output(shuffled))
            if score is not None:
                losses.setdefault(str(column), []).append(sign * (whole - score))
    return _ranked(losses)


def _ranked(losses: dict[str, list[float]]) -> list[Importance]:
    found = [
        Importance(column=name, mean=float(np.mean(values)), low=float(min(values)), high=float(max(values)))
        for name, values in losses.items()
    ]
    return sorted(found, key=lambda item: -item.mean)
