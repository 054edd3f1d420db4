"""Shapley values of table columns by sampling: what each column of a row adds to the answer of any model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_MOST_CELLS = 4_000_000  # of the mixed tables answered at once

Answer = Callable[["pd.DataFrame"], np.ndarray]


def sampled_shapley(
    answer: Answer, rows: pd.DataFrame, background: pd.DataFrame, *, repeats: int = 2, seed: int = 0
) -> tuple[np.ndarray, float]:
    """Contribution of every column to every row's answer, against the answers of background rows.

    Columns are moved one by one, in a random order, from a background row's cells to the row's own; what the answer
    changes by is the column's share in that order. Each background row is used with ``repeats`` orders, and each order
    also backwards, which takes much of the chance out. For each row the shares and the base add up to its answer.

    Parameters
    ----------
    answer
        Rows of the table -> numbers (n,).
    rows, background
        Tables of the same columns, n and b rows.
    repeats
        Orders per background row; the work is ``n * b * 2 * repeats * (p + 1)`` answers.
    seed
        Of the orders; every row gets the same ones.

    Returns
    -------
    tuple
        Shares (n, p), and the base: the mean answer of the background rows.

    References
    ----------
    Štrumbelj, Kononenko (2014), Explaining prediction models and individual predictions with feature contributions;
    Mitchell, Cooper, Frank, Holmes (2022), Sampling permutations for Shapley value estimation (antithetic orders).

    Examples
    --------
    >>> import pandas as pd
    >>> background = pd.DataFrame({"a": [0.0, 2.0], "b": [0.0, 0.0]})
    >>> row = pd.DataFrame({"a": [3.0], "b": [1.0]})
    >>> sampled_shapley(lambda table: (2 * table["a"] + table["b"]).to_numpy(), row, background)
    (array([[4., 1.]]), 2.0)
    """
    orders = _orders(rows.shape[1], len(background) * repeats, seed)
    base = float(np.mean(answer(background)))
    shares = [_of_row(answer, rows.iloc[[place]], background, orders) for place in range(len(rows))]
    return np.array(shares).reshape(len(rows), rows.shape[1]), base


def _orders(columns: int, count: int, seed: int) -> np.ndarray:
    """Random orders of the columns, every second one the reverse of the one before: (2 * count, p)."""
    random = np.random.default_rng(seed)
    drawn = [random.permutation(columns) for _ in range(count)]
    return np.array([order for one in drawn for order in (one, one[::-1])], dtype=int).reshape(2 * count, columns)


def _of_row(answer: Answer, row: pd.DataFrame, background: pd.DataFrame, orders: np.ndarray) -> np.ndarray:
    p, total = row.shape[1], np.zeros(row.shape[1])
    step = max(1, _MOST_CELLS // ((p + 1) * max(1, p)))
    for first in range(0, len(orders), step):
        some = orders[first : first + step]
        others = (first + np.arange(len(some))) // 2 % len(background)  # an order and its reverse share one
        answers = answer(_mixed(row, background, some, others)).reshape(len(some), p + 1)
        np.add.at(total, some.ravel(), np.diff(answers, axis=1).ravel())
    return total / len(orders)


def _mixed(row: pd.DataFrame, background: pd.DataFrame, orders: np.ndarray, others: np.ndarray) -> pd.DataFrame:
    """For each order p + 1 rows: the background row first, then one more column of the row itself in each."""
    import pandas as pd

    p = row.shape[1]
    turn = np.argsort(orders, axis=1)  # when each column is moved
    own = turn[:, None, :] < np.arange(p + 1)[None, :, None]
    source = np.where(own, 0, 1 + others[:, None, None]).reshape(-1, p)
    both = pd.concat([row, background[row.columns]], ignore_index=True)
    cells = {name: both[name].array.take(source[:, place]) for place, name in enumerate(both.columns)}
    return pd.DataFrame(cells, copy=False)
