"""Prepared folds, kept while several candidates share a recipe: preparing often costs more than fitting."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.schema import Schema
from hanpan.preparation.preparer import Preparer, build
from hanpan.preparation.recipe import Recipe

if TYPE_CHECKING:
    import pandas as pd

_KEPT_BYTES = 50_000_000


@dataclass(frozen=True)
class Prepared:
    """One fold after its recipe: float64 (n_fit, p) and (n_valid, p), and what its fit rows taught the recipe.

    ``seconds``: what preparing took.
    """

    fit: np.ndarray
    valid: np.ndarray
    preparer: Preparer
    seconds: float = 0.0

    @property
    def nbytes(self) -> int:
        """Memory taken."""
        return int(self.fit.nbytes + self.valid.nbytes)


class PreparedCache:
    """Prepared folds by recipe and fold number; the least recently used go first when memory is short."""

    def __init__(
        self, schema: Schema, frame: pd.DataFrame, y: np.ndarray, folds: list[tuple[np.ndarray, np.ndarray]]
    ) -> None:
        self._schema, self._frame, self._y, self._folds = schema, frame, y, folds
        self._kept: OrderedDict[tuple[str, int], Prepared] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """Memory taken by all that are kept."""
        return sum(item.nbytes for item in self._kept.values())

    def clear(self) -> None:
        """Keep none any longer."""
        self._kept.clear()

    def fold(self, recipe: Recipe, number: int) -> Prepared:
        """The fold after the recipe."""
        key = (repr(recipe), number)
        if key not in self._kept:
            self._kept[key] = self._prepare(recipe, number)
        self._kept.move_to_end(key)
        while self.nbytes > _KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _prepare(self, recipe: Recipe, number: int) -> Prepared:
        fit_rows, valid_rows = self._folds[number]
        preparer, began = build(recipe, self._schema), time.perf_counter()
        fit = preparer.fit_transform(self._frame.iloc[fit_rows], self._y[fit_rows])
        valid = preparer.transform(self._frame.iloc[valid_rows])
        return Prepared(fit, valid, preparer, time.perf_counter() - began)
