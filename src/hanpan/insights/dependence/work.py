"""Partial dependence and ICE: how the answers change when one column is changed and all others stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.schema import Column

if TYPE_CHECKING:
    import pandas as pd

_POINTS = 14
_MOST_LEVELS = 8
_MOST_CURVES = 30
_TAIL = 0.02  # share of the values left out at either end, where few rows can tell anything
_DIGITS = 6
_LEAST_SHOWN = 0.5  # share of the rows that the levels shown must cover


@dataclass(frozen=True, kw_only=True)
class Dependence:
    """How answers depend on one column.

    Attributes
    ----------
    grid, levels
        Where it was looked: numbers, or the levels of a category (one of them is empty).
    outputs
        Names of the answers: one class for two classes, those asked for of more, one empty name for a number.
    means
        For each of ``outputs``, the mean answer at each place (partial dependence).
    curves
        For each of ``outputs``, the answers of some single rows at each place (ICE), over numbers moved so that all
        begin at the mean.
    rug
        Values of some rows, or the rows of each level: where the table has something to say.
    rows
        Rows asked.
    against
        For each of ``outputs``, over numbers: share of the single rows whose answer goes the other way than the mean,
        from the first to the last place.
    """

    column: str
    outputs: list[str]
    means: list[list[float]]
    rows: int
    grid: list[float] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    curves: list[list[list[float]]] = field(default_factory=list)
    rug: list[float] = field(default_factory=list)
    against: list[float] = field(default_factory=list)

    @property
    def reach(self) -> float:
        """How far the mean answer moves."""
        return max(max(mean) - min(mean) for mean in self.means)


@dataclass(frozen=True, kw_only=True)
class Dependences:
    """How answers depend on up to four columns; of many classes, those of the three that matter most."""

    columns: list[Dependence]


def dependence(
    output: Callable[[pd.DataFrame], np.ndarray],
    frame: pd.DataFrame,
    column: Column,
    labels: tuple[str, ...],
    shown: Sequence[int] = (),
) -> Dependence | None:
    """Ask the model about every row with the column set to each of some values.

    Parameters
    ----------
    output
        The model: rows of the table -> values (n,) or probabilities (n, C).
    frame
        Rows to ask about, in typed columns.
    column
        A column of numbers or of categories.
    labels
        Classes, none for a number.
    shown
        Of more than two classes, the codes of those to show; all if empty.

    Returns
    -------
    Dependence or None
        None for other kinds of columns, where there are not two values, and where nearly every row has its own level.

    References
    ----------
    Friedman (2001), Greedy function approximation, section 8.2; Goldstein, Kapelner, Bleich, Pitkin (2015), Peeking
    inside the black box: individual conditional expectation.
    """
    places = _places(frame[column.name], column)
    if len(places) < 2:
        return None
    answers = _answers(output, frame, column.name, places)
    codes = [1] if len(labels) == 2 else list(shown or range(len(labels))) or [0]
    single = answers[:, :, codes].transpose(2, 1, 0)  # (outputs, rows, places)
    numbers = column.kind == "number"
    kept = [_some(_centred(one) if numbers else one, len(codes)) for one in single]
    return Dependence(
        column=column.name,
        outputs=[labels[code] for code in codes] if labels else [""],
        means=_rounded(single.mean(axis=1)),
        rows=len(frame),
        grid=[float(place) for place in places] if numbers else [],
        levels=[] if numbers else [str(place) for place in places],
        curves=[_rounded(one) for one in kept],
        rug=_rug(frame[column.name], places, numbers=numbers),
        against=[_against(one) for one in single] if numbers else [],
    )


def _places(cells: pd.Series, column: Column) -> np.ndarray:
    """Values that lie densely where the rows do; the most frequent levels, in their order where they have one."""
    known = cells.dropna()
    if column.kind == "number":
        values = known.to_numpy(dtype=float)
        distinct = np.unique(values)
        if len(distinct) <= _POINTS:
            return distinct
        spread = np.quantile(values, np.linspace(_TAIL, 1 - _TAIL, _POINTS))
        return np.unique(spread.round() if column.whole else spread)
    if column.kind not in ("category", "ordered"):
        return np.empty(0)
    counts = known.value_counts()[:_MOST_LEVELS]
    if counts.sum() < _LEAST_SHOWN * len(known):
        return np.empty(0)
    levels = [str(level) for level in counts.index]
    if column.kind == "ordered":
        order = {level: rank for rank, level in enumerate(column.categories)}
        levels.sort(key=lambda level: order.get(level, len(order)))
    return np.array(levels, dtype=object)


def _answers(
    output: Callable[[pd.DataFrame], np.ndarray], frame: pd.DataFrame, name: str, places: np.ndarray
) -> np.ndarray:
    """Answers (places, rows, C)."""
    import pandas as pd

    table = pd.concat([frame] * len(places), ignore_index=True)
    table[name] = pd.Series(np.repeat(places, len(frame)), dtype=frame[name].dtype)
    found = output(table)
    return found.reshape(len(places), len(frame), -1)


def _some(single: np.ndarray, outputs: int) -> np.ndarray:
    """As many rows as a picture of so many answers has room for."""
    return single[:: max(1, -(-len(single) * outputs // _MOST_CURVES))]


def _centred(single: np.ndarray) -> np.ndarray:
    return np.asarray(single - single[:, :1] + single[:, 0].mean())


def _against(single: np.ndarray) -> float:
    change = single[:, -1] - single[:, 0]
    return float((np.sign(change) == -np.sign(change.mean())).mean())


def _rug(cells: pd.Series, places: np.ndarray, *, numbers: bool) -> list[float]:
    if not numbers:
        counts = cells.value_counts()
        return [float(counts.get(place, 0)) for place in places]
    values = np.sort(cells.dropna().to_numpy(dtype=float))
    inside = values[(values >= places[0]) & (values <= places[-1])]
    return [float(value) for value in inside[:: max(1, len(inside) // 60)]]


def _rounded(values: np.ndarray) -> list[list[float]]:
    """Enough digits for a picture, few enough for a small file."""
    return [[float(f"{value:.{_DIGITS}g}") for value in row] for row in values]
