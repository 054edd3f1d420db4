"""Variable selection: columns taken in one by one while they pay for themselves."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.preparation.notes import Note
from hanpan.preparation.steps.base import DroppingStep
from hanpan.statistics.inflation import correlations

METHODS = ("none", "forward_bic")


class Select(DroppingStep):
    """Forward selection by the Bayesian information criterion of a least-squares fit; for classes on their 0/1 columns.

    Parameters
    ----------
    columns
        Table columns it is there for.
    method
        ``forward_bic``, or ``none`` to keep all.
    n_classes
        0 for regression, else y is a code 0 ... n_classes - 1.

    References
    ----------
    Schwarz (1978), Estimating the dimension of a model.
    """

    name: ClassVar[str] = "select"

    def __init__(self, columns: tuple[str, ...] = (), method: str = "forward_bic", n_classes: int = 0) -> None:
        super().__init__(columns)
        if method not in METHODS:
            raise UsageError("prepare_unknown_choice", option="select", value=method, choices=", ".join(METHODS))
        self._method, self._n_classes = method, n_classes

    def _choose(self, x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        everything = np.arange(x.shape[1])
        if self._method == "none" or x.shape[1] < 2:
            return everything
        if y is None:
            raise UsageError("prepare_target_needed", columns=", ".join(self.columns))
        chosen = np.sort(forward_bic(x, self._responses(np.asarray(y))))
        self.notes = tuple(Note(code="not_selected", column=self.inputs[i]) for i in np.setdiff1d(everything, chosen))
        return chosen

    def _responses(self, y: np.ndarray) -> np.ndarray:
        if self._n_classes == 0:
            return y.astype(float).reshape(-1, 1)
        return np.column_stack([y == code for code in np.unique(y)[1:]]).astype(float).reshape(len(y), -1)


def forward_bic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Columns of x (n, p) in the order taken in to explain y (n, m); at least one.

    Works on correlations: taking a column in sweeps it out of all others, so a step costs p², not n·p.
    """
    n, p = x.shape
    m = y.shape[1]
    together = correlations(np.hstack([x, y]))
    among, towards = together[:p, :p].copy(), together[:p, p:].copy()
    own = np.diag(among).copy()
    left, best = float(np.trace(together[p:, p:])), np.inf
    chosen: list[int] = []
    while len(chosen) < min(p, n - 2):
        spread = np.diag(among)
        usable = spread > 1e-8 * np.maximum(own, 1e-300)  # not yet explained by the chosen ones
        usable[chosen] = False
        gain = np.where(usable, (towards**2).sum(axis=1) / np.where(usable, spread, 1.0), -1.0)
        j = int(gain.argmax())
        remains = max(left - gain[j], 1e-12)
        price = n * m * np.log(remains / max(m, 1)) + np.log(n) * m * (len(chosen) + 1)
        if gain[j] < 0 or (chosen and price >= best):
            break
        best, left = price, remains
        chosen.append(j)
        column, share = among[:, j].copy(), towards[j].copy()
        among -= np.outer(column, column) / column[j]
        towards -= np.outer(column, share) / column[j]
    return np.array(chosen or [0], dtype=np.int64)
