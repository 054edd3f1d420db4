"""How many rows a fit that cannot end halfway may meet: told, where the time is short, by a fit on few of them."""

from __future__ import annotations

import time

import numpy as np

from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.estimators.base import Rows, Setting
from hanpan.modeling.estimators.scikit import load_class

FEW = 2_000  # rows that tell it
_WORTH_ASKING = 5  # times as many rows must there be


def worth_asking(entry: Algorithm, rows: int) -> bool:
    """Whether a fit of so many rows may take so long that it is first tried on few."""
    return bool(entry.growth) and min(rows, entry.row_limit or rows) > _WORTH_ASKING * FEW


def affordable_rows(entry: Algorithm, setting: Setting, few: Rows, asked: np.ndarray, seconds: float) -> int:
    """How many rows can be learnt from in the seconds, so that the rows ``asked`` (m, p) are answered in them as well.

    Parameters
    ----------
    few
        Rows (k, p) that are learnt from to tell; that many are always affordable.
    """
    estimator = load_class(entry.estimator)(setting)
    began = time.perf_counter()
    estimator.fit(few)
    fitted = time.perf_counter()
    some = asked[:FEW]
    estimator.output(some)
    answered = (time.perf_counter() - fitted) * len(asked) / max(1, len(some))
    left = seconds - (time.perf_counter() - began)
    times = np.geomspace(1.0, 1000.0, 200)
    fitting, answering = entry.growth or (0.0, 0.0)
    costs = (fitted - began) * times**fitting + answered * times**answering
    return int(len(few.y) * times[max(1, int(np.searchsorted(costs, left))) - 1])
