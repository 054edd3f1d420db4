"""Single answers split into columns: when there is nothing to split."""

from __future__ import annotations

from hanpan.insights.insight import Reason
from hanpan.insights.scene import Scene

_MOST_COLUMNS = 150  # beyond, single columns (pixels) say little and asking takes long


def unexplained(scene: Scene) -> Reason | None:
    """Why single rows are not explained; None where they are."""
    if scene.on_images:
        return "images"
    if scene.board.winner.algorithm == "baseline":
        return "baseline"
    if not len(scene.ground.holdout):
        return "rows"
    return "columns" if len(scene.features) > _MOST_COLUMNS else None
