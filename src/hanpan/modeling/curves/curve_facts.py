"""What a training tells about itself: its curves and the facts around them, from whatever form they come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hanpan.modeling.curves.curve_signals import Facts

Curve = Sequence[float | None]
_PLAIN_STEPS = ("SGD", "Adadelta")  # optimizers whose learning rates are commonly large
_RIGHT = ("accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy")


def losses_of(history: Any) -> tuple[Curve, Curve, tuple[Curve, Curve]]:
    """Train loss, validation loss, and the shares answered right of both (empty where they are not known)."""
    curves = _curves(history)
    name = next((name for name in _RIGHT if f"val_{name}" in curves), "")
    right = (curves.get(name, ()), curves.get(f"val_{name}", ()))
    return curves.get("loss", ()), curves.get("val_loss", ()), right


def facts_of(history: Any, x: Any = None, y: Any = None) -> Facts:
    """What an estimator, or the model of a Keras ``History``, and the rows learnt from tell."""
    told: dict[str, Any] = dict(getattr(history, "curve_facts_", {}))
    model = getattr(history, "model", None)
    if model is not None:
        told |= of_model(model) | {
            "planned": (history.params or {}).get("epochs"),
            "kept": getattr(history, "kept", None),
        }
    if y is not None:
        told |= {"fit_rows": len(y), "baseline": constant_loss(y, loss_name(model))}
    if x is not None or y is not None:
        told["finite_data"] = all(_finite(part) for part in (x, y) if part is not None)
    return Facts(**told)


def constant_loss(y: Any, loss: str) -> float | None:
    """Loss of answering every row with the mean (or the shares) of y; None for a loss we do not know.

    Examples
    --------
    >>> constant_loss([1.0, 3.0], "mse"), round(constant_loss([0, 1, 1, 1], "binary_crossentropy"), 4)
    (1.0, 0.5623)
    """
    values = np.asarray(y)
    if not _finite(values):
        return None
    if "crossentropy" in loss:
        one_hot = values.ndim == 2 and values.shape[1] > 1
        shares = values.mean(axis=0) if one_hot else np.unique(values, return_counts=True)[1] / values.size
        shares = shares[shares > 0]
        return float(-(shares * np.log(shares)).sum())
    return float(np.var(values)) if loss in ("mse", "mean_squared_error", "MeanSquaredError") else None


def _curves(history: Any) -> Mapping[str, Curve]:
    if isinstance(history, Mapping):
        return history
    found: Mapping[str, Curve] = history.history if hasattr(history, "history") else history.history_
    return found


def of_model(model: Any) -> dict[str, Any]:
    """Facts that a compiled Keras model tells."""
    optimizer, layers = model.optimizer, getattr(model, "layers", [])
    return {
        "learning_rate": _rate(optimizer),
        "adaptive": type(optimizer).__name__ not in _PLAIN_STEPS,
        "dropout": any(name in type(layer).__name__ for layer in layers for name in ("Dropout", "Noise")),
        "penalty": bool(model.losses),
    }


def _rate(optimizer: Any) -> float | None:
    try:
        return float(np.asarray(optimizer.learning_rate))
    except (TypeError, ValueError):
        return None


def loss_name(model: Any) -> str:
    """The loss a Keras model is compiled with, as a word."""
    loss = getattr(model, "loss", "")
    return loss if isinstance(loss, str) else getattr(loss, "name", getattr(loss, "__name__", ""))


def _finite(values: Any) -> bool:
    found = np.asarray(values)
    return found.dtype.kind not in "fc" or bool(np.isfinite(found).all())
