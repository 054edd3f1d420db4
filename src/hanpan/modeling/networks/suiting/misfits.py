"""Whether a network and the rows it is to be fitted on fit together.

Where Keras would end in an error of its own, ours says what is the matter; where it would train to nonsense without a
word, a ``NetworkNotice`` tells, in the words in which ``--network`` refuses the same.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.notices import notice
from hanpan.modeling.networks.suiting.fitting_together import Ending, check_codes, ending, loss_name, require_compiled
from hanpan.modeling.networks.suiting.gaps import notice_gaps
from hanpan.modeling.networks.suiting.rowkinds import check_rows_are_numbers

_SHARES = {"binary": ("sigmoid", "hard_sigmoid", "softmax"), "codes": ("softmax",), "one_hot": ("softmax",)}
_RANGES = {"sigmoid": (0, 1), "hard_sigmoid": (0, 1), "softmax": (0, 1), "tanh": (-1, 1), "softsign": (-1, 1)}
_FROM_ZERO = ("relu", "relu6", "softplus", "exponential")


def check_training(model: Any, x: Any, y: Any, validation_data: Any = None) -> None:
    """All that can be told before a training, as far as arrays and tables tell it; what only Keras can read is left be.

    Parameters
    ----------
    model
        What is to be trained.
    x, y, validation_data
        As ``fit`` takes them.

    Raises
    ------
    NetworkError
        It is no compiled Keras model; cells are no numbers; x and y differ in rows; x is not as wide as the network;
        y has not the shape that the loss reads.
    """
    require_compiled(model)
    check_rows_are_numbers(x, y, validation_data)
    _check_width(model, x)
    if y is None and model.loss is not None and hasattr(x, "__array__") and not learns_its_own_way(model):
        raise NetworkError("network_no_y", loss=loss_name(model))
    notice_gaps(x, y, validation_data)
    _check_target(model, y)


def learns_its_own_way(model: Any) -> bool:
    """Whether the model's class has a training step or a loss of its own."""
    steps = ("train_step", "compute_loss")
    return any(getattr(type(model), name, None) is not getattr(keras.Model, name, None) for name in steps)


def notice_no_loss() -> None:
    """What is compiled without a loss, with none added in a layer, learns nothing; Keras trains on."""
    _tell(NetworkError("network_no_loss"))


def _check_width(model: Any, x: Any) -> None:
    inputs: Any = getattr(model, "inputs", None) or ()
    shape: list[int] = list(getattr(x, "shape", ()))
    if len(inputs) != 1 or len(inputs[0].shape) != 2 or len(shape) not in (1, 2):
        return
    wide, width = inputs[0].shape[-1], shape[1] if len(shape) == 2 else 1
    if wide is not None and wide != width:
        raise NetworkError("network_x_width", found=wide, width=width)


def _check_target(model: Any, y: Any) -> None:
    """The loss of one output against the shape and the values of y."""
    values = _numbers(y)
    if values is None or model.loss is None or learns_its_own_way(model) or not _ends_in_nodes(model):
        return
    end = ending(model)
    told: dict[str, Any] = {
        "nodes": end.nodes,
        "activation": end.activation,
        "loss": loss_name(model),
        "shape": str(values.shape),
        "last": end.nodes - 1,
        "columns": values.shape[1] if values.ndim == 2 else 1,
    }
    broken = _unreadable(end, values)
    if broken is not None:
        raise NetworkError(broken, **told)
    key = _misread(end, values)
    if key is not None:
        _tell(NetworkError(key, **told))
    elif np.isfinite(values).all():  # else told by ``notice_gaps``
        _notice_values(end, values, told)


def _numbers(y: Any) -> np.ndarray | None:
    """One target as an array; None for several, or for what only Keras knows how to read."""
    if not hasattr(y, "__array__"):
        return None
    values = np.asarray(y) if hasattr(y, "columns") else keras.ops.convert_to_numpy(y)
    return values if values.dtype.kind in "iufb" and values.size else None


def _ends_in_nodes(model: Any) -> bool:
    """Whether the network has one output, of nodes side by side."""
    outputs = getattr(model, "outputs", None)
    if outputs:
        return len(outputs) == 1 and len(outputs[0].shape) == 2
    return isinstance(model, keras.Sequential) and bool(model.layers) and hasattr(model.layers[-1], "units")


def _unreadable(end: Ending, y: np.ndarray) -> str | None:
    """The key of what makes Keras end in an error."""
    columns = y.shape[1] if y.ndim == 2 else 1
    if end.loss == "codes":
        return "network_codes_columns" if columns > 1 else None
    if end.loss == "one_hot":
        return "network_one_hot" if end.nodes > 1 and (y.ndim != 2 or columns != end.nodes) else None
    if end.loss == "other" or y.ndim > 2 or columns == end.nodes:
        return None
    if end.loss == "binary":
        return "network_loss_nodes" if columns == 1 else "network_y_columns"
    if end.nodes == 1 or y.shape[1:] == (1,):
        return None  # spread over the nodes or columns: see ``_misread``
    return "network_regression_nodes" if columns == 1 else "network_y_columns"


def _misread(end: Ending, y: np.ndarray) -> str | None:
    """The key of what is wrong about nodes, activation and loss, and yet trained on."""
    if end.nodes == 1 and end.activation == "softmax":
        return "network_softmax_one_node"
    if end.loss in ("codes", "one_hot") and end.nodes == 1:
        return "network_loss_nodes"
    if end.loss in _SHARES and end.activation is not None and hasattr(keras.activations, end.activation):
        wanted = ("linear",) if end.logits else _SHARES[end.loss]
        return None if end.activation in wanted else "network_activation"
    if end.loss in ("squared", "absolute") and y.ndim == 2 and y.shape[1] != end.nodes:
        return "network_regression_nodes" if y.shape[1] == 1 else "network_y_columns"
    return None


def _notice_values(end: Ending, y: np.ndarray, told: dict[str, Any]) -> None:
    """Values of y that the loss cannot mean, or that the last layer never answers."""
    low, high = float(y.min()), float(y.max())
    told |= {"low": f"{low:g}", "high": f"{high:g}"}
    try:
        if end.loss == "codes" and not end.ignores:
            check_codes(end, y)
        if end.loss == "binary" and (low < 0 or high > 1):
            raise NetworkError("network_labels", **told)
        if end.loss not in ("squared", "absolute"):
            return
        least, most = _RANGES.get(str(end.activation), (-np.inf, np.inf))
        if low < least or high > most:
            raise NetworkError("network_bounded", **told)
        if end.activation in _FROM_ZERO and low < 0:
            raise NetworkError("network_from_zero", **told)
    except NetworkError as misfit:
        _tell(misfit)


def _tell(misfit: NetworkError) -> None:
    notice(
        "misfit",
        **{
            name: misfit.part(part)
            for name, part in (("problem", "what"), ("expected", "expected"), ("remedy", "remedy"))
        },
    )
