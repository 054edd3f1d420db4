"""Baselines, lines and logistic models: a handful of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.storage.base import Members, Scorer, Shape, classes_of, damaged, spread, take, take_number

_FILE = "coefficients.npz"


class Constant:
    """The same answer for every row: (1,) a value or (C,) shares."""

    def __init__(self, answer: np.ndarray, values: bool) -> None:
        self.answer, self.values = answer, values

    def output(self, x: np.ndarray) -> np.ndarray:
        """The answer, once a row."""
        return np.full(len(x), self.answer[0]) if self.values else np.tile(self.answer, (len(x), 1))


class Line:
    """x·w + b."""

    def __init__(self, weights: np.ndarray, intercept: float) -> None:
        self.weights, self.intercept = weights, intercept

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,)."""
        return np.asarray(x @ self.weights + self.intercept)


class Logistic:
    """The logistic function of a line, or softmax of several."""

    def __init__(self, weights: np.ndarray, intercept: np.ndarray, seen: np.ndarray, n_outputs: int) -> None:
        self.weights, self.intercept, self.seen, self.n_outputs = weights, intercept, seen, n_outputs

    def output(self, x: np.ndarray) -> np.ndarray:
        """Probabilities (n, C)."""
        raw = x @ self.weights.T + self.intercept
        return linked(raw, self.seen, self.n_outputs)


def linked(raw: np.ndarray, seen: np.ndarray, n_outputs: int) -> np.ndarray:
    """Probabilities (n, C) from one sum a row (two classes) or one a class, by the logistic function or softmax."""
    if raw.shape[1] == 1:
        positive = sigmoid(raw[:, 0])
        return spread(np.column_stack([1 - positive, positive]), seen, n_outputs)
    return spread(softmax(raw), seen, n_outputs)


def sigmoid(value: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-v), without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -value)))


def softmax(value: np.ndarray) -> np.ndarray:
    """Rows of exponentials that sum to 1, without overflow."""
    lifted = np.exp(value - value.max(axis=1, keepdims=True))
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def dump_constant(model: Any) -> Members:
    """A baseline."""
    return {_FILE: pack({"answer": model.answer})}


def load_constant(members: Members, shape: Shape) -> Scorer:
    """A baseline."""
    answer = take(unpack(members[_FILE]), "answer", "constant", shape.n_outputs)
    return Constant(answer, shape.n_outputs == 1)


def dump_line(model: Any) -> Members:
    """A LinearRegression, Ridge, Lasso or ElasticNet."""
    return {
        _FILE: pack({"weights": np.ravel(model.coef_).astype(float), "intercept": float(np.ravel(model.intercept_)[0])})
    }


def load_line(members: Members, shape: Shape) -> Scorer:
    """A line."""
    state = unpack(members[_FILE])
    if shape.n_outputs != 1:
        raise damaged("line", "a line answers with one value")
    return Line(take(state, "weights", "line", shape.n_features), take_number(state, "intercept", "line"))


def dump_logistic(model: Any) -> Members:
    """A LogisticRegression."""
    return {
        _FILE: pack(
            {
                "weights": np.asarray(model.coef_, float),
                "intercept": np.asarray(model.intercept_, float),
                "classes": np.asarray(model.classes_, int),
            }
        )
    }


def load_logistic(members: Members, shape: Shape) -> Scorer:
    """Logistic or softmax."""
    state = unpack(members[_FILE])
    seen = classes_of(state, "logistic", shape.n_outputs)
    if len(seen) < 2:
        raise damaged("logistic", "one class only")
    lines = 1 if len(seen) == 2 else len(seen)
    weights = take(state, "weights", "logistic", lines, shape.n_features)
    return Logistic(weights, take(state, "intercept", "logistic", lines), seen, shape.n_outputs)
