"""Prediction intervals in use: read from the judgement that lies in the model file, put beside its predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hanpan.deployment.bundle import Bundle
from hanpan.deployment.scored import Predicted
from hanpan.evaluation.explanation.intervals import PredictionIntervals
from hanpan.foundation.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95
_RECORD = "evaluation.json"


class _Judgement(msgspec.Struct):
    """What is looked at of an Evaluation."""

    model: str = ""
    intervals: PredictionIntervals | None = None


def kept_intervals(bundle: Bundle) -> PredictionIntervals:
    """The prediction intervals of the model in the file.

    Raises
    ------
    UsageError
        There are none, or they are those of another model of the same study, or damaged.
    """
    try:
        told = msgspec.json.decode(bundle.records.get(_RECORD, b"{}"), type=_Judgement)
    except msgspec.DecodeError:
        told = _Judgement()
    known = told.intervals
    if known is None or told.model != bundle.manifest.model or not _whole(known):
        raise UsageError("no_intervals", model=bundle.manifest.model)
    return known


def with_intervals(done: Predicted, known: PredictionIntervals) -> pd.DataFrame:
    """The predictions with ``prediction_low`` and ``prediction_high`` behind each."""
    frame, limits = done.frame.copy(), known.limits(done.output, LEVEL)
    if limits is not None:
        place = list(frame.columns).index("prediction") + 1
        frame.insert(place, "prediction_low", limits[0])
        frame.insert(place + 1, "prediction_high", limits[1])
    return frame


def _whole(known: PredictionIntervals) -> bool:
    """Whether the level is there, and a size for every knot, in order."""
    fits = bool(known.at) and len(known.at) == len(known.size) and known.at == sorted(known.at)
    return fits and any(one.level == LEVEL for one in known.levels)
