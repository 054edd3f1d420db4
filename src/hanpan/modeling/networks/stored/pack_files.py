"""A pack as a Keras model that answers, with layers of our own where Keras has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from keras import ops

from hanpan.modeling.networks.plain.encoding import PARTS, encoded
from hanpan.modeling.networks.plain.record import NetworkRecord


@keras.saving.register_keras_serializable(package="hanpan")
class TableEncoding(keras.layers.Layer):
    """Scaled, gently clipped columns, and how far each piece of a column is passed (see ``encoding``).

    Parameters
    ----------
    pieces
        Number of pieces of all columns together.
    """

    def __init__(self, pieces: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pieces = int(pieces)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Centres and factors (p,); columns, beginnings and slopes (q,)."""
        sizes = dict.fromkeys(PARTS[:2], input_shape[-1]) | dict.fromkeys(PARTS[2:], self.pieces)
        for name, size in sizes.items():
            kind = "int32" if name == "column" else "float32"
            setattr(
                self, name, self.add_weight(shape=(size,), name=name, dtype=kind, initializer="zeros", trainable=False)
            )

    def call(self, inputs: Any) -> Any:
        """(n, p) -> (n, p + q)."""
        return encoded(ops, self, inputs)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """(n, p + q)."""
        return (input_shape[0], (input_shape[1] or 0) + self.pieces)

    def get_config(self) -> dict[str, Any]:
        """What ``__init__`` needs to make the layer again."""
        return {**super().get_config(), "pieces": self.pieces}


@keras.saving.register_keras_serializable(package="hanpan")
class MemberDense(keras.layers.Layer):
    """Dense layers of several networks side by side: (n, p) or (n, members, p) -> (n, members, units)."""

    def __init__(self, units: int, members: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units, self.members = int(units), int(members)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Weights (members, p, units) and (members, units)."""
        self.kernel = self.add_weight(shape=(self.members, input_shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.members, self.units), initializer="zeros", name="bias")

    def call(self, inputs: Any) -> Any:
        """Each member its own weighted sums."""
        form = "np,mpu->nmu" if len(inputs.shape) == 2 else "nmp,mpu->nmu"
        return ops.einsum(form, inputs, self.kernel) + self.bias

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """(n, members, units)."""
        return (input_shape[0], self.members, self.units)

    def get_config(self) -> dict[str, Any]:
        """What ``__init__`` needs to make the layer again."""
        return {**super().get_config(), "units": self.units, "members": self.members}


def keras_model(record: NetworkRecord, arrays: Mapping[str, np.ndarray]) -> keras.Model:
    """The pack of a record: encoding, members, average."""
    layers: list[Any] = [keras.layers.Input((record.n_inputs,))]
    values: list[list[np.ndarray]] = []
    for position, spec in enumerate(record.layers or ()):
        if spec.kind == "encode":
            layers.append(TableEncoding(len(arrays[f"{position}.low"])))
            values.append([arrays[f"{position}.{name}"] for name in PARTS])
        elif spec.kind == "dense":
            kernel = arrays[f"{position}.kernel"]
            layers.append(MemberDense(kernel.shape[2], kernel.shape[0]))
            values.append([kernel, arrays[f"{position}.bias"]])
        elif spec.kind == "activation":
            layers.append(keras.layers.Activation(spec.activation))
        else:
            layers.append(keras.layers.GlobalAveragePooling1D())
    model = keras.Sequential(layers)
    weighted = [layer for layer in model.layers if layer.weights]
    for layer, wanted in zip(weighted, values, strict=True):
        for variable, value in zip(layer.weights, wanted, strict=True):
            variable.assign(value)
    return model
