"""The weights of some epochs of a training, for who wants to look at it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hanpan.modeling.networks.compiled.padding import PaddedRows
from hanpan.modeling.networks.plain.keeping import thin
from hanpan.modeling.networks.stored import adapter
from hanpan.modeling.networks.stored.description import Stack, describe

_State = tuple[list[np.ndarray], list[np.ndarray]]  # trainable, non-trainable


class Snapshots:
    """Weights before the training and after some epochs, early ones closer together.

    Parameters
    ----------
    most
        ``most(weights)``: how many epochs of a network with so many weights are kept; 0 for none.
    """

    def __init__(self, most: Callable[[int], int]) -> None:
        self._most = most
        self.kept: list[tuple[int, _State]] = []
        self.rows: tuple[PaddedRows, PaddedRows | None] | None = None

    def begin(self, model: Any, fit_rows: PaddedRows, valid: PaddedRows | None) -> None:
        """Forget all epochs so far: the training begins anew."""
        self.rows, self._room = (fit_rows, valid), self._most(int(model.count_params()))
        now = [variable.value for variable in model.trainable_variables]
        others = [variable.value for variable in model.non_trainable_variables]
        self.kept = [(0, _copied((now, others)))] if self._room else []

    def note(self, model: Any, epoch: int, weights: Any, losses: list[float]) -> None:
        """Keep an epoch, and let go of the one that is missed least."""
        del model, losses
        if self._room:
            self.kept.append((epoch, _copied(weights)))
            thin(self.kept, self._room)

    def stacks(self, model: Any, chosen: int) -> list[tuple[int, Stack]] | None:
        """The epochs kept, each as a stack of layers, and the ``chosen`` one, whose weights the model has now.

        None where the model is no such stack, or was too large.
        """
        now = describe(model)
        if now is None or not self.kept:
            return None
        found = {chosen: now}
        for epoch, state in self.kept:
            if epoch == chosen:
                continue
            adapter.give_trained(model, state)
            stack = describe(model)
            if stack is None:
                return None
            found[epoch] = stack
        return sorted(found.items(), key=lambda one: one[0])


def _copied(weights: Any) -> _State:
    trainable, other = ([np.array(value) for value in part] for part in weights)
    return trainable, other
