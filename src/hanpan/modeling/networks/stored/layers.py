"""Layers of our own, registered so that a ``.keras`` file with them opens wherever hanpan is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable(package="hanpan")
class Maxout(keras.layers.Layer):
    """The largest of ``pieces`` linear functions per unit, each with its own weights.

    Parameters
    ----------
    units
        Number of outputs.
    pieces
        Number of linear functions each takes the largest of.

    References
    ----------
    Goodfellow et al. (2013), Maxout networks.
    """

    def __init__(self, units: int, pieces: int = 2, kernel_regularizer: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units, self.pieces = int(units), int(pieces)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Weights (p, units·pieces) and (units·pieces,)."""
        width = self.units * self.pieces
        self.kernel = self.add_weight(
            shape=(input_shape[-1], width), name="kernel", regularizer=self.kernel_regularizer
        )
        self.bias = self.add_weight(shape=(width,), initializer="zeros", name="bias")

    def call(self, inputs: Any) -> Any:
        """(n, p) -> (n, units)."""
        pieces = ops.matmul(inputs, self.kernel) + self.bias
        return ops.max(ops.reshape(pieces, (-1, self.units, self.pieces)), axis=-1)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """(n, units)."""
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        """What ``__init__`` needs to make the layer again."""
        penalty = keras.regularizers.serialize(self.kernel_regularizer)
        return {**super().get_config(), "units": self.units, "pieces": self.pieces, "kernel_regularizer": penalty}


@keras.saving.register_keras_serializable(package="hanpan")
class TakeColumns(keras.layers.Layer):
    """Some columns of the rows, and no others: what a group of columns feeds its own nodes with.

    Parameters
    ----------
    columns
        Their positions, from 0.
    """

    def __init__(self, columns: Sequence[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.columns = [int(column) for column in columns]

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Refuse positions outside of the rows."""
        wide = input_shape[-1] or 0
        if not self.columns or min(self.columns) < 0 or max(self.columns) >= wide:
            raise ValueError(f"columns {self.columns} of {wide}")

    def call(self, inputs: Any) -> Any:
        """(n, p) -> (n, number of columns)."""
        return ops.take(inputs, np.array(self.columns, np.int32), axis=1)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """(n, number of columns)."""
        return (*input_shape[:-1], len(self.columns))

    def get_config(self) -> dict[str, Any]:
        """What ``__init__`` needs to make the layer again."""
        return {**super().get_config(), "columns": self.columns}
