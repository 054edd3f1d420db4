"""From probabilities to decisions: a cut-off for two classes, offsets for more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DecisionRule:
    """A frozen rule.

    Attributes
    ----------
    threshold
        Two classes: decide the positive one where its probability is at least this; None means .5.
    offsets
        More classes: added to the log of each class's probability before the largest wins; empty means none.
    """

    threshold: float | None = None
    offsets: tuple[float, ...] = ()

    def decide(self, output: np.ndarray) -> np.ndarray:
        """Class codes (n,) from probabilities (n, C).

        Examples
        --------
        >>> p = np.array([.65503603, .17545699, .22257133, .1949883, .66214496])
        >>> DecisionRule().decide(np.column_stack([1 - p, p])).tolist()
        [1, 0, 0, 0, 1]
        """
        if output.shape[1] == 2 and not self.offsets:
            cut = 0.5 if self.threshold is None else self.threshold
            return (output[:, 1] >= cut).astype(int)
        if not self.offsets:
            return np.asarray(output.argmax(axis=1))
        return np.asarray((np.log(np.clip(output, 1e-15, 1)) + np.asarray(self.offsets)).argmax(axis=1))
