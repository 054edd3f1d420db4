"""Which row of the board is judged and shipped: the best one, or the baseline where nothing beats it beyond chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hanpan.business.metrics import metric
from hanpan.evaluation.limits.uncertainty import advantage
from hanpan.foundation.findings import Evidence, Finding
from hanpan.modeling.board.board import Board
from hanpan.modeling.curves.watched import untrained
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.search.filling import Filled

NO_SIGNAL = ("no_signal", "no_signal_untrained")


def choose(filled: Filled, ground: Ground) -> tuple[Board, list[Finding]]:
    """No signal, no model: the board with its chosen row, by out-of-fold outputs alone."""
    board = filled.board
    row, baseline = board.winner, board.baseline
    if baseline is None or row.algorithm == "baseline":
        found = row.algorithm == "baseline" and len(board.ranked) > 1
        return board, [_no_signal(board)] if found else []
    output, reference = filled.output_of(row), filled.output_of(baseline)
    if output is None or reference is None:
        return board, []
    known = np.isfinite(output.reshape(len(output), -1)).all(axis=1)
    gain = advantage(
        ground.bench.y[known],
        output[known],
        reference[known],
        metric(board.metric),
        tried=len(board.ranked),
        group=ground.stakes.at(known).group,
    )
    if gain.beyond_chance:
        return board, []
    told = _no_signal(board, model=row.model, difference=round(gain.difference, 6), low=round(gain.low, 6))
    return replace(board, chosen=baseline.model), [told]


def _no_signal(board: Board, **evidence: Evidence) -> Finding:
    """No signal; where networks were not trained to their end, that comes before looking for columns and rows."""
    names = [row.model for row in board.ranked if untrained(row.findings)]
    if not names:
        return Finding(code="no_signal", severity="serious", evidence=evidence)
    return Finding(code="no_signal_untrained", severity="serious", evidence={**evidence, "models": names})
