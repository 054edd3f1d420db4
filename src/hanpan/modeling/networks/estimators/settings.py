"""What the settings of a network may be, checked before it is trained."""

from __future__ import annotations

import inspect
import math
from numbers import Real
from typing import Any, Literal

import numpy as np

from hanpan.data.names import nearest
from hanpan.foundation.errors import NetworkError

# whole: from 1; count: from 0; above: beyond 0; least: from 0; share: from 0, below 1.
Range = Literal["whole", "count", "above", "least", "share"]

RANGES: dict[str, Range] = {
    "hidden": "whole",
    "nodes": "whole",
    "n_members": "whole",
    "n_trunks": "whole",
    "pieces": "count",
    "epochs": "whole",
    "fixed_epochs": "whole",
    "batch_size": "whole",
    "patience": "whole",
    "learning_rate": "above",
    "l1": "least",
    "l2": "least",
    "weight_decay": "least",
    "min_delta": "least",
    "dropout": "share",
    "validation_fraction": "share",
}


def check_settings(network: Any) -> None:
    """Refuse settings that no network can be trained with; None is fine where it is the default.

    Parameters
    ----------
    network
        An estimator; ``activations`` of its class are the names of the functions it knows.

    Raises
    ------
    NetworkError
        A setting is out of its range, or of another kind.

    Examples
    --------
    >>> from hanpan.modeling.networks.estimators.dense import NetworkRegressor
    >>> check_settings(NetworkRegressor(hidden=(8,)))
    >>> check_settings(NetworkRegressor(dropout=1.5))
    Traceback (most recent call last):
    hanpan.foundation.errors.NetworkError: dropout=1.5 cannot be used.
    Expected: A number from 0 to below 1.
    To do: Correct dropout.
    """
    defaults = inspect.signature(type(network).__init__).parameters
    for name, value in network.get_params(deep=False).items():
        if value is None and defaults[name].default is None:
            continue
        if name == "activation" and value not in network.activations:
            known = nearest(str(value), network.activations)
            raise NetworkError("network_unknown_activation", name=str(value), names=known)
        if name in RANGES and not all(_within(one, RANGES[name]) for one in _each(name, value)):
            raise NetworkError(f"network_setting_{RANGES[name]}", name=name, value=repr(value))


def _each(name: str, value: Any) -> list[Any]:
    return list(np.atleast_1d(np.asarray(value, dtype=object))) if name == "hidden" else [value]


def _within(value: Any, kind: Range) -> bool:
    if not isinstance(value, Real):
        return False
    number = float(value)
    if kind in ("whole", "count"):
        return number.is_integer() and number >= (kind == "whole")
    return 0 < number < math.inf if kind == "above" else 0 <= number < (1 if kind == "share" else math.inf)
