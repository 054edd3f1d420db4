"""What several insights ask of the networks of a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.insights.insight import Reason
from hanpan.insights.scene import Scene
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.folds.bench import Bench

if TYPE_CHECKING:
    from hanpan.modeling.networks.lessons.complexity import FoldRows

HELD_BACK = ("dropout", "l1", "l2")
SMALL, LARGE = 32, 96  # most nodes of a small network, fewest of a large one
_MOST_ROWS = 1500  # fit rows of a fold; more take longer and change the picture little
_MOST_JUDGED = 4000


def no_network(scene: Scene) -> Reason:
    """Why no network of the board can be looked at: there is none, or all take too long for the time left."""
    rows = (row for row in scene.board.ranked if row.learnt_alone)
    return "slow" if any(algorithm(row.algorithm).family == "network" for row in rows) else "model"


def is_small(parameters: dict[str, Any]) -> bool:
    """One small hidden layer and nothing that holds it back."""
    hidden = parameters.get("hidden", ())
    return len(hidden) == 1 and hidden[0] <= SMALL and not any(parameters.get(name) for name in HELD_BACK)


def is_large(parameters: dict[str, Any]) -> bool:
    """Many nodes, and dropout or penalties that hold them back."""
    return sum(parameters.get("hidden", ())) >= LARGE and any(parameters.get(name) for name in HELD_BACK)


def fold_rows(bench: Bench, candidate: Candidate, number: int) -> FoldRows:
    """A fold after its recipe, with at most 1,500 fit rows drawn at random."""
    from hanpan.modeling.networks.lessons.complexity import FoldRows

    data, (fit, valid) = bench.prepared.fold(candidate.recipe, number), bench.folds[number]
    random = np.random.default_rng(seed_for(0, "complexity", number))
    rows, judged = (
        np.sort(random.permutation(len(part))[:most]) for part, most in ((fit, _MOST_ROWS), (valid, _MOST_JUDGED))
    )
    return FoldRows(data.fit[rows], bench.y[fit[rows]], data.valid[judged], bench.y[valid[judged]])
