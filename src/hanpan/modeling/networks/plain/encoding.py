"""Columns as a modern network likes them: robustly scaled, gently clipped, and cut into pieces.

References
----------
Holzmüller, Grinsztajn, Steinwart (2024), Better by default: strong pre-tuned MLPs and boosted trees on tabular data
(robust scaling, smooth clipping). Gorishniy, Rubachev, Babenko (2022), On embeddings for numerical features in
tabular deep learning (piecewise linear encoding).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

CLIP = 3.0  # far values tend to it
PARTS = ("centre", "factor", "column", "low", "slope")


@dataclass(frozen=True)
class Encoding:
    """What was learnt from the fit rows.

    Attributes
    ----------
    centre, factor
        (p,) medians and inverse interquartile ranges.
    column, low, slope
        (q,) one piece each: its column, where it begins, one over its width.
    """

    centre: np.ndarray
    factor: np.ndarray
    column: np.ndarray
    low: np.ndarray
    slope: np.ndarray

    @property
    def width(self) -> int:
        """Columns that come out."""
        return len(self.centre) + len(self.column)

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """All five, by name."""
        return {name: getattr(self, name) for name in PARTS}


def learn_encoding(x: np.ndarray, pieces: int) -> Encoding:
    """Scale and pieces of each column.

    Parameters
    ----------
    x
        (n, p) fit rows.
    pieces
        Most pieces of a column, between its quantiles; 0 for none. Columns of two values have none.
    """
    centre = np.median(x, axis=0)
    parts = [_pieces(x[:, position], pieces) for position in range(x.shape[1])]
    column = np.concatenate([np.empty(0), *(np.full(len(low), position) for position, (low, _) in enumerate(parts))])
    lows, slopes = (np.concatenate([np.empty(0), *(part[side] for part in parts)]) for side in (0, 1))
    single = np.float32
    return Encoding(
        centre.astype(single),
        _factor(x).astype(single),
        column.astype(np.int32),
        lows.astype(single),
        slopes.astype(single),
    )


def encode(encoding: Encoding, x: np.ndarray) -> np.ndarray:
    """(n, p) -> (n, p + q) single precision: scaled columns, then how far each piece is passed (-0.5 ... 0.5).

    Examples
    --------
    >>> x = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]])
    >>> encode(learn_encoding(x, 2), x)[-1].astype(float).round(2).tolist()
    [0.95, 0.5, 0.5]
    """
    return np.asarray(encoded(np, encoding, np.asarray(x, np.float32)))


class LearntEncoding(Protocol):
    """The parts of an ``Encoding``, as arrays of any library."""

    @property
    def centre(self) -> Any: ...
    @property
    def factor(self) -> Any: ...
    @property
    def column(self) -> Any: ...
    @property
    def low(self) -> Any: ...
    @property
    def slope(self) -> Any: ...


def encoded(library: Any, how: LearntEncoding, x: Any, half: Any = 0.5) -> Any:
    """What ``encode`` does, (..., p) -> (..., p + q), by any library of arrays that names things as NumPy does.

    ``half`` is taken off each piece.
    """
    scaled = (x - how.centre) * how.factor
    clipped = scaled / library.sqrt(1 + library.square(scaled / CLIP))
    passed = (library.take(x, how.column, axis=-1) - how.low) * how.slope
    within = library.minimum(library.maximum(passed, 0.0), 1.0)  # for one row half the time of NumPy's clip
    return library.concatenate([clipped, within - half], axis=-1)


def _factor(x: np.ndarray) -> np.ndarray:
    """1 / interquartile range; where that is 0, 2 / range; where that is 0, 0."""
    quarter = np.quantile(x, 0.75, axis=0) - np.quantile(x, 0.25, axis=0)
    width = x.max(axis=0) - x.min(axis=0)
    spread = np.where(quarter > 0, quarter, width / 2)
    return np.asarray(np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0))


def _pieces(values: np.ndarray, pieces: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the pieces of a column begin, and one over their widths."""
    known = np.unique(values)
    none = np.empty(0), np.empty(0)
    if pieces < 1 or len(known) <= 2:
        return none
    edges = known if len(known) <= pieces + 1 else np.unique(np.quantile(values, np.linspace(0, 1, pieces + 1)))
    edges = np.unique(edges.astype(np.float32)).astype(float)
    return none if len(edges) <= 2 else (edges[:-1], 1 / np.diff(edges))
