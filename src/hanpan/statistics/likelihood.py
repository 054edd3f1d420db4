"""Maximum likelihood of the logit model, of two classes or more: Newton's method, once for everybody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hanpan.statistics.arrays import Floats

_ROUNDS, _CLOSE = 60, 1e-10
_LEAP = 5.0  # no coefficient moves farther in one step


class Logit(NamedTuple):
    """Coefficients (k, p), the inverse of the information (k p, k p), log likelihood, and whether it has a maximum."""

    beta: Floats
    inverse: Floats
    likelihood: float
    settled: bool

    @property
    def errors(self) -> Floats:
        """Standard errors (k, p)."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.inverse), 0.0)).reshape(self.beta.shape))


def logit(design: Floats, truth: Floats, ease: Floats | None = None) -> Logit:
    """The odds of each of k classes against one more, the reference.

    Parameters
    ----------
    design
        (n, p) columns, the 1s of the intercept among them.
    truth
        (n, k) 0 and 1: which of the k classes a row is of; no 1 for the reference.
    ease
        (p,) a trace of a ridge, which keeps columns usable that part the classes; none by default.

    References
    ----------
    McFadden (1974), Conditional logit analysis of qualitative choice behavior; Albert, Anderson (1984), On the
    existence of maximum likelihood estimates in logistic regression models.

    Examples
    --------
    >>> design = np.column_stack([np.ones(6), [0.0, 0, 0, 1, 1, 1]])
    >>> found = logit(design, np.array([[0.0], [0], [1], [0], [1], [1]]))
    >>> found.beta.round(3).tolist(), found.settled  # odds of 1 to 2, and four times as much
    ([[-0.693, 1.386]], True)
    """
    width, classes = design.shape[1], truth.shape[1]
    ease = np.zeros(width) if ease is None else ease
    beta: Floats = np.zeros((classes, width))
    pull, step = np.tile(ease, classes), np.inf
    inverse: Floats = np.eye(width * classes)
    for _ in range(_ROUNDS):
        chance = _chances(design @ beta.T)
        inverse = np.asarray(np.linalg.pinv(_information(design, chance) + np.diag(pull), hermitian=True), dtype=float)
        move = inverse @ ((truth - chance).T @ design - ease * beta).ravel()
        step = float(np.abs(move).max())
        beta += move.reshape(classes, width) * min(1.0, _LEAP / max(step, 1e-12))
        if step < _CLOSE:
            break
    return Logit(beta, inverse, log_likelihood(design @ beta.T, truth), step < _CLOSE)


def log_likelihood(raw: Floats, truth: Floats) -> float:
    """Of raw values (n, k) against the reference, whose own is 0."""
    whole = np.logaddexp.reduce(np.column_stack([np.zeros(len(raw)), raw]), axis=1)
    return float((raw * truth).sum() - whole.sum())


def pseudo_r2(found: Logit, truth: Floats) -> float:
    """McFadden's: 1 less the log likelihood over that of the classes' shares alone.

    References
    ----------
    McFadden (1974), as above.
    """
    shares = truth.mean(axis=0)
    empty = np.tile(np.log(shares / (1 - shares.sum())), (len(truth), 1))
    return 1 - found.likelihood / log_likelihood(empty, truth)


def _information(design: Floats, chance: Floats) -> Floats:
    width, classes = design.shape[1], chance.shape[1]
    found = np.empty((classes, width, classes, width))
    for one in range(classes):
        for other in range(one, classes):
            weight = chance[:, one] * ((one == other) - chance[:, other])
            block = design.T @ (
                design * np.maximum(weight, 1e-10)[:, None] if one == other else design * weight[:, None]
            )
            found[one, :, other], found[other, :, one] = block, block.T
    return found.reshape(width * classes, width * classes)


def _chances(raw: Floats) -> Floats:
    """Probabilities (n, k) of all classes but the reference."""
    raw = np.clip(raw, -30, 30)
    return np.asarray(np.exp(raw) / (1 + np.exp(raw).sum(axis=1, keepdims=True)))
