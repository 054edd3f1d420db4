"""What a network looks like, in plain values: the rows of its summary, and how its layers hang together."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class LayerFacts:
    """One layer.

    Attributes
    ----------
    kind
        Its class in Keras: ``Dense``, ``Dropout`` ...
    shape
        What comes out, for one row.
    nodes
        Nodes to draw; None for a layer that only passes on or reshapes.
    sources
        Names of the layers it gets its values from.
    columns
        Positions of the columns it takes, for one that takes some of them only.
    """

    name: str
    kind: str
    shape: tuple[int | None, ...]
    parameters: int
    nodes: int | None = None
    activation: str = ""
    sources: tuple[str, ...] = ()
    columns: tuple[int, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class NetworkPicture:
    """A network: its layers in order, and how many of its parameters are learnt.

    ``members``: networks side by side, of which one is drawn. ``functional``: layers are joined in more ways than one
    after the other.
    """

    layers: list[LayerFacts] = field(default_factory=list)
    trainable: int = 0
    fixed: int = 0
    members: int = 1
    functional: bool = False
    loss: str = ""
    optimizer: str = ""
    learning_rate: float | None = None
