"""Support vector machines: the support vectors and their weights, with the sigmoids that make probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.storage.base import (
    Members,
    Scorer,
    Shape,
    classes_of,
    damaged,
    spread,
    take,
    take_number,
    take_whole,
)
from hanpan.modeling.storage.linear import sigmoid

_FILE = "vectors.npz"
_CHUNK = 4_000_000


class Vectors:
    """Radial kernel values against the support vectors."""

    def __init__(self, state: Mapping[str, Any], n_features: int) -> None:
        self.vectors = take(state, "vectors", "svm", None, n_features)
        self.gamma = take_number(state, "gamma", "svm")
        if self.gamma <= 0:
            raise damaged("svm", "the kernel is out of range")
        self._squares = (self.vectors**2).sum(axis=1)

    def kernel(self, x: np.ndarray) -> np.ndarray:
        """exp(-gamma |x - v|²), (n, vectors)."""
        distance = (x**2).sum(axis=1)[:, None] + self._squares - 2 * x @ self.vectors.T
        return np.asarray(np.exp(-self.gamma * np.maximum(distance, 0)))

    def chunks(self, x: np.ndarray) -> list[np.ndarray]:
        """Rows in parts whose kernel fits the memory."""
        step = max(1, _CHUNK // max(1, len(self.vectors)))
        return [x[i : i + step] for i in range(0, max(len(x), 1), step)]


class VectorRegressor:
    """Kernel values weighted and added up."""

    def __init__(self, state: Mapping[str, Any], shape: Shape) -> None:
        self.machine = Vectors(state, shape.n_features)
        self.weights = take(state, "weights", "svm", 1, len(self.machine.vectors))[0]
        self.intercept = float(take(state, "intercept", "svm", 1)[0])

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,)."""
        parts = [self.machine.kernel(part) @ self.weights + self.intercept for part in self.machine.chunks(x)]
        return np.concatenate(parts)


class VectorClassifier:
    """One machine for each pair of classes, votes softened by distance, then a sigmoid for each class."""

    def __init__(self, state: Mapping[str, Any], shape: Shape) -> None:
        self.seen, self.n_outputs = classes_of(state, "svm", shape.n_outputs), shape.n_outputs
        k = len(self.seen)
        if k < 2:
            raise damaged("svm", "one class only")
        self.machine = Vectors(state, shape.n_features)
        self.weights = take(state, "weights", "svm", k - 1, len(self.machine.vectors))
        self.intercept = take(state, "intercept", "svm", k * (k - 1) // 2)
        counts = take_whole(state, "counts", "svm", k)
        if (counts < 0).any() or counts.sum() != len(self.machine.vectors):
            raise damaged("svm", "vectors do not fit the classes")
        self.ends = np.cumsum(counts)
        self.slopes = take(state, "slopes", "svm", 1 if k == 2 else k)
        self.offsets = take(state, "offsets", "svm", 1 if k == 2 else k)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Probabilities (n, C)."""
        decision = np.concatenate([self._decision(self.machine.kernel(part)) for part in self.machine.chunks(x)])
        probability = sigmoid(-(self.slopes * decision + self.offsets))
        if len(self.seen) == 2:
            return spread(np.column_stack([1 - probability[:, 0], probability[:, 0]]), self.seen, self.n_outputs)
        total = probability.sum(axis=1, keepdims=True)
        even = np.full_like(probability, 1 / len(self.seen))
        return spread(np.divide(probability, total, out=even, where=total > 0), self.seen, self.n_outputs)

    def _decision(self, kernel: np.ndarray) -> np.ndarray:
        """Distances: (n, 1) for two classes, else one against the rest from the pairs, (n, k)."""
        pairs = self._pairs(kernel)
        k = len(self.seen)
        if k == 2:
            return -pairs
        votes, sums = np.zeros((len(kernel), k)), np.zeros((len(kernel), k))
        at = 0
        for i in range(k):
            for j in range(i + 1, k):
                sums[:, i] += pairs[:, at]
                sums[:, j] -= pairs[:, at]
                votes[:, i] += pairs[:, at] > 0
                votes[:, j] += pairs[:, at] <= 0
                at += 1
        return np.asarray(votes + sums / (3 * (np.abs(sums) + 1)))

    def _pairs(self, kernel: np.ndarray) -> np.ndarray:
        k, starts = len(self.seen), np.r_[0, self.ends[:-1]]
        found: list[np.ndarray] = []
        for i in range(k):
            for j in range(i + 1, k):
                own, other = slice(starts[i], self.ends[i]), slice(starts[j], self.ends[j])
                value = kernel[:, own] @ self.weights[j - 1, own] + kernel[:, other] @ self.weights[i, other]
                found.append(value + self.intercept[len(found)])
        return np.column_stack(found)


def dump_regressor(model: Any) -> Members:
    """An SVR with the radial kernel."""
    return {_FILE: pack(_machine(model))}


def dump_classifier(model: Any) -> Members:
    """A CalibratedClassifierCV(ensemble=False) around an SVC with the radial kernel."""
    calibrated = model.calibrated_classifiers_[0]
    machine = calibrated.estimator
    state = _machine(machine) | {
        "counts": np.asarray(machine._n_support, int),
        "classes": np.asarray(model.classes_, int),
        "slopes": np.array([part.a_ for part in calibrated.calibrators], float),
        "offsets": np.array([part.b_ for part in calibrated.calibrators], float),
    }
    return {_FILE: pack(state)}


def load(members: Members, shape: Shape) -> Scorer:
    """Either kind."""
    state = unpack(members[_FILE])
    return VectorRegressor(state, shape) if shape.n_outputs == 1 else VectorClassifier(state, shape)


def _machine(model: Any) -> dict[str, Any]:
    return {
        "vectors": np.asarray(model.support_vectors_, float),
        "weights": np.asarray(model._dual_coef_, float),
        "intercept": np.asarray(model._intercept_, float),
        "gamma": float(model._gamma),
    }
