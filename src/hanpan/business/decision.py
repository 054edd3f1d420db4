"""From probabilities to decisions: a cut-off for two classes, offsets for more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.business.metrics.base import as_probabilities, decide


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
        """Class codes (n,) from probabilities (n, C), or from those (n,) or (n, 1) of the positive class of two.

        Examples
        --------
        >>> p = np.array([.65503603, .17545699, .22257133, .1949883, .66214496])
        >>> DecisionRule().decide(p).tolist()
        [1, 0, 0, 0, 1]
        """
        output = as_probabilities(output)
        if self.threshold is not None and output.shape[1] == 2:
            return (output[:, 1] >= self.threshold).astype(int)
        if not self.offsets:
            return decide(output)
        return np.asarray((np.log(np.clip(output, 1e-15, 1)) + np.asarray(self.offsets)).argmax(axis=1))
