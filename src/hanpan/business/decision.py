"""From outputs to decisions: a cut-off for two classes, expected gain or offsets for more, a correction for values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.business.metrics.base import as_probabilities, decide

SMALLEST = 1e-15  # a probability of 0 has no logarithm


@dataclass(frozen=True)
class DecisionRule:
    """A frozen rule.

    Attributes
    ----------
    threshold
        Two classes: decide the positive one where its probability is at least this; None means .5.
    offsets, scales
        The logarithm of each class's probability is multiplied by its scale (1 if empty), and its offset is added,
        before classes are compared; empty means none.
    lifts
        What is added to each class's probability before the logarithm is taken, so that 0 has one; empty means none.
    gain
        ``gain[actual][predicted]``: the class of the largest expected gain is decided, not the most likely one.
    shift, slope
        Regression: ``slope * output + shift`` is predicted.
    """

    threshold: float | None = None
    offsets: tuple[float, ...] = ()
    scales: tuple[float, ...] = ()
    lifts: tuple[float, ...] = ()
    gain: tuple[tuple[float, ...], ...] = ()
    shift: float = 0.0
    slope: float = 1.0

    def decide(self, output: np.ndarray) -> np.ndarray:
        """Class codes (n,) from probabilities (n, C), or from those (n,) or (n, 1) of the positive class of two.

        Examples
        --------
        >>> p = np.array([.65503603, .17545699, .22257133, .1949883, .66214496])
        >>> DecisionRule().decide(p).tolist()
        [1, 0, 0, 0, 1]
        >>> three = np.array([[.5, .3, .2], [.9, .1, .0]])
        >>> DecisionRule(gain=((1, 0, 0), (0, 1, 0), (-9, 0, 1))).decide(three).tolist()
        [1, 0]
        """
        output = as_probabilities(output)
        if self.threshold is not None and output.shape[1] == 2:
            return (output[:, 1] >= self.threshold).astype(int)
        if self.gain:
            return np.asarray((self.weighed(output) @ np.asarray(self.gain, dtype=float)).argmax(axis=1))
        changed = self.offsets or self.scales or self.lifts
        return self.weighed(output).argmax(axis=1) if changed else decide(output)

    def weighed(self, output: np.ndarray) -> np.ndarray:
        """Probabilities (n, C) after lifts, scales and offsets."""
        if not (self.offsets or self.scales or self.lifts):
            return output
        told = np.log(np.maximum(output + (np.asarray(self.lifts) if self.lifts else 0.0), SMALLEST))
        told = told * (np.asarray(self.scales) if self.scales else 1.0)
        told = told + (np.asarray(self.offsets) if self.offsets else 0.0)
        told = np.exp(told - told.max(axis=1, keepdims=True))
        return np.asarray(told / told.sum(axis=1, keepdims=True))

    def correct(self, output: np.ndarray) -> np.ndarray:
        """Predicted values (n,) from the model's.

        Examples
        --------
        >>> DecisionRule(shift=.5).correct(np.array([1., 2.])).tolist()
        [1.5, 2.5]
        """
        return self.slope * output + self.shift if self.corrects else output

    @property
    def corrects(self) -> bool:
        """Whether values are changed at all."""
        return (self.shift, self.slope) != (0.0, 1.0)
