"""One row through LightGBM's function for single rows, which its Python package carries but does not call.

Its ``predict`` takes eight times as long to hear of a row as to answer it.

References
----------
LightGBM C API: ``LGBM_BoosterPredictForMatSingleRowFast``.
"""

from __future__ import annotations

import ctypes
import weakref
from typing import Any

import numpy as np

_NORMAL, _ALL, _DOUBLES = 0, -1, 1  # kind of prediction, rounds, kind of cells


class SingleRow:
    """A Booster ready for single rows; it keeps the Booster alive.

    The interpreter is held while it answers (``PyDLL``): that is shorter than letting another thread in, and nobody
    else asks meanwhile.

    Parameters
    ----------
    booster
        A ``lightgbm.Booster``.
    n_features, n_outputs
        Columns of a row, and numbers that are answered.

    Raises
    ------
    AttributeError
        This LightGBM keeps its library elsewhere.
    """

    def __init__(self, booster: Any, n_features: int, n_outputs: int) -> None:
        import lightgbm

        library = ctypes.PyDLL(lightgbm.basic._LIB._name)  # type: ignore[attr-defined]
        self._made_of, self._answers = (booster, n_features, n_outputs), ctypes.c_double * n_outputs
        self._config, self._count = ctypes.c_void_p(), ctypes.c_int64()
        self._told = ctypes.byref(self._count)
        asked = (_NORMAL, 0, _ALL, _DOUBLES, ctypes.c_int32(n_features), b"num_threads=1", ctypes.byref(self._config))
        if library.LGBM_BoosterPredictForMatSingleRowFastInit(booster._handle, *asked):
            raise AttributeError("no predictions of single rows")
        self._predict = library.LGBM_BoosterPredictForMatSingleRowFast
        weakref.finalize(self, library.LGBM_FastConfigFree, self._config)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles hold a Booster of their own, and are made ready for it."""
        return single_row, self._made_of

    def output(self, x: np.ndarray) -> np.ndarray:
        """What ``Booster.predict`` answers to a row (1, p): (1,), or (1, C) for more than two classes."""
        row, answers = np.ascontiguousarray(x, dtype=float), self._answers()
        if self._predict(self._config, ctypes.c_void_p(row.ctypes.data), self._told, answers):
            raise RuntimeError("LightGBM does not answer")
        found = np.array(answers)
        return found if len(found) == 1 else found[None, :]


def single_row(booster: Any, n_features: int, n_outputs: int) -> SingleRow | None:
    """None where this LightGBM has no way for single rows."""
    try:
        return SingleRow(booster, n_features, n_outputs)
    except AttributeError:
        return None
