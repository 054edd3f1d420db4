"""Slopes of the activation functions of ``plain.activations``: what back propagation multiplies by."""

from __future__ import annotations

import numpy as np

from hanpan.modeling.networks.plain.activations import Function, sigmoid, softplus

_LEAKY, _SELU_SCALE, _SELU_ALPHA = 0.2, 1.0507009873554805, 1.6732632423543772


def _gelu(x: np.ndarray) -> np.ndarray:
    from scipy.special import erf

    return np.asarray(0.5 * (1 + erf(x / np.sqrt(2))) + x * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def _silu(x: np.ndarray) -> np.ndarray:
    share = sigmoid(x)
    return np.asarray(share * (1 + x * (1 - share)))


def _mish(x: np.ndarray) -> np.ndarray:
    bent = np.tanh(softplus(x))
    return np.asarray(bent + x * sigmoid(x) * (1 - bent**2))


def _exponential(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(np.minimum(x, 0)))


SLOPES: dict[str, Function] = {
    "linear": np.ones_like,
    "relu": lambda x: (x > 0).astype(float),
    "leaky_relu": lambda x: np.where(x > 0, 1.0, _LEAKY),
    "elu": _exponential,
    "selu": lambda x: _SELU_SCALE * np.where(x > 0, 1.0, _SELU_ALPHA * _exponential(x)),
    "sigmoid": lambda x: sigmoid(x) * (1 - sigmoid(x)),
    "tanh": lambda x: 1 - np.tanh(x) ** 2,
    "softplus": sigmoid,
    "gelu": _gelu,
    "silu": _silu,
    "mish": _mish,
}
