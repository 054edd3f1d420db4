"""A person's own network for the room, out of a file or a text, and the rows that fit it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.room.ground import RoomGround
from hanpan.modeling.networks.room.links import Linked
from hanpan.modeling.networks.room.setup import OWN, Setup

_FITTING = {(2, 1, "linear"): "plane", (2, 1, "sigmoid"): "circle", (2, 3, "softmax"): "arms"}
_DIGITS = (64, 10)


@dataclass(frozen=True)
class GivenNetwork:
    """What a network is, beside the rows.

    Attributes
    ----------
    setup
        Its layers and how it learns.
    weights
        All of them, flat; None where none were given.
    n_inputs, n_outputs, end
        Columns it takes (None: any), answers it gives, and what its last layer does (``linear``, ``sigmoid``,
        ``softmax``).
    """

    setup: Setup
    weights: np.ndarray | None
    n_inputs: int | None
    n_outputs: int
    end: str

    def on_toys(self) -> Linked:
        """On the toy set that has as many columns and answers.

        Raises
        ------
        NetworkError
            None has.
        """
        wide, outs = self.n_inputs or 2, self.n_outputs
        end = "softmax" if outs > 2 else self.end
        data = "digits" if (wide, outs) == _DIGITS else _FITTING.get((wide, outs, end))
        if data is None:
            raise NetworkError("room_no_toy", inputs=wide, outputs=outs)
        return Linked(replace(self.setup, data=data), self.weights)

    def on(self, ground: RoomGround) -> Linked:
        """On rows of a table of one's own.

        Raises
        ------
        NetworkError
            They are not what the network takes, or ask for other answers than it gives.
        """
        fits = self.n_inputs in (None, ground.n_inputs) and self.n_outputs == ground.n_outputs
        if not fits or (not ground.labels and self.end != "linear"):
            raise NetworkError(
                "room_unfit",
                inputs=self.n_inputs or ground.n_inputs,
                outputs=self.n_outputs,
                columns=ground.n_inputs,
                answers=ground.n_outputs,
                target=ground.target,
            )
        return Linked(replace(self.setup, data=OWN), self.weights)
