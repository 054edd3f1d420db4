"""The decision map: what a model answers over two columns while every other one is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.schema import Column, Schema

if TYPE_CHECKING:
    import pandas as pd

PLACES = 33
_MOST_LEVELS = 12
_TAIL = 0.01  # of the values, left out at either end, where hardly any rows are


@dataclass(frozen=True, kw_only=True)
class DecisionMap:
    """Answers over two columns.

    Attributes
    ----------
    x, y
        The columns.
    across, down
        Places of x and of y: numbers, or levels.
    answers
        (len(down), len(across)): the value, the probability of the second of two classes, or the code of the likeliest
        of more.
    labels
        The classes; none for a value.
    """

    x: str
    y: str
    across: tuple[Any, ...]
    down: tuple[Any, ...]
    answers: np.ndarray
    labels: tuple[str, ...]


def typical_row(frame: pd.DataFrame, schema: Schema) -> dict[str, Any]:
    """Of each feature the median, or the most frequent value.

    Examples
    --------
    >>> import pandas as pd
    >>> schema = Schema(columns=(Column(name="age", kind="number"), Column(name="city", kind="category")))
    >>> typical_row(pd.DataFrame({"age": [1.0, 2.0, 9.0], "city": ["a", "b", "b"]}), schema)
    {'age': 2.0, 'city': 'b'}
    """
    held: dict[str, Any] = {}
    for column in schema.features:
        cells = frame[column.name].dropna()
        if not len(cells):
            held[column.name] = None
        elif column.kind == "number":
            held[column.name] = float(cells.median())
        else:
            held[column.name] = cells.mode().iloc[0]
    return held


def places(frame: pd.DataFrame, column: Column) -> tuple[Any, ...]:
    """Where a column is looked at: evenly over most of its values, or its most frequent levels."""
    cells = frame[column.name].dropna()
    if column.kind == "number":
        low, high = np.quantile(cells.to_numpy(dtype=float), [_TAIL, 1 - _TAIL])
        return tuple(np.linspace(low, high if high > low else low + 1.0, PLACES).tolist())
    return tuple(str(level) for level in cells.value_counts().index[:_MOST_LEVELS])


def decision_map(
    output: Callable[[pd.DataFrame], np.ndarray],
    frame: pd.DataFrame,
    columns: tuple[Column, Column],
    held: Mapping[str, Any],
    labels: tuple[str, ...],
) -> DecisionMap:
    """Ask a model about every place of a grid.

    Parameters
    ----------
    output
        The model: typed rows -> values (n,) or probabilities (n, C).
    frame
        Typed rows: where the columns have their values, and the types of all others.
    columns
        Those that are looked over: numbers, or categories.
    held
        What every other feature is set to (``typical_row``).
    labels
        The classes.
    """
    x, y = columns
    across, down = places(frame, x), places(frame, y)
    grid = frame[list(held)].head(1).reindex(range(len(across) * len(down)))
    for name, value in held.items():
        grid[name] = _filled(value, frame[name], len(grid))
    grid[x.name] = _cells([one for _ in down for one in across], frame[x.name])
    grid[y.name] = _cells([one for one in down for _ in across], frame[y.name])
    found = np.asarray(output(grid))
    if len(labels) > 2:
        found = found.argmax(axis=1)
    elif found.ndim == 2:
        found = found[:, -1]
    return DecisionMap(
        x=x.name, y=y.name, across=across, down=down, answers=found.reshape(len(down), len(across)), labels=labels
    )


def _filled(value: Any, like: pd.Series, count: int) -> pd.Series:
    return _cells([value] * count, like)


def _cells(values: list[Any], like: pd.Series) -> pd.Series:
    """A column of the same type."""
    import pandas as pd

    return pd.Series(values, dtype=like.dtype)
