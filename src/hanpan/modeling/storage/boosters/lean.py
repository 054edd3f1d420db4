"""Boosters without their scikit-learn faces, where a process only predicts.

LightGBM and XGBoost import scikit-learn, and with it scipy.stats, for classes that no stored model uses: that costs
more than all the rest of a prediction. What a person's own process may want of them is never left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_FACE = "sklearn"
_said: list[bool] = []


def only_predicts() -> None:
    """Say that this process is one of our own, and only predicts."""
    _said.append(True)


@contextmanager
def lean() -> Iterator[None]:
    """Inside, a booster's library is imported without scikit-learn, if this process only predicts.

    Examples
    --------
    >>> with lean():  # nobody said so here
    ...     import sklearn
    """
    if not _said or _FACE in sys.modules:
        yield
        return
    sys.modules[_FACE] = None  # type: ignore[assignment]  # an import of it fails, as if it were not installed
    try:
        yield
    finally:
        del sys.modules[_FACE]
