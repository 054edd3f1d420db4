"""Networks: stored by the room that knows Keras, and scored without it where the layers allow."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.networks import storage as networks
from hanpan.modeling.storage.base import Members, Scorer, Shape, damaged


class NetworkScorer:
    """A stored network with the columns of all classes."""

    def __init__(self, network: Any, shape: Shape) -> None:
        self._network, self._shape = network, shape

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        return np.asarray(self._network.output(x), dtype=float)


def dump(model: Any) -> Members:
    """A NetworkClassifier or NetworkRegressor."""
    return networks.to_bytes(model)


def load(members: Members, shape: Shape) -> Scorer:
    """Checked by the networks room."""
    network = networks.from_bytes(members)
    scorer = NetworkScorer(network, shape)
    answer = scorer.output(np.zeros((1, shape.n_features)))
    if answer.shape != ((1,) if shape.n_outputs == 1 else (1, shape.n_outputs)):
        raise damaged("network", "it answers in another shape")
    return scorer
