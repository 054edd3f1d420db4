"""Categories with many levels as the mean of y per level, cross-fitted."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, entry_of
from hanpan.preparation.steps.base import Numbers, ReadRow, State
from hanpan.preparation.steps.levels import entries
from hanpan.preparation.steps.targets import TargetStep, splitter
from hanpan.preparation.stored import Stored


class TargetEncode(TargetStep):
    """Mean of y per level, drawn towards the overall mean where a level has few rows.

    Missing is a level of its own; unseen levels get the overall mean. For classes it is the share of each class.

    Parameters
    ----------
    columns
        Category columns.
    n_classes
        0 for regression (y is a number), else y is a code 0 ... n_classes - 1.

    References
    ----------
    Micci-Barreca (2001), A preprocessing scheme for high-cardinality categorical attributes in classification and
    prediction problems. Fitted by scikit-learn's TargetEncoder (empirical Bayes smoothing).
    """

    name: ClassVar[str] = "target_encode"
    ending: ClassVar[str] = "target"
    reads: ClassVar[tuple[Kind, ...]] = ("category", "ordered")

    def __init__(self, columns: tuple[str, ...], n_classes: int = 0) -> None:
        super().__init__(columns, n_classes)
        self._tables: tuple[dict[str, int], ...] = ()
        self._values: tuple[np.ndarray, ...] = ()  # (levels + 2, m): the last two rows are missing and unseen

    def _encode(self, columns: Columns, targets: np.ndarray) -> np.ndarray:
        found = [columns.levels(name) for name in self.columns]
        self._tables = tuple({word: i for i, word in enumerate(words)} for _, words in found)
        codes = np.column_stack([codes for codes, _ in found])
        fitted = [_cross_fit(codes, target) for target in targets.T]
        self._values = tuple(
            np.column_stack([_values(encoder, j, len(table)) for _, encoder in fitted])
            for j, table in enumerate(self._tables)
        )
        return np.stack([crossed for crossed, _ in fitted], axis=2).reshape(len(columns), -1)

    def _apply(self, columns: Columns) -> np.ndarray:
        parts = []
        for name, table, values in zip(self.columns, self._tables, self._values, strict=True):
            parts.append(values[columns.look_up(name, table, missing=len(table), unseen=len(table) + 1)])
        return np.hstack(parts)

    def of_row(self) -> ReadRow:
        """The encodings of one row."""
        tables = entries(self.columns, self._tables, [values.tolist() for values in self._values])

        def numbers(row: Mapping[str, Any]) -> Numbers:
            found = [entry_of(row[name], table, absent, unseen) for name, table, absent, unseen in tables]
            return list(chain.from_iterable(found))

        return numbers

    def _learnt(self) -> State:
        return {**super()._learnt(), "levels": [list(table) for table in self._tables], "values": list(self._values)}

    def _restore(self, stored: Stored) -> None:
        super()._restore(stored)
        levels = stored.word_lists("levels", len(self.columns))
        self._tables = tuple({word: i for i, word in enumerate(words)} for words in levels)
        self._values = stored.arrays("values", [len(words) + 2 for words in levels], self._width)


def _cross_fit(codes: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, Any]:
    """Encodings of the fit rows without their own target (n, columns), and the encoder fitted on all of them."""
    from sklearn.preprocessing import TargetEncoder

    if len(target) < 2:
        encoder = TargetEncoder(target_type="continuous").fit(codes, target)
        return np.full(codes.shape, float(target.mean())), encoder
    encoder = TargetEncoder(target_type="continuous", cv=splitter(len(target)))
    return np.asarray(encoder.fit_transform(codes, target)), encoder


def _values(encoder: Any, column: int, n_levels: int) -> np.ndarray:
    """Encodings by level position, then of missing, then of unseen: (n_levels + 2,)."""
    values = np.full(n_levels + 2, float(encoder.target_mean_))
    categories = np.asarray(encoder.categories_[column], dtype=np.int64)  # code -1 (missing) lands before the last
    values[np.where(categories < 0, n_levels, categories)] = encoder.encodings_[column]
    return values
