"""A metric over bootstrap samples: the same values as calling it, with what never changes worked out once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hanpan.business.metrics import Metric
from hanpan.business.metrics.average_precision import stepped
from hanpan.business.metrics.base import as_probabilities, decide
from hanpan.business.metrics.brier import squared_distance
from hanpan.business.metrics.log_loss import surprise

OfRows = Callable[[np.ndarray], float | None]
_MOST_RANKS = 4096  # finer ranks change an AUC in the fifth digit only


def of_rows(judge: Metric, y: np.ndarray, output: np.ndarray, decided: np.ndarray | None = None) -> OfRows:
    """A function from row positions (some of them repeated) to the metric of those rows.

    Parameters
    ----------
    judge
        The metric.
    y, output, decided
        As the metric takes them.

    Examples
    --------
    >>> from hanpan.business.metrics import metric
    >>> of = of_rows(metric("mae"), np.array([6., 5, 12, 2]), np.array([4., 6, 9, 2]))
    >>> of(np.array([0, 0, 1]))
    1.6666666666666667
    """
    if judge.needs == "value":
        output = output.reshape(-1)
        return lambda rows: judge(y[rows], output[rows])
    output, y = as_probabilities(output), y.astype(int)
    if judge.name in _OF_RANKS:
        return _ranked(y, output, _OF_RANKS[judge.name])
    if judge.name in _TERMS:
        return _mean_of(_TERMS[judge.name](y, output))
    if judge.needs == "decision":
        return _decisions(judge, y, output, decided)
    return lambda rows: judge(y[rows], output[rows])


def _ranked(y: np.ndarray, output: np.ndarray, of_cells: Callable[[np.ndarray], float]) -> OfRows:
    """The scores are ranked once; a sample then only counts how often each rank was drawn."""
    two = output.shape[1] == 2
    cells = {code: _cells(output[:, code], y == code) for code in ([1] if two else np.unique(y).tolist())}

    def value(rows: np.ndarray) -> float | None:
        present = np.flatnonzero(np.bincount(y[rows])).tolist()
        if len(present) < 2:
            return None
        return float(np.mean([of_cells(cells[code][rows]) for code in ([1] if two else present)]))

    return value


def auc_of(score: np.ndarray, positive: np.ndarray) -> float | None:
    """Area under the ROC curve of scores (n,) for yes and no (n,); None of one alone.

    Examples
    --------
    >>> auc_of(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True]))
    0.75
    """
    return _area(_cells(score, positive)) if positive.any() and not positive.all() else None


def _cells(score: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """Twice the rank of each row's score, one more where it is positive; beyond ``_MOST_RANKS`` ranks are joined."""
    values, rank = np.unique(score, return_inverse=True)
    if len(values) > _MOST_RANKS:
        rank = rank * _MOST_RANKS // len(values)
    return np.asarray(2 * rank + positive)


def _area(cells: np.ndarray) -> float:
    """Area under the ROC curve by counting, ties half."""
    false, hits = _counted(cells)
    return float(hits @ (np.cumsum(false) - false / 2) / (hits.sum() * false.sum()))


def _precision(cells: np.ndarray) -> float:
    """Average precision by counting, the highest rank first."""
    false, hits = _counted(cells)[:, ::-1]
    return stepped(hits, hits + false)


def _counted(cells: np.ndarray) -> np.ndarray:
    """Rows that are not and that are positive, (2, ranks)."""
    return np.bincount(cells, minlength=int(cells.max()) // 2 * 2 + 2).reshape(-1, 2).astype(float).T


_OF_RANKS: dict[str, Callable[[np.ndarray], float]] = {"auc": _area, "average_precision": _precision}
_TERMS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {"log_loss": surprise, "brier": squared_distance}


def _mean_of(terms: np.ndarray) -> OfRows:
    """The mean of one term a row."""
    return lambda rows: float(terms[rows].mean()) if len(rows) else None


def _decisions(judge: Metric, y: np.ndarray, output: np.ndarray, decided: np.ndarray | None) -> OfRows:
    """From decisions alone; of the outputs only their width is looked at."""
    said = decide(output) if decided is None else decided.astype(int)
    # A draw of whole groups may have more rows than there are.
    return lambda rows: judge(y[rows], np.broadcast_to(0.0, (len(rows), *output.shape[1:])), said[rows])
