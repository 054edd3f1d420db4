"""Many questions asked of the same rows: p values corrected for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def holm(tested: Sequence[float | None]) -> list[float | None]:
    """p-values corrected so that one false "related" among all of them is no likelier than in one test.

    References
    ----------
    Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    known = [(place, p) for place, p in enumerate(tested) if p is not None]
    order = sorted(known, key=lambda one: one[1])
    raised = [min(1.0, p * (len(known) - rank)) for rank, (_, p) in enumerate(order)]
    corrected: list[float | None] = [None] * len(tested)
    for (place, _), p in zip(order, np.maximum.accumulate(raised) if raised else (), strict=True):
        corrected[place] = float(p)
    return corrected
