"""Two rows of the board on the same rows of the table: each as it answered out of fold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.deployment.comparing import Comparison, compare_outputs
from hanpan.deployment.labelled import KnownRows
from hanpan.evaluation.deciding import earned_out_of_fold
from hanpan.evaluation.deciding.learning import applied
from hanpan.foundation.errors import UsageError
from hanpan.modeling.board.voices import voices_of
from hanpan.modeling.workers.journal import Journal
from hanpan.study.after.chosen import learned_decision
from hanpan.study.after.shipping import mixed_outputs, understood_again, wanted_row
from hanpan.study.before.understanding import Understood
from hanpan.study.folder import JOURNAL
from hanpan.study.record import Study


def compare_models(study: Study, first: str, second: str) -> Comparison:
    """Two models of the board on the development rows, with the interval of the paired difference.

    Each row is answered by a fit that did not see it, and decided by the cut-off that pays best for its model.

    Raises
    ------
    UsageError
        No such model, its answers were not kept, or the table is gone or changed.
    """
    understood, _ = understood_again(study)
    one, other = _outputs(study, (first, second))
    rows = np.flatnonzero(_answered(one) & _answered(other))
    y, stakes = understood.bench.y[rows], understood.stakes.at(rows)
    known = KnownRows(rows=rows, y=y, stakes=stakes, findings=[])
    problem, every = understood.problem, understood.bench.y
    earned = [earned_out_of_fold(problem, every, each, understood.stakes) for each in (one, other)]
    paired = None if earned[0] is None or earned[1] is None else (earned[0][rows], earned[1][rows])
    said = _said(understood, one)[rows], _said(understood, other)[rows]
    return compare_outputs(problem, known, (one[rows], other[rows]), said, paired, (first, second))


def _outputs(study: Study, names: tuple[str, str]) -> Iterator[np.ndarray]:
    """Out-of-fold outputs of models of the board, each (n,) or (n, C)."""
    rows = [wanted_row(study, name) for name in names]
    with closing(Journal(study.folder / JOURNAL)) as journal:
        for row in rows:
            found = mixed_outputs(voices_of(row, study.board), journal) if study.board else None
            if found is None:
                raise UsageError("answers_not_kept", model=row.model)
            yield found


def _said(understood: Understood, output: np.ndarray) -> np.ndarray:
    """Codes, or values, that the model would decide (n,)."""
    learned = learned_decision(understood, output)
    return applied(DecisionRule() if learned is None else learned.decision, output)


def _answered(output: np.ndarray) -> np.ndarray:
    """Which rows were answered (n,): those that only ever train have no output."""
    return np.asarray(np.isfinite(output if output.ndim == 1 else output.sum(axis=1)))
