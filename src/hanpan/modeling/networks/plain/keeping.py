"""Which epochs of a training are kept to be looked at again."""

from __future__ import annotations

from typing import Any

import numpy as np


def thin(kept: list[tuple[int, Any]], most: int) -> None:
    """Leave out what is missed least until ``most`` are left: early epochs stand close together, later ones apart.

    Examples
    --------
    >>> kept = [(epoch, None) for epoch in range(100)]
    >>> thin(kept, 6)
    >>> [epoch for epoch, _ in kept]
    [0, 1, 5, 11, 35, 99]
    """
    while len(kept) > max(most, 2):
        when = np.log1p([epoch for epoch, _ in kept])
        del kept[1 + int(np.argmin(when[2:] - when[:-2]))]
