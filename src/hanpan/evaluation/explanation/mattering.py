"""Which classes matter most, where a picture has room for a few only."""

from __future__ import annotations

import numpy as np

from hanpan.business.value import Worth


def by_stake(y: np.ndarray, classes: int, worth: Worth | None) -> list[int]:
    """Codes of the classes, the one with most at stake first.

    With gains that is how many rows a class has times how far its best and worst answer lie apart; without, its rows.

    Parameters
    ----------
    y
        (n,) codes.
    classes
        How many there are.

    Examples
    --------
    >>> y = np.repeat([0, 1, 2], [60, 30, 10])
    >>> by_stake(y, 3, None)
    [0, 1, 2]
    >>> by_stake(y, 3, Worth(gain=((0, 0, -1), (-1, 0, -1), (-90, -90, 10))))
    [2, 0, 1]
    """
    stake = np.bincount(y.astype(int), minlength=classes).astype(float)
    if worth is not None and worth.gain:
        stake *= np.ptp(worth.table, axis=1)
    order: list[int] = np.argsort(-stake, kind="stable").tolist()
    return order
