"""What classifiers and regressors of this room share: reading y, and answering in its terms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.estimators.settings import check_settings

if TYPE_CHECKING:
    from typing import Protocol

    from hanpan.modeling.networks.compiled.streaming import StreamedRows

    class _Trains(Protocol):
        """The rest of the class: trains on numbers or codes, and answers."""

        def _fit(self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, n_classes: int) -> None: ...

        def _fit_streamed(self, rows: StreamedRows, passes: int, n_classes: int) -> None: ...

        def output(self, x: np.ndarray) -> np.ndarray: ...

else:
    _Trains = type("_Trains", (), {})


class LearnsClasses(ClassifierMixin, _Trains):
    """``fit`` and ``predict`` for labels; the rest of the class trains on codes 0 ... C-1 (``_fit``)."""

    classes_: np.ndarray

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train.

        Parameters
        ----------
        X
            (n, p) numbers, complete and on a common scale.
        y
            (n,) labels of two or more classes.
        sample_weight
            (n,) weights of rows.

        Raises
        ------
        NetworkError
            A setting that no network can be trained with, only one class, or an error that grows beyond all numbers.
        """
        check_settings(self)
        X, y = validate_data(self, X, y, dtype=np.float64, ensure_min_samples=2)
        check_classification_targets(y)
        self.classes_, codes = self._read_classes(y)
        if len(self.classes_) < 2:
            raise NetworkError("network_one_class", label=str(self.classes_[0]), rows=len(y))
        self._fit(X, codes, _check_sample_weight(sample_weight, X), len(self.classes_))
        return self

    def fit_streamed(self, rows: StreamedRows, passes: int, n_classes: int) -> Self:
        """Train on rows that are read in chunks, so many times over; their y are codes of ``n_classes`` classes."""
        check_settings(self)
        self.classes_ = np.arange(n_classes)
        self._fit_streamed(rows, passes, n_classes)
        return self

    def _read_classes(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The classes, and the code of each row's."""
        classes, codes = np.unique(y, return_inverse=True)
        return classes, codes

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities (n, C), in the order of ``classes_``."""
        return self.output(X)

    def predict(self, X: Any) -> np.ndarray:
        """The most probable class of each row."""
        check_is_fitted(self, "record_")
        return np.asarray(self.classes_[np.argmax(self.output(X), axis=1)])

    def _target_scale(self) -> dict[str, Any]:
        return {}


class LearnsNumbers(RegressorMixin, _Trains):
    """``fit`` and ``predict`` for numbers; the rest of the class trains on a target of mean 0 and spread 1.

    With ``_standardise = False`` the target stays in its own unit; with ``_bounded`` answers stay within its range.
    """

    _standardise = True
    _bounded = False

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train on (n, p) complete numbers, (n,) targets and (n,) weights of rows.

        Raises
        ------
        NetworkError
            A setting that no network can be trained with, or an error that grows beyond all numbers.
        """
        check_settings(self)
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True, ensure_min_samples=2)
        self._fit(X, self._scaled(np.asarray(y, dtype=np.float64)), _check_sample_weight(sample_weight, X), 0)
        return self

    def fit_streamed(self, rows: StreamedRows, passes: int, n_classes: int = 0) -> Self:
        """Train on rows that are read in chunks, so many times over."""
        check_settings(self)
        self._fit_streamed(replace(rows, y=self._scaled(np.asarray(rows.y, dtype=np.float64))), passes, n_classes)
        return self

    def _scaled(self, y: np.ndarray) -> np.ndarray:
        """The target on the network's scale, which is kept for the answers."""
        mean, scale = (float(np.mean(y)), float(np.std(y)) or 1.0) if self._standardise else (0.0, 1.0)
        self._scale = {"target_mean": mean, "target_scale": scale}
        if self._bounded:
            self._scale |= {"target_low": float(np.min(y)), "target_high": float(np.max(y))}
        return (y - mean) / scale

    def predict(self, X: Any) -> np.ndarray:
        """Values (n,)."""
        return self.output(X)

    def _target_scale(self) -> dict[str, Any]:
        return self._scale
