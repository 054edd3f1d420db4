"""Which classes matter most, where a picture has room for a few only."""

from __future__ import annotations

import numpy as np

from hanpan.business.value import Worth


def classes_that_matter(y: np.ndarray, classes: int, worth: Worth | None, most: int) -> list[int]:
    """Codes of the classes with most at stake, in the order of their codes.

    With gains that is how many rows a class has times how far its best and worst answer lie apart; without, its rows.

    Parameters
    ----------
    y
        (n,) codes.
    classes
        How many there are.
    most
        How many to name.

    Examples
    --------
    >>> y = np.repeat([0, 1, 2], [60, 30, 10])
    >>> classes_that_matter(y, 3, None, 2)
    [0, 1]
    >>> classes_that_matter(y, 3, Worth(gain=((0, 0, -1), (-1, 0, -1), (-90, -90, 10))), 2)
    [0, 2]
    """
    stake = np.bincount(y.astype(int), minlength=classes).astype(float)
    if worth is not None and worth.gain:
        stake *= np.ptp(worth.table, axis=1)
    return sorted(np.argsort(-stake, kind="stable")[:most].tolist())
