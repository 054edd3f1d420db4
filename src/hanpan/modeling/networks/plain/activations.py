"""Activation functions in NumPy, by the names Keras gives them: for the forward pass, pictures and lessons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

# What networks are built with; in packs only those that jax computes for all members at once.
ACTIVATION_NAMES = ("relu", "sigmoid", "tanh", "leaky_relu", "elu", "maxout", "selu", "gelu", "silu", "mish")
IN_PACKS = ("selu", "mish", "relu", "silu", "gelu", "elu", "tanh")

Function = Callable[[np.ndarray], np.ndarray]

# slope of leaky ReLU and scale of ELU where only the name is given, as in Keras
_LEAKY, _ELU = 0.2, 1.0
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + e⁻ˣ), without overflow at either end.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1, small) / (1 + small))


def softmax(x: np.ndarray) -> np.ndarray:
    """Shares of eˣ over the last axis; they sum to 1."""
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def softplus(x: np.ndarray) -> np.ndarray:
    """log(1 + eˣ)."""
    return np.asarray(np.logaddexp(x, np.zeros((), x.dtype)))


def leaky_relu(x: np.ndarray, slope: float = _LEAKY) -> np.ndarray:
    """X above 0, slope·x below.

    References
    ----------
    Maas, Hannun, Ng (2013), Rectifier nonlinearities improve neural network acoustic models.
    """
    return np.where(x > 0, x, np.asarray(slope, x.dtype) * x)


def elu(x: np.ndarray, alpha: float = _ELU) -> np.ndarray:
    """X above 0, alpha·(eˣ - 1) below.

    References
    ----------
    Clevert, Unterthiner, Hochreiter (2016), Fast and accurate deep network learning by exponential linear units.
    """
    return np.where(x > 0, x, np.asarray(alpha, x.dtype) * np.expm1(np.minimum(x, 0)))


def selu(x: np.ndarray) -> np.ndarray:
    """ELU, scaled so that activations keep mean 0 and variance 1 (Klambauer et al., 2017)."""
    return np.asarray(np.asarray(_SELU_SCALE, x.dtype) * elu(x, _SELU_ALPHA))


def gelu(x: np.ndarray) -> np.ndarray:
    """X times the normal distribution function of x (Hendrycks & Gimpel, 2016)."""
    from scipy.special import erf

    return np.asarray(x * 0.5 * (1 + erf(x / np.sqrt(np.asarray(2, x.dtype)))), x.dtype)


def silu(x: np.ndarray) -> np.ndarray:
    """x·sigmoid(x), also called swish."""
    return np.asarray(x * sigmoid(x))


def mish(x: np.ndarray) -> np.ndarray:
    """x·tanh(softplus(x)) (Misra, 2019)."""
    return np.asarray(x * np.tanh(softplus(x)))


def maxout(x: np.ndarray, pieces: int) -> np.ndarray:
    """The largest of ``pieces`` linear functions: (n, units·pieces) -> (n, units).

    References
    ----------
    Goodfellow et al. (2013), Maxout networks.
    """
    return np.asarray(x.reshape(*x.shape[:-1], -1, pieces).max(axis=-1))


ACTIVATIONS: dict[str, Function] = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": sigmoid,
    "softmax": softmax,
    "tanh": np.tanh,
    "softplus": softplus,
    "leaky_relu": leaky_relu,
    "elu": elu,
    "selu": selu,
    "gelu": gelu,
    "silu": silu,
    "mish": mish,
}
