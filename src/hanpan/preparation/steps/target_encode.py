"""Categories with many levels as the mean of y per level, cross-fitted."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.foundation.errors import UsageError
from hanpan.preparation.columns import Columns, Table, as_columns
from hanpan.preparation.steps.base import State, TableStep
from hanpan.preparation.stored import Stored

MOST_CLASSES = 10  # columns per category; with more classes the most frequent ones are encoded
_FOLDS = 5


class TargetEncode(TableStep):
    """Mean of y per level, drawn towards the overall mean where a level has few rows.

    ``fit_transform`` gives each fit row the mean over *other* rows (five folds), so that no row sees its own y;
    ``transform`` uses all fit rows. Missing is a level of its own; unseen levels get the overall mean. For classes it
    is the share of each class (one column for two classes).

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
    reads: ClassVar[tuple[Kind, ...]] = ("category", "ordered")

    def __init__(self, columns: tuple[str, ...], n_classes: int = 0) -> None:
        super().__init__(columns)
        self._n_classes = n_classes
        self._classes: tuple[int, ...] = ()
        self._tables: tuple[dict[str, int], ...] = ()
        self._values: tuple[np.ndarray, ...] = ()  # (levels + 2, m): the last two rows are missing and unseen

    def fit_transform(self, frame: Table, y: np.ndarray | None = None) -> np.ndarray:
        """Fit, and encode the same rows without their own y: float64 (n, k)."""
        columns = as_columns(frame)
        columns.require(self.columns)
        crossed = self._encode(columns, y)
        self._name_outputs()
        return crossed

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        self._encode(columns, y)

    def _encode(self, columns: Columns, y: np.ndarray | None) -> np.ndarray:
        if y is None:
            raise UsageError("prepare_target_needed", columns=", ".join(self.columns))
        targets = self._targets(np.asarray(y))
        found = [columns.levels(name) for name in self.columns]
        self._tables = tuple({word: i for i, word in enumerate(words)} for _, words in found)
        codes = np.column_stack([codes for codes, _ in found])
        fitted = [_cross_fit(codes, target) for target in targets.T]
        self._values = tuple(
            np.column_stack([_values(encoder, j, len(table)) for _, encoder in fitted])
            for j, table in enumerate(self._tables)
        )
        return np.stack([crossed for crossed, _ in fitted], axis=2).reshape(len(columns), -1)

    def _targets(self, y: np.ndarray) -> np.ndarray:
        """What is averaged (n, m): y itself, or 0/1 for each encoded class."""
        if self._n_classes == 0:
            self._classes = ()
            return y.astype(float).reshape(-1, 1)
        counts = np.bincount(y.astype(int), minlength=self._n_classes)
        common = sorted(np.argsort(-counts, kind="stable")[:MOST_CLASSES].tolist())
        self._classes = (1,) if self._n_classes == 2 else tuple(common)
        return np.column_stack([y == code for code in self._classes]).astype(float)

    def _apply(self, columns: Columns) -> np.ndarray:
        parts = []
        for name, table, values in zip(self.columns, self._tables, self._values, strict=True):
            parts.append(values[columns.look_up(name, table, missing=len(table), unseen=len(table) + 1)])
        return np.hstack(parts)

    def _learnt(self) -> State:
        return {
            "classes": np.array(self._classes, dtype=np.int64),
            "levels": [list(table) for table in self._tables],
            "values": list(self._values),
        }

    def _restore(self, stored: Stored) -> None:
        self._classes = tuple(stored.whole("classes", None, below=2**31).tolist())
        levels = stored.word_lists("levels", len(self.columns))
        self._tables = tuple({word: i for i, word in enumerate(words)} for words in levels)
        self._values = stored.arrays("values", [len(words) + 2 for words in levels], max(1, len(self._classes)))

    def _name_outputs(self) -> None:
        endings = [f":target={code}" for code in self._classes] if len(self._classes) > 1 else [":target"]
        self.names = tuple(f"{name}{ending}" for name in self.columns for ending in endings)
        self.sources = tuple(name for name in self.columns for _ in endings)


def _cross_fit(codes: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, Any]:
    """Encodings of the fit rows without their own target (n, columns), and the encoder fitted on all of them."""
    from sklearn.model_selection import KFold
    from sklearn.preprocessing import TargetEncoder

    folds = min(_FOLDS, len(target))
    if folds < 2:
        encoder = TargetEncoder(target_type="continuous").fit(codes, target)
        return np.full(codes.shape, float(target.mean())), encoder
    encoder = TargetEncoder(target_type="continuous", cv=KFold(folds, shuffle=True, random_state=0))
    return np.asarray(encoder.fit_transform(codes, target)), encoder


def _values(encoder: Any, column: int, n_levels: int) -> np.ndarray:
    """Encodings by level position, then of missing, then of unseen: (n_levels + 2,)."""
    values = np.full(n_levels + 2, float(encoder.target_mean_))
    categories = np.asarray(encoder.categories_[column], dtype=np.int64)  # code -1 (missing) lands before the last
    values[np.where(categories < 0, n_levels, categories)] = encoder.encodings_[column]
    return values
