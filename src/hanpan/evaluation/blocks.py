"""Which part of the images a model looks at: permutation importance of square blocks of pixels.

One pixel alone hardly matters, as its neighbours say the same; a block shuffled as a whole does.

References
----------
Breiman (2001), Random forests, section 10; Zeiler, Fergus (2014), Visualizing and understanding convolutional networks
(parts of the image hidden).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from hanpan.business.metrics import Metric
from hanpan.data.image import ImageShape

SIDE = 7  # blocks along the shorter side
MOST_ROWS, FEWEST_ROWS = 600, 60
REPEATS = 5


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """How much worse the score gets when a block is shuffled between images.

    ``values`` has one number a block (``down`` rows of ``across``), None for blocks that the time did not allow;
    ``side`` is that of a block in pixels, ``rows`` the images it was tried on.
    """

    side: int
    across: int
    down: int
    rows: int
    values: list[list[float | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Looked:
    """A model at work on rows of images it was not fitted on."""

    output: Callable[[pd.DataFrame], np.ndarray]
    frame: pd.DataFrame
    y: np.ndarray
    image: ImageShape
    judge: Metric


def block_importance(looked: Looked, *, seed: int = 0, until: float) -> Blocks | None:
    """Shuffle each block in turn, as often as the time allows, up to five times.

    Parameters
    ----------
    until
        Monotonic second at which the work ends with what is there; the number of rows is chosen by it.

    Returns
    -------
    Blocks or None
        None where not even one round is likely to end in time.
    """
    image, random = looked.image, np.random.default_rng(seed)
    side = max(1, -(-min(image.height, image.width) // SIDE))
    down, across = -(-image.height // side), -(-image.width // side)
    members = _members(looked.frame, image, side, across)
    rows = _rows(looked, len(members), until)
    if rows is None:
        return None
    losses = _losses(looked, rows, members, random, until)
    values: list[list[float | None]] = [[None] * across for _ in range(down)]
    for block in range(across * down):
        told = losses.get(block, [] if block in members else [0.0])
        values[block // across][block % across] = float(np.mean(told)) if told else None
    return Blocks(side=side, across=across, down=down, rows=len(rows), values=values)


def _members(frame: pd.DataFrame, image: ImageShape, side: int, across: int) -> dict[int, np.ndarray]:
    """Positions of the columns of each block, blocks that are the same in all images left out."""
    places = {name: place for place, name in enumerate(frame.columns)}
    varies = frame.nunique().to_numpy() > 1
    found: dict[int, list[int]] = {}
    for number, name in enumerate(image.names):
        place = places.get(name)
        if place is not None and varies[place]:
            y, x = divmod(number // image.channels, image.width)
            found.setdefault(y // side * across + x // side, []).append(place)
    return {block: np.array(columns) for block, columns in found.items()}


def _rows(looked: Looked, blocks: int, until: float) -> np.ndarray | None:
    """As many of the rows as one round of all blocks has time for."""
    tried = looked.frame.iloc[:FEWEST_ROWS]
    began = time.monotonic()
    looked.output(tried)
    pace = (time.monotonic() - began) / max(1, len(tried))
    affordable = int(0.7 * (until - time.monotonic()) / max(1e-9, pace * (blocks + 1)))
    if affordable < min(FEWEST_ROWS, len(looked.frame)) or not blocks:
        return None
    count = min(MOST_ROWS, affordable, len(looked.frame))
    return np.linspace(0, len(looked.frame) - 1, count).astype(int)


def _losses(
    looked: Looked, rows: np.ndarray, members: dict[int, np.ndarray], random: np.random.Generator, until: float
) -> dict[int, list[float]]:
    frame, y = looked.frame.iloc[rows], looked.y[rows]
    cells, sign = frame.to_numpy(dtype=float), 1.0 if looked.judge.greater_is_better else -1.0
    whole = looked.judge(y, looked.output(frame))
    losses: dict[int, list[float]] = {}
    for _ in range(REPEATS):
        for block, columns in members.items():
            if whole is None or time.monotonic() > until:
                return losses
            shuffled: Any = cells.copy()
            shuffled[:, columns] = cells[np.ix_(random.permutation(len(cells)), columns)]
            score = looked.judge(y, looked.output(pd.DataFrame(shuffled, columns=frame.columns)))
            if score is not None:
                losses.setdefault(block, []).append(sign * (whole - score))
    return losses
