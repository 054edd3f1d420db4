"""What a trained network is, in plain values: the part of it that travels as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hanpan.business.problem import Task
from hanpan.modeling.networks.plain.activations import ACTIVATIONS
from hanpan.modeling.networks.plain.forward import LayerSpec

FORMAT = 1
Answer = Literal["value", "sigmoid", "softmax"]


@dataclass(frozen=True, kw_only=True)
class NetworkRecord:
    """Shapes of a network and how its answers are read.

    Attributes
    ----------
    n_inputs, n_classes
        Prepared columns in; classes out (0 for regression).
    answer
        What the last layer gives: a ``value``, one ``sigmoid`` (probability of class 1), or a ``softmax``.
    logits
        The last layer gives what the sigmoid or softmax is taken of.
    target_mean, target_scale
        A value is ``answer * target_scale + target_mean``.
    target_low, target_high
        Values outside are cut off, where given.
    layers
        The stack for the NumPy forward pass; None when only Keras can run the network.
    n_parameters
        Number of weights.
    """

    task: Task
    n_inputs: int
    n_classes: int
    answer: Answer
    n_parameters: int
    logits: bool = False
    target_mean: float = 0.0
    target_scale: float = 1.0
    target_low: float | None = None
    target_high: float | None = None
    layers: tuple[LayerSpec, ...] | None = None
    format: int = FORMAT


def read_answers(record: NetworkRecord, raw: np.ndarray) -> np.ndarray:
    """Values (n,) or class probabilities (n, C) from what the last layer gave, (n, q)."""
    raw = raw.reshape(len(raw), -1).astype(np.float64)
    if record.answer == "value":
        values = raw[:, 0] * record.target_scale + record.target_mean
        if record.target_low is None and record.target_high is None:
            return values
        return np.clip(values, record.target_low, record.target_high)
    if record.logits:
        raw = ACTIVATIONS[record.answer](raw)
    if record.answer == "sigmoid":
        return np.concatenate([1 - raw, raw], axis=1)
    return np.asarray(raw / raw.sum(axis=1, keepdims=True))
