"""Arrays that statistics are computed from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_HEAD = 1_000


def are_whole(numbers: Floats) -> bool:
    """Whether all numbers (n,) are whole; NaN and infinite ones are not. True of none.

    Examples
    --------
    >>> are_whole(np.array([1.0, -3.0])), are_whole(np.array([1.0, 2.5])), are_whole(np.array([np.inf]))
    (True, False, False)
    """
    for part in (numbers[:_HEAD], numbers[_HEAD:]):  # most columns that are not show it at once
        if not bool((np.floor(part) == part).all()) or not bool(np.isfinite(part).all()):
            return False
    return True
