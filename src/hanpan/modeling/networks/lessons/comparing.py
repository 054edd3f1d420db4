"""One network with each activation function, scored on the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import clone, is_classifier
from sklearn.metrics import log_loss, root_mean_squared_error
from sklearn.utils.multiclass import type_of_target

from hanpan.foundation.budget import Deadline
from hanpan.modeling.networks.compiled.inner import inner_split
from hanpan.modeling.networks.estimators.dense import NetworkClassifier, NetworkRegressor
from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES

Scorer = Callable[[Any, np.ndarray, np.ndarray], float]
Rows = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class ActivationScore:
    """How well the network did with one activation function.

    Attributes
    ----------
    activation
        Its name.
    scores
        Score on the validation rows, once for each start from other weights.
    epochs
        Epochs trained, for each start.
    """

    activation: str
    scores: tuple[float, ...]
    epochs: tuple[int, ...]

    @property
    def mean(self) -> float:
        """Mean over the starts."""
        return float(np.mean(self.scores))

    @property
    def spread(self) -> float:
        """Standard deviation over the starts; NaN for one."""
        return float(np.std(self.scores, ddof=1)) if len(self.scores) > 1 else float("nan")


def compare_activations(
    x: np.ndarray,
    y: np.ndarray,
    *,
    network: Any = None,
    activations: Sequence[str] = ACTIVATION_NAMES,
    repeats: int = 3,
    validation: Rows | None = None,
    scorer: Scorer | None = None,
    seconds: float | None = None,
) -> list[ActivationScore]:
    """Train the same network with each activation function, from the same starts, and score it on the same rows.

    Parameters
    ----------
    x, y
        (n, p) complete numbers on a common scale; (n,) numbers or labels.
    network
        A ``NetworkClassifier`` or ``NetworkRegressor`` with all other settings; one hidden layer of 16 nodes if None.
    activations
        Their names; ``ACTIVATION_NAMES`` has them all.
    repeats
        Starts from other weights for each: their spread tells how much of a difference is chance.
    validation
        Rows and targets to score on; a quarter of the rows if None.
    scorer
        ``scorer(fitted, x, y)``; None: log loss for labels, root mean squared error for numbers (smaller is better).
    seconds
        After so many no other activation is begun.

    Returns
    -------
    list of ActivationScore
        In the order of ``activations``, as far as the time allowed.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(120, 2))
    >>> network = NetworkRegressor(hidden=(4,), epochs=30, learning_rate=0.02)
    >>> found = compare_activations(x, x[:, 0], network=network, activations=["relu", "tanh"], repeats=2)
    >>> [(one.activation, len(one.scores)) for one in found]
    [('relu', 2), ('tanh', 2)]
    """
    network = _default(y) if network is None else network
    scorer = scorer or (_log_loss if is_classifier(network) else _rmse)
    (x, y), held = ((x, y), validation) if validation is not None else _split(x, y, is_classifier(network))
    found: list[ActivationScore] = []
    deadline = Deadline.after(seconds)
    for name in activations:
        if found and deadline.over:
            break
        fitted = [clone(network).set_params(activation=name, random_state=seed).fit(x, y) for seed in range(repeats)]
        scores = tuple(float(scorer(one, *held)) for one in fitted)
        found.append(ActivationScore(name, scores, tuple(int(one.epochs_) for one in fitted)))
    return found


def _default(y: np.ndarray) -> Any:
    kind = NetworkRegressor if type_of_target(y) == "continuous" else NetworkClassifier
    return kind(hidden=(16,), learning_rate=0.005)


def _split(x: np.ndarray, y: np.ndarray, stratify: bool) -> tuple[Rows, Rows]:
    x, y = np.asarray(x), np.asarray(y)
    parts = inner_split(y, 0.25, np.random.RandomState(0), stratify=stratify)
    rows, held = parts if parts is not None else (np.arange(len(y)), np.arange(len(y)))
    return (x[rows], y[rows]), (x[held], y[held])


def _log_loss(fitted: Any, x: np.ndarray, y: np.ndarray) -> float:
    return float(log_loss(y, fitted.predict_proba(x), labels=fitted.classes_))


def _rmse(fitted: Any, x: np.ndarray, y: np.ndarray) -> float:
    return float(root_mean_squared_error(y, fitted.predict(x)))
