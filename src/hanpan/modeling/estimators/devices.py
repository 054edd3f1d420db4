"""Where a library fits: on a graphics card, if there is one and the library was built for it, else on the processor.

A fit that fails on the card is done on the processor, and the trial says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TypeVar

from hanpan.foundation.devices import graphics_cards

T = TypeVar("T")


def xgboost_on_card() -> bool:
    """Whether XGBoost can fit on a card; the wheel that hanpan installs on Linux is built without."""
    if not graphics_cards():
        return False
    import xgboost

    return bool(xgboost.build_info().get("USE_CUDA", False))


def catboost_on_card() -> bool:
    """Whether CatBoost can fit on a card."""
    if not graphics_cards():
        return False
    from catboost.utils import get_gpu_device_count

    return bool(get_gpu_device_count() > 0)


def fitted(on_card: bool, fit: Callable[[bool], T]) -> T:
    """What ``fit`` gives on the card, if that is wished and works, else on the processor; it is told where it is.

    Examples
    --------
    >>> fitted(False, lambda on_card: "card" if on_card else "processor")
    'processor'
    """
    if on_card:
        try:
            return fit(True)
        except Exception as error:
            reason = " ".join(str(error).split())[:120]
            warnings.warn(f"fitted on the processor, for the graphics card failed: {reason}", stacklevel=2)
    return fit(False)
