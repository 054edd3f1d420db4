"""Rows padded to round numbers, so that near sizes share a compiled program."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

LEAST_WATCHED, WATCHED = 256, 2048  # so many training rows are judged after each epoch


class PaddedRows(NamedTuple):
    """Rows padded to a round number; padding has weight 0."""

    x: Any
    y: Any
    weight: Any


def judged_rows(fit_rows: PaddedRows, valid: PaddedRows | None, random: np.random.RandomState) -> PaddedRows:
    """What is judged after each epoch, (1 or 2, rows, ...): some training rows, and the validation rows if any."""
    most = WATCHED if valid is None else max(LEAST_WATCHED, min(WATCHED, len(valid.y)))
    watched = padded(fit_rows, random.permutation(len(fit_rows.y))[:most])
    sets = [watched] if valid is None else [watched, padded(valid)]
    size = max(len(rows.y) for rows in sets)
    return PaddedRows(*(np.stack([_widened(part, size) for part in parts]) for parts in zip(*sets, strict=True)))


def _widened(part: np.ndarray, size: int) -> np.ndarray:
    return np.pad(part, [(0, size - len(part))] + [(0, 0)] * (part.ndim - 1))


def padded(rows: PaddedRows, chosen: np.ndarray | None = None) -> PaddedRows:
    """Chosen rows, padded with rows of weight 0 up to a round number."""
    picked = rows if chosen is None else PaddedRows(*(part[chosen] for part in rows))
    size = round_up(len(picked.y))
    return PaddedRows(*(np.asarray(_widened(part, size), np.float32) for part in picked))


def round_up(n: int) -> int:
    """The next of few sizes: steps of an eighth to a quarter of the size, so that near sizes share a program.

    Examples
    --------
    >>> [round_up(n) for n in (1, 100, 119, 150, 1000, 1030)]
    [16, 112, 128, 160, 1024, 1152]
    """
    step = max(16, 2 ** (max(n, 1).bit_length() - 4))
    return int(-(-n // step) * step)
