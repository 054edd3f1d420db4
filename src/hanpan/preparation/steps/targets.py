"""Steps that learn from y: each fit row is encoded by the other rows, so that no row sees its own answer."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.preparation.columns import Columns, Table, as_columns
from hanpan.preparation.steps.base import State, TableStep
from hanpan.preparation.stored import Stored

if TYPE_CHECKING:
    from sklearn.model_selection import KFold

MOST_CLASSES = 10  # outputs per column; with more classes the most frequent ones are encoded
_FOLDS = 5


class TargetStep(TableStep):
    """What such steps share: what of y is told, and what the outputs are called.

    ``fit_transform`` gives each fit row what the *other* rows say; ``transform`` uses all fit rows. For classes there
    is an output for each class (one for two classes).

    Attributes
    ----------
    ending
        The outputs are called ``column:ending`` or ``column:ending=class``.
    """

    ending: ClassVar[str]

    def __init__(self, columns: tuple[str, ...], n_classes: int = 0) -> None:
        super().__init__(columns)
        self._n_classes = n_classes
        self._classes: tuple[int, ...] = ()

    def fit_transform(self, frame: Table, y: np.ndarray | None = None) -> np.ndarray:
        """Fit, and encode the same rows without their own y: float64 (n, k)."""
        columns = as_columns(frame)
        columns.require(self.columns)
        crossed = self._encode(columns, self._targets(y))
        self._name_outputs()
        return crossed

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        self._encode(columns, self._targets(y))

    @abstractmethod
    def _encode(self, columns: Columns, targets: np.ndarray) -> np.ndarray:
        """Learn from targets (n, m); what other rows say of each row (n, columns * m)."""

    @property
    def _width(self) -> int:
        return max(1, len(self._classes))

    def _targets(self, y: np.ndarray | None) -> np.ndarray:
        """What is averaged (n, m): y itself, or 0/1 for each encoded class."""
        if y is None:
            raise UsageError("prepare_target_needed", columns=", ".join(self.columns))
        y = np.asarray(y)
        if self._n_classes == 0:
            self._classes = ()
            return y.astype(float).reshape(-1, 1)
        counts = np.bincount(y.astype(int), minlength=self._n_classes)
        common = sorted(np.argsort(-counts, kind="stable")[:MOST_CLASSES].tolist())
        self._classes = (1,) if self._n_classes == 2 else tuple(common)
        return np.column_stack([y == code for code in self._classes]).astype(float)

    def _learnt(self) -> State:
        return {"classes": np.array(self._classes, dtype=np.int64)}

    def _restore(self, stored: Stored) -> None:
        self._classes = tuple(stored.whole("classes", None, below=2**31).tolist())

    def _name_outputs(self) -> None:
        endings = [f":{self.ending}={code}" for code in self._classes] if self._width > 1 else [f":{self.ending}"]
        self.names = tuple(f"{name}{ending}" for name in self.columns for ending in endings)
        self.sources = tuple(name for name in self.columns for _ in endings)


def splitter(n: int) -> KFold:
    """Five times, rows that are learnt from and rows that are encoded (fewer times below five rows)."""
    from sklearn.model_selection import KFold

    return KFold(min(_FOLDS, n), shuffle=True, random_state=0)
