"""A person's network as it begins: one flat input, new weights, a new optimizer, and a name for what it is."""

from __future__ import annotations

import hashlib
import json
import math
import random as python_random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np

from hanpan.foundation.errors import BundleError, NetworkError
from hanpan.modeling.networks.given.reading import Given
from hanpan.modeling.networks.stored import layers, pack_files  # noqa: F401  (they register our layers)
from hanpan.modeling.networks.stored.safety import refuse_compiled, refuse_names

_UNNAMED = ("name", "shared_object_id")  # differ from session to session


def begun(found: Given, width: int) -> keras.Model:
    """A copy of a person's network that has learnt nothing yet, compiled as the person compiled it.

    Frozen layers (``trainable = False``) and adapted ``Normalization`` layers keep what they were given with. All
    others begin anew: a network that was trained before may have met the very rows that it is to be judged on.

    Parameters
    ----------
    found
        The person's network; it stays as it is.
    width
        Number of prepared columns. A network for pictures, (28, 28, 1) say, takes them flat if that many make one.

    Raises
    ------
    NetworkError
        It holds layers, a loss or an optimizer of somebody's own.
    """
    model = found.model
    if type(model).__name__ not in ("Sequential", "Functional"):
        raise NetworkError("network_layers", reason=type(model).__name__)
    plain = _plain(model)
    if not plain.built:
        plain.build((None, width))
    if not model.built:  # nothing to keep
        model = plain
    _keep(model, plain)
    flat = _flat(plain, width)
    if found.compiled is not None:
        _compile(flat, found.compiled)
    return flat


def fresh_weights(model: keras.Model, random: np.random.RandomState) -> list[np.ndarray]:
    """Values for all variables of a network as it begins, drawn by its own layers; frozen layers keep theirs."""
    with _drawn_from(int(random.randint(2**31 - 1))):
        copy = _plain(model)
    _keep(model, copy)
    return [np.array(variable.value) for variable in copy.variables]


def fingerprint(model: keras.Model) -> str:
    """8 hex digits for structure, loss, optimizer and kept weights; names and weights to be drawn do not count.

    Examples
    --------
    >>> def one_node(loss):
    ...     model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
    ...     model.compile(loss=loss)
    ...     return model
    >>> [fingerprint(one_node(loss)) == fingerprint(one_node("mse")) for loss in ("mse", "mae")]
    [True, False]
    """
    names = {layer.name: str(place) for place, layer in enumerate(_leaves(model))}
    told = _nameless(keras.saving.serialize_keras_object(model), names)
    told["compile_config"] = {name: (told.get("compile_config") or {}).get(name) for name in ("loss", "optimizer")}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode())
    for layer in filter(_keeps, _leaves(model)):
        for weight in layer.get_weights():
            digest.update(np.ascontiguousarray(weight).tobytes())
    return digest.hexdigest()[:8]


def _plain(model: keras.Model) -> keras.Model:
    """The same layers again, not compiled, with weights newly drawn."""
    try:
        config = _uncompiled(keras.saving.serialize_keras_object(model))
        refuse_names(config)
        return keras.saving.deserialize_keras_object(config, safe_mode=True)
    except BundleError as error:
        raise NetworkError("network_layers", reason=error.fields.get("reason", "")) from error
    except (TypeError, ValueError, NotImplementedError) as error:
        raise NetworkError("network_layers", reason=str(error).strip().splitlines()[0][:200]) from error


def _compile(model: keras.Model, config: dict[str, Any]) -> None:
    """Loss and optimizer; metrics do not take part in learning."""
    parts = ("loss", "optimizer", "loss_weights")
    wanted = {name: config[name] for name in parts if config.get(name) is not None}
    if isinstance(wanted.get("loss"), dict) and wanted["loss"].get("class_name") == "function":
        wanted["loss"] = wanted["loss"].get("config")
    try:
        refuse_compiled(wanted)
        model.compile_from_config(wanted)
    except BundleError as error:
        raise NetworkError("network_compiled_with", reason=error.fields.get("reason", "")) from error
    except Exception as error:  # whatever Keras says of it
        raise NetworkError("network_compiled_with", reason=str(error).strip().splitlines()[0][:200]) from error


def _flat(model: keras.Model, width: int) -> keras.Model:
    shapes = [tuple(each.shape[1:]) for each in model.inputs]
    if len(shapes) != 1 or len(shapes[0]) < 2 or None in shapes[0] or math.prod(shapes[0]) != width:
        return model
    return keras.Sequential([keras.layers.Input((width,)), keras.layers.Reshape(shapes[0]), model])


def _keep(source: keras.Model, copy: keras.Model) -> None:
    for old, new in zip(_leaves(source), _leaves(copy), strict=True):
        if _keeps(old):
            new.set_weights(old.get_weights())


def _keeps(layer: Any) -> bool:
    return bool(layer.weights) and (not layer.trainable or isinstance(layer, keras.layers.Normalization))


def _leaves(model: Any) -> Iterator[Any]:
    """All layers, those of inner models in their place."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _leaves(layer)
        else:
            yield layer


def _uncompiled(config: Any) -> Any:
    if isinstance(config, dict):
        return {name: _uncompiled(value) for name, value in config.items() if name != "compile_config"}
    return [_uncompiled(value) for value in config] if isinstance(config, list | tuple) else config


def _nameless(config: Any, names: dict[str, str]) -> Any:
    """A configuration without names of its own: a layer is called by its place."""
    if isinstance(config, dict):
        return {key: _nameless(value, names) for key, value in config.items() if key not in _UNNAMED}
    if isinstance(config, list | tuple):
        return [_nameless(value, names) for value in config]
    return names.get(config, config) if isinstance(config, str) else config


@contextmanager
def _drawn_from(seed: int) -> Iterator[None]:
    """Initializers draw their seeds from Python's own generator; afterwards it is as it was."""
    before = python_random.getstate()
    python_random.seed(seed)
    try:
        yield
    finally:
        python_random.setstate(before)
