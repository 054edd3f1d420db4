"""Which part of the images a model looks at: permutation importance of square blocks of pixels.

One pixel alone hardly matters, as its neighbours say the same; a block shuffled as a whole does.

References
----------
Breiman (2001), Random forests, section 10; Zeiler, Fergus (2014), Visualizing and understanding convolutional networks
(parts of the image hidden).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from hanpan.business.metrics import Metric
from hanpan.data.image import ImageShape
from hanpan.foundation.budget import Deadline

SIDE = 7  # blocks along the shorter side
MOST_ROWS = 200
REPEATS = 5
ENOUGH = 0.5  # share of the blocks below which the rest of the picture would be guessed
_TOGETHER = 10  # blocks judged in one call of the model


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


def block_importance(looked: Looked, *, seed: int = 0, until: Deadline) -> Blocks | None:
    """Shuffle each block in turn, the most varied first, as often as the time allows, up to five times.

    Parameters
    ----------
    until
        When the work ends with what is there.

    Returns
    -------
    Blocks or None
        None where the time did not allow half of the blocks.
    """
    image = looked.image
    side = max(1, -(-min(image.height, image.width) // SIDE))
    down, across = -(-image.height // side), -(-image.width // side)
    rows = np.linspace(0, len(looked.frame) - 1, min(MOST_ROWS, len(looked.frame))).astype(int)
    members = _members(looked.frame, image, side, across)
    losses = _losses(looked, rows, members, np.random.default_rng(seed), until)
    if not members or len(losses) < ENOUGH * len(members):
        return None
    values: list[list[float | None]] = [[None] * across for _ in range(down)]
    for block in range(across * down):
        told = losses.get(block, [] if block in members else [0.0])
        values[block // across][block % across] = float(np.mean(told)) if told else None
    return Blocks(side=side, across=across, down=down, rows=len(rows), values=values)


def _members(frame: pd.DataFrame, image: ImageShape, side: int, across: int) -> dict[int, np.ndarray]:
    """Positions of the columns of each block, the most varied block first; those that never vary left out."""
    places = {name: place for place, name in enumerate(frame.columns)}
    spread = frame.to_numpy(dtype=float).std(axis=0)
    found: dict[int, list[int]] = {}
    for number, name in enumerate(image.names):
        place = places.get(name)
        if place is not None and spread[place] > 0:
            y, x = divmod(number // image.channels, image.width)
            found.setdefault(y // side * across + x // side, []).append(place)
    ordered = sorted(found, key=lambda block: -float(spread[found[block]].sum()))
    return {block: np.array(found[block]) for block in ordered}


def _losses(
    looked: Looked, rows: np.ndarray, members: dict[int, np.ndarray], random: np.random.Generator, until: Deadline
) -> dict[int, list[float]]:
    """Per block, by how much the score got worse at each shuffle."""
    frame, y = looked.frame.iloc[rows], looked.y[rows]
    cells, sign = frame.to_numpy(dtype=float), 1.0 if looked.judge.greater_is_better else -1.0
    whole = looked.judge(y, looked.output(frame))
    blocks, losses = list(members), dict[int, list[float]]()
    starts = [start for _ in range(REPEATS) for start in range(0, len(blocks), _TOGETHER)]
    for start in starts:
        if whole is None or until.over:
            break
        together = blocks[start : start + _TOGETHER]
        shuffled = np.vstack([_shuffled(cells, members[block], random) for block in together])
        outputs = np.split(looked.output(pd.DataFrame(shuffled, columns=frame.columns)), len(together))
        for block, output in zip(together, outputs, strict=True):
            score = looked.judge(y, output)
            if score is not None:
                losses.setdefault(block, []).append(sign * (whole - score))
    return losses


def _shuffled(cells: np.ndarray, columns: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The rows with some of their columns taken from other rows."""
    made = cells.copy()
    made[:, columns] = cells[np.ix_(random.permutation(len(cells)), columns)]
    return made
