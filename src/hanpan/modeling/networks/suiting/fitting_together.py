"""Do network, loss, task and rows fit together? A clear refusal before training, instead of NaN or nonsense after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import keras
import numpy as np

from hanpan.foundation.errors import NetworkError

Loss = Literal["squared", "absolute", "binary", "codes", "one_hot", "other"]
_LOSSES: dict[str, Loss] = {
    "mean_squared_error": "squared",
    "mse": "squared",
    "mean_absolute_error": "absolute",
    "mae": "absolute",
    "huber": "absolute",
    "log_cosh": "absolute",
    "binary_crossentropy": "binary",
    "binary_focal_crossentropy": "binary",
    "sparse_categorical_crossentropy": "codes",
    "categorical_crossentropy": "one_hot",
    "categorical_focal_crossentropy": "one_hot",
}
_SHOWN = 12  # columns named in a message


@dataclass(frozen=True)
class Ending:
    """How a network ends: nodes and activation (None: unknown); the loss, and if it is of logits or ignores a code."""

    nodes: int
    activation: str | None
    loss: Loss
    logits: bool
    ignores: bool


def ending(model: keras.Model) -> Ending:
    """Read a compiled model's end; of a Sequential one that is not built yet, from its last layer."""
    loss = _loss(model)
    loss = keras.losses.get(loss) if isinstance(loss, str) else loss
    name = getattr(getattr(loss, "fn", loss), "__name__", "")
    config = loss.get_config() if isinstance(loss, keras.losses.Loss) else {}
    last = _last_layer(model)
    nodes = model.outputs[0].shape[-1] if getattr(model, "outputs", None) else getattr(last, "units", 0)
    return Ending(
        int(nodes or 0),
        _activation(last),
        _LOSSES.get(str(name), "other"),
        bool(config.get("from_logits", False)),
        config.get("ignore_class") is not None,
    )


def check_network(model: keras.Model, columns: Sequence[str], n_classes: int) -> None:
    """Refuse a network that cannot learn this task from these columns.

    Parameters
    ----------
    model
        The person's network.
    columns
        Names of the prepared columns, in order.
    n_classes
        0 for regression.

    Raises
    ------
    NetworkError
        Not compiled; not one input of the prepared width; nodes, activation and loss do not fit each other or the task.
    """
    require_compiled(model)
    if model.loss is None:
        raise NetworkError("network_no_loss")
    if not model.built or len(model.inputs) != 1 or len(model.outputs) != 1 or len(model.inputs[0].shape) != 2:
        raise NetworkError("network_inputs", width=len(columns), columns=_shown(columns))
    wide = model.inputs[0].shape[-1]
    if wide != len(columns):
        raise NetworkError("network_width", found=wide, width=len(columns), columns=_shown(columns))
    end = ending(model)
    problem = _problem(end, n_classes)
    if problem is not None:
        raise NetworkError(
            problem,
            nodes=end.nodes,
            activation=end.activation or "?",
            loss=loss_name(model),
            classes=n_classes,
            width=len(columns),
            columns=_shown(columns),
        )


def require_compiled(model: Any) -> None:
    """Refuse what is no Keras model, or cannot be trained yet.

    Raises
    ------
    NetworkError
        As said.
    """
    if not isinstance(model, keras.Model):
        raise NetworkError("network_kind", kind=type(model).__name__)
    if not model.compiled:
        raise NetworkError("network_not_compiled")


def _problem(end: Ending, n_classes: int) -> str | None:
    """The key of the first thing that does not fit."""
    if end.nodes == 1 and end.activation == "softmax":
        return "network_softmax_one_node"
    if n_classes == 0:
        return _regression_problem(end)
    if end.nodes == 1 and n_classes > 2:
        return "network_one_node_many_classes"
    if end.nodes not in ((1, 2) if n_classes == 2 else (n_classes,)):
        return "network_nodes"
    if end.loss in ("squared", "absolute"):
        return "network_loss_of_numbers"
    if (end.loss == "binary") != (end.nodes == 1) and end.loss != "other":
        return "network_loss_nodes"
    wanted = "sigmoid" if end.nodes == 1 else "softmax"
    if end.activation not in (None, "linear" if end.logits else wanted):
        return "network_activation"
    return None


def _regression_problem(end: Ending) -> str | None:
    if end.nodes != 1:
        return "network_regression_nodes"
    if end.loss in ("binary", "codes", "one_hot"):
        return "network_loss_of_classes"
    return "network_bounded" if end.activation in ("sigmoid", "tanh") else None


def check_rows(model: keras.Model, x: Any, y: Any) -> None:
    """Refuse rows that a compiled network cannot learn from.

    Raises
    ------
    NetworkError
        A cell of x is missing or infinite; y for integer codes is not 0 ... C-1; y for one-hot has no C columns.

    Examples
    --------
    >>> model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(3, activation="softmax")])
    >>> model.compile(loss="sparse_categorical_crossentropy")
    >>> check_rows(model, np.zeros((2, 1)), np.array([1, 3]))
    Traceback (most recent call last):
        ...
    hanpan.foundation.errors.NetworkError: ...
    """
    check_cells(x)
    end, codes = ending(model), np.asarray(y)
    if end.loss == "codes":
        check_codes(end, codes)
    if end.loss == "one_hot" and (codes.ndim != 2 or codes.shape[1] != end.nodes):
        raise NetworkError("network_one_hot", shape=str(codes.shape), nodes=end.nodes)


def check_cells(data: Any) -> None:
    """Refuse arrays, or a structure of them, with a missing or infinite cell.

    Raises
    ------
    NetworkError
        As said, with the rows.
    """
    for part in keras.tree.flatten(data):
        cells = np.asarray(part)
        if cells.dtype.kind == "f" and not np.isfinite(cells).all():
            rows = np.flatnonzero(~np.isfinite(cells.reshape(len(cells), -1)).all(axis=1))
            raise NetworkError("network_missing_cells", count=len(rows), rows=", ".join(map(str, rows[:5])))


def check_codes(end: Ending, codes: np.ndarray) -> None:
    """Refuse codes that are no places of nodes.

    Raises
    ------
    NetworkError
        As said.
    """
    known = np.unique(codes[np.isfinite(codes.astype(float))]) if codes.dtype.kind in "iufb" else codes[:1]
    whole = codes.dtype.kind in "iufb" and np.isin(codes, np.arange(end.nodes)).all()
    if not whole:
        shown = ", ".join(map(str, np.asarray(known).ravel()[:8].tolist()))
        raise NetworkError("network_codes", last=end.nodes - 1, found=shown, nodes=end.nodes)


def _last_layer(model: Any) -> Any:
    last = model
    while isinstance(last, keras.Model):  # a network may hold others
        layers = last.layers if isinstance(last, keras.Sequential) else []
        last = layers[-1] if layers else last.outputs[0]._keras_history.operation
    return last


def _activation(layer: Any) -> str | None:
    if isinstance(layer, keras.layers.Softmax):
        return "softmax"
    function = getattr(layer, "activation", None)
    return None if function is None else str(getattr(function, "__name__", None))


def loss_name(model: Any) -> str:
    """What a person calls the loss."""
    loss = _loss(model)
    return str(getattr(loss, "name", None) or getattr(loss, "__name__", loss))


def _loss(model: Any) -> Any:
    """The loss itself, where it is the only one of a list or dict."""
    several = list(model.loss.values()) if isinstance(model.loss, dict) else model.loss
    return several[0] if isinstance(several, list | tuple) and len(several) == 1 else model.loss


def _shown(columns: Sequence[str]) -> str:
    more = f" … (+{len(columns) - _SHOWN})" if len(columns) > _SHOWN else ""
    return ", ".join(columns[:_SHOWN]) + more
