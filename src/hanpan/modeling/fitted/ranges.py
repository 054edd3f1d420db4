"""Predictions of numbers with the limits between which the truth of a single row most likely lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from hanpan.foundation.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95


class Ranges(Protocol):
    """What knows how far the truth lies from a prediction."""

    def limits(self, output: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Lower and upper limits (n,) of predictions (n,); None where the level is not there."""


def require_ranges(ranges: Ranges | None, *, task: str, target: str, model: str) -> Ranges:
    """The intervals of a model, which has to be there.

    Raises
    ------
    UsageError
        The model predicts classes, or came without intervals.
    """
    if task != "regression":
        raise UsageError("intervals_of_classes", target=target)
    if ranges is None:
        raise UsageError("no_intervals", model=model)
    return ranges


def with_limits(frame: pd.DataFrame, output: np.ndarray, ranges: Ranges) -> pd.DataFrame:
    """Answers with ``prediction_low`` and ``prediction_high`` behind ``prediction`` (95 %)."""
    frame, limits = frame.copy(), ranges.limits(output, LEVEL)
    if limits is not None:
        place = list(frame.columns).index("prediction") + 1
        frame.insert(place, "prediction_low", limits[0])
        frame.insert(place + 1, "prediction_high", limits[1])
    return frame
