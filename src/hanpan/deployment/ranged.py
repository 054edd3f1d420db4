"""Prediction intervals in use: read from the judgement that lies in the model file."""

from __future__ import annotations

import msgspec

from hanpan.evaluation.explanation.band import PredictionIntervals
from hanpan.modeling.fitted.ranges import LEVEL


class _JudgedRange(msgspec.Struct):
    """What is looked at of an Evaluation."""

    model: str = ""
    intervals: PredictionIntervals | None = None


def kept_intervals(judgement: bytes, model: str) -> PredictionIntervals | None:
    """The prediction intervals of a model, from the judgement (JSON) in its file.

    None where there are none, or they are those of another model of the same study, or damaged.
    """
    try:
        told = msgspec.json.decode(judgement, type=_JudgedRange)
    except msgspec.DecodeError:
        return None
    known = told.intervals
    return known if known is not None and told.model == model and _whole(known) else None


def _whole(known: PredictionIntervals) -> bool:
    """Whether the level is there, and a size for every knot, in order."""
    fits = bool(known.at) and len(known.at) == len(known.size) and known.at == sorted(known.at)
    return fits and any(one.level == LEVEL for one in known.levels)
