"""Controlled connections as a Functional model: groups of columns feed nodes of their own, then all are joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras

from hanpan.modeling.networks.estimators.architecture import Architecture, hidden_layers
from hanpan.modeling.networks.stored.layers import TakeColumns


@dataclass(frozen=True, kw_only=True)
class GroupedArchitecture(Architecture):
    """Groups of columns side by side, then a stack of dense layers over all their nodes.

    Attributes
    ----------
    groups
        Name and columns of each group; names are different, and those of layers.
    nodes
        Hidden nodes of each group.
    """

    groups: tuple[tuple[str, tuple[int, ...]], ...]
    nodes: int = 4

    def assemble(self, layers: list[Any]) -> keras.Model:
        """A model in which a layer named like the group holds the group's nodes."""
        inputs = keras.layers.Input((self.n_inputs,), name="columns")
        ends = []
        for name, columns in self.groups:
            values = TakeColumns(columns, name=f"{name}_columns")(inputs)
            for layer in hidden_layers(self, self.nodes, name):
                values = layer(values)
            ends.append(values)
        values = keras.layers.Concatenate(name="groups")(ends)
        for layer in layers:
            values = layer(values)
        return keras.Model(inputs, values)
