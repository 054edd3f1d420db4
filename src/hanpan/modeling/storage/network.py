"""Networks: stored by the room that knows Keras, and scored without it where the layers allow."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.networks.stored import storage as networks
from hanpan.modeling.storage.base import Members, Scorer, Shape, classes_of, damaged, spread

_CLASSES = "classes.npz"


class NetworkScorer:
    """A stored network with the columns of all classes."""

    def __init__(self, network: Any, seen: np.ndarray, shape: Shape) -> None:
        self.network, self.seen, self.n_outputs = network, seen, shape.n_outputs

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        answer = np.asarray(self.network.output(x), dtype=float)
        return answer if self.n_outputs == 1 else spread(answer, self.seen, self.n_outputs)


def dump(model: Any) -> Members:
    """A NetworkClassifier or NetworkRegressor."""
    members = networks.to_bytes(model)
    if hasattr(model, "classes_"):
        members[_CLASSES] = pack({"classes": np.asarray(model.classes_, int)})
    return members


def load(members: Members, shape: Shape) -> Scorer:
    """Checked by the networks room."""
    network = networks.from_bytes(members)
    seen = np.arange(shape.n_outputs)
    if shape.n_outputs > 1 and _CLASSES in members:
        seen = classes_of(unpack(members[_CLASSES]), "network", shape.n_outputs)
    answer = np.asarray(network.output(np.zeros((1, shape.n_features))))
    if answer.shape != ((1,) if shape.n_outputs == 1 else (1, len(seen))):
        raise damaged("network", "it answers in another shape")
    return NetworkScorer(network, seen, shape)
