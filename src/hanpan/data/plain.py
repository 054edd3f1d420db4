"""Plain values: what a record holds, so that it survives JSON."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """NumPy scalars as Python's own, NaN and infinity as None, so that a record survives JSON.

    Examples
    --------
    >>> plain({"r": np.float64(0.5), "p": [float("nan")]})
    {'r': 0.5, 'p': [None]}
    """
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
