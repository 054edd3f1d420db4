"""What is written as what its pieces say about y, cross-fitted."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import MISSING, Columns
from hanpan.preparation.ngrams import PLACES, learn_topics, own_sums, sum_up
from hanpan.preparation.steps.base import State
from hanpan.preparation.steps.targets import TargetStep, splitter
from hanpan.preparation.stored import Stored

_PENALTIES = np.logspace(-3, 3, 13)
_FEWEST = 3  # different texts from which a line is learnt


class TargetPieces(TargetStep):
    """A ridge line from the pieces of a text (character n-grams) to y: what rare and unseen texts share with others.

    Learnt on the distinct texts, each counting as often as it occurs, in up to 60 topics of them; the penalty is the
    one that predicts left-out texts best. Missing texts get the overall mean. For classes it is a line to 0/1 for each.

    Parameters
    ----------
    columns
        Texts, and categories whose values share words.
    n_classes
        0 for regression (y is a number), else y is a code 0 ... n_classes - 1.

    References
    ----------
    Cerda, Varoquaux, Kégl (2018), Similarity encoding for learning with dirty categorical variables. Golub, Heath,
    Wahba (1979), Generalized cross-validation. Fitted by scikit-learn's RidgeCV.

    Examples
    --------
    >>> jobs = ["fire officer", "fire chief", "fire clerk", "police officer", "police chief", "library officer"]
    >>> step = TargetPieces(("job",)).fit({"job": jobs}, np.array([12.0, 15.0, 10.0, 22.0, 25.0, 2.0]))
    >>> step.transform({"job": ["Police chiefs", "library clerk", None]}).round(1).ravel().tolist()
    [22.6, 2.8, 14.3]
    """

    name: ClassVar[str] = "target_pieces"
    ending: ClassVar[str] = "pieces"
    reads: ClassVar[tuple[Kind, ...]] = ("text", "category", "ordered")

    def __init__(self, columns: tuple[str, ...], n_classes: int = 0) -> None:
        super().__init__(columns, n_classes)
        self._weights: tuple[np.ndarray, ...] = ()  # of each place, (4096,)
        self._slopes: tuple[np.ndarray, ...] = ()  # (4096, m)
        self._offsets: tuple[np.ndarray, ...] = ()  # (2, m): of a text, and of a missing one

    def _encode(self, columns: Columns, targets: np.ndarray) -> np.ndarray:
        fitted = [_cross_fit(*columns.levels(name), targets) for name in self.columns]
        self._weights, self._slopes, self._offsets = (
            tuple(getattr(each, part) for each in fitted) for part in ("weights", "slopes", "offsets")
        )
        return np.hstack([each.crossed for each in fitted])

    def _apply(self, columns: Columns) -> np.ndarray:
        parts = []
        for name, weights, slopes, offsets in zip(
            self.columns, self._weights, self._slopes, self._offsets, strict=True
        ):
            codes, words = columns.levels(name)
            parts.append(_told(sum_up(words, weights, slopes), offsets)[codes])
        return np.hstack(parts)

    def _learnt(self) -> State:
        parts = {"weights": list(self._weights), "slopes": list(self._slopes), "offsets": list(self._offsets)}
        return {**super()._learnt(), **parts}

    def _restore(self, stored: Stored) -> None:
        super()._restore(stored)
        count = len(self.columns)
        self._weights = stored.arrays("weights", [PLACES] * count)
        self._slopes = stored.arrays("slopes", [PLACES] * count, self._width)
        self._offsets = stored.arrays("offsets", [2] * count, self._width)


class _Encodings(NamedTuple):
    """Encodings of the fit rows without their own y (n, m), and the line learnt from all of them."""

    crossed: np.ndarray
    weights: np.ndarray
    slopes: np.ndarray
    offsets: np.ndarray


def _cross_fit(codes: np.ndarray, words: list[str], targets: np.ndarray) -> _Encodings:
    topics = learn_topics(words)
    z = own_sums(words)
    slopes, offsets = _ridge(z, codes, targets)
    crossed = np.full(targets.shape, offsets[1])
    for fit, rest in splitter(len(targets)).split(targets) if len(targets) > 1 else ():
        line, ends = _ridge(z, codes[fit], targets[fit])
        crossed[rest] = _told(z @ line, ends)[codes[rest]]
    return _Encodings(crossed, topics.weights, topics.components @ slopes, offsets)


def _told(sums: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """What is said of each text, and in the last row of a missing one, as code -1 takes it: (texts + 1, m)."""
    return np.vstack([sums + offsets[0], offsets[1]])


def _ridge(z: np.ndarray, codes: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes (k, m) over the topics z (texts, k), and offsets (2, m)."""
    from sklearn.linear_model import RidgeCV

    mean = targets.mean(axis=0)
    rows = np.flatnonzero(codes != MISSING)
    counts = np.bincount(codes[rows], minlength=len(z))
    known = np.flatnonzero(counts)
    if len(known) < _FEWEST or not z.shape[1]:
        return np.zeros((z.shape[1], targets.shape[1])), np.stack([mean, mean])
    sums = np.column_stack([np.bincount(codes[rows], target[rows], minlength=len(z)) for target in targets.T])
    weights = counts[known] / counts[known].mean()
    model = RidgeCV(_PENALTIES).fit(z[known], sums[known] / counts[known, None], sample_weight=weights)
    return model.coef_.reshape(targets.shape[1], -1).T, np.stack([np.atleast_1d(model.intercept_), mean])
