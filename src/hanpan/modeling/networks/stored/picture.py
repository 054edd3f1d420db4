"""A Keras model as a ``NetworkPicture``."""

from __future__ import annotations

from typing import Any

import keras

from hanpan.modeling.curves.curve_facts import loss_name, of_model
from hanpan.modeling.network_picture import LayerFacts, NetworkPicture
from hanpan.modeling.networks.stored.layers import Maxout, TakeColumns

_L = keras.layers


def picture(model: Any) -> NetworkPicture:
    """What a built Keras model (Sequential or Functional) looks like.

    Examples
    --------
    >>> model = keras.Sequential([_L.Input((12,)), _L.Dense(18, "relu"), _L.Dense(4, "relu"), _L.Dense(1)])
    >>> seen = picture(model)
    >>> seen.trainable, [layer.parameters for layer in seen.layers]
    (315, [0, 234, 76, 5])
    """
    if not model.built:
        raise ValueError(f"{model.name} is not built")
    whole = getattr(model, "_functional", None) or model
    layers = [_facts(layer) for layer in whole._layers if isinstance(layer, _L.Layer)]
    compiled = bool(getattr(model, "compiled", False) and model.optimizer is not None)
    return NetworkPicture(
        layers=layers,
        trainable=_count(model.trainable_weights),
        fixed=_count(model.non_trainable_weights),
        members=next((layer.members for layer in model.layers if hasattr(layer, "members")), 1),
        functional=any(len(layer.sources) > 1 for layer in layers) or _branches(layers),
        loss=loss_name(model) if compiled else "",
        optimizer=type(model.optimizer).__name__ if compiled else "",
        learning_rate=of_model(model)["learning_rate"] if compiled else None,
    )


def _branches(layers: list[LayerFacts]) -> bool:
    sources = [source for layer in layers for source in layer.sources]
    return len(sources) > len(set(sources))


def _facts(layer: Any) -> LayerFacts:
    function = getattr(layer, "activation", None)
    return LayerFacts(
        name=layer.name,
        kind=type(layer).__name__,
        shape=tuple(layer.output.shape[1:]),
        parameters=int(layer.count_params()),
        nodes=_nodes(layer),
        activation=getattr(function, "__name__", ""),
        sources=_sources(layer),
        columns=tuple(layer.columns) if isinstance(layer, TakeColumns) else None,
    )


def _nodes(layer: Any) -> int | None:
    if isinstance(layer, _L.InputLayer):
        return layer.output.shape[-1] if len(layer.output.shape) == 2 else None
    return int(layer.units) if isinstance(layer, _L.Dense | Maxout) or hasattr(layer, "members") else None


def _sources(layer: Any) -> tuple[str, ...]:
    if not layer._inbound_nodes or isinstance(layer, _L.InputLayer):
        return ()
    tensors = layer._inbound_nodes[0].input_tensors
    return tuple(tensor._keras_history.operation.name for tensor in tensors)


def _count(variables: list[Any]) -> int:
    return sum(int(keras.ops.size(variable)) for variable in variables)
