"""Fitting the chosen candidates for good, in guarded workers, as far as the time allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from hanpan.foundation.budget import Budget, Deadline
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.fitting.large import fit_for_good, met_rows, outputs_of
from hanpan.modeling.fitting.stored import Part, StoredFit, store_fit
from hanpan.modeling.folds.ground import NOWHERE, Ground
from hanpan.modeling.trial import RowsFitted, Trial
from hanpan.modeling.workers.journal import Journal, bytes_array
from hanpan.modeling.workers.messages import Failed, Finished, FitAnswer, FitTask
from hanpan.modeling.workers.pool import Job, Pool

_LONGER, _BEGINNING = 1.5, 2.0  # a fit cut by the time, fitted for good: so many times its seconds, and some to begin
_LONGEST = 1800.0  # seconds; a guard against hangs where no clock runs
_COMPILING = 2.0  # seconds a network takes besides fitting: it is compiled anew for another number of rows
_STORING = 0.2  # seconds any fit takes besides fitting: storing, bringing back, comparing
SURE = 1.25  # a fit is begun only if it is likely to end in time: so many times its expected seconds are left
_EXAMPLES = 50  # rows on which a stored fit is compared with what was fitted


def refit_seconds(trial: Trial, times: float) -> float:
    """Seconds that a fit on so many times the rows of a fold is likely to take, storing included."""
    compiling = _COMPILING if algorithm(trial.candidate.algorithm).family == "network" else 0.0
    return trial.fit_seconds * times + compiling + _STORING


@dataclass(frozen=True)
class FitWish:
    """Fit the candidate of a trial on ``development`` or ``all`` rows."""

    trial: Trial
    rows: RowsFitted

    @property
    def name(self) -> str:
        """Name of the piece in the journal."""
        return f"fit:{self.rows}:{self.trial.key}"


@dataclass
class Refits:
    """Finished fits: kept in the journal, so that a resumed run repeats none. ``failures``: why others failed."""

    ground: Ground
    pool: Pool
    journal: Journal
    bags: Bags
    budget: Budget
    failures: dict[str, str] = field(default_factory=dict)

    def run(self, wishes: list[FitWish], deadline: Deadline) -> None:
        """Do the wishes in order, as many as the time allows; what is missing is simply not there afterwards.

        A fit that is unlikely to end in time is not begun: the seconds are of more use elsewhere.
        """
        waiting = [wish for wish in wishes if self.journal.piece(wish.name) is None]
        while waiting or self.pool.busy:
            waiting = [wish for wish in waiting if SURE * self.seconds(wish) < deadline.left]
            while waiting and self.pool.idle:
                self._start(waiting.pop(0), deadline)
            for job in self.pool.finished(min(0.2, max(0.0, deadline.left))):
                self._take(job)
            if deadline.over:
                self.pool.call_off()
                return

    def seconds(self, wish: FitWish) -> float:
        """What a wish is likely to take."""
        return wish_seconds(self.ground, wish)

    def fits(self, trial: Trial, rows: RowsFitted) -> list[StoredFit]:
        """The finished fit on some rows, or the kept fits on the folds; none if there are none.

        The baseline, whose fit is nothing but a mean, is always there.
        """
        if rows == "folds":
            return self.bags.of(trial.key)
        wish = FitWish(trial, rows)
        content = self.journal.piece(wish.name)
        if content is None and trial.candidate.algorithm == "baseline":
            content = self._fitted_here(wish)
        return [msgspec.msgpack.decode(content, type=StoredFit)] if content else []

    def holdout_output(self, trial: Trial, rows: RowsFitted) -> np.ndarray | None:
        """Outputs on the hold-out rows of the fit on development rows, or of the mean of those on the folds."""
        name = f"outputs:{rows}:{trial.key}"
        content = self.journal.piece(name)
        if content is not None:
            return bytes_array(content)
        fits = self.fits(trial, rows)
        if not fits:
            return None
        holdout = self.ground.held
        return np.asarray(np.mean([outputs_of(Part(fit), holdout) for fit in fits], axis=0))

    def _fitted_here(self, wish: FitWish) -> bytes:
        """A fit that is too small a thing for a worker."""
        bench, beside = self.ground.bench, self.ground.beside(wish.rows)
        fitted = fit_for_good(bench, beside, NOWHERE, wish.trial.candidate)
        stored = store_fit(wish.trial.candidate, fitted, bench.problem.n_outputs, bench.frame.head(_EXAMPLES))
        content = msgspec.msgpack.encode(stored)
        self.journal.set_piece(wish.name, content)
        return content

    def _start(self, wish: FitWish, deadline: Deadline) -> None:
        trial = wish.trial
        task = FitTask(
            candidate=trial.candidate,
            rows=wish.rows,
            factors=trial.factors,
            rounds=None if trial.curve is None else trial.curve.chosen,
            # Not longer than before, and some more for more rows.
            seconds=_LONGER * trial.fit_seconds + _BEGINNING if trial.cut else None,
        )
        needs = algorithm(trial.candidate.algorithm).estimator
        self.pool.submit(Job(task, min(_LONGEST, deadline.left), tag=wish, needs=needs))

    def _take(self, job: Job) -> None:
        wish: FitWish = job.tag
        match job.answer:
            case Finished(answer=FitAnswer() as answer, seconds=seconds, effort=effort):
                self.budget.observe(seconds, effort)
                if answer.outputs is not None:
                    self.journal.set_piece(f"outputs:{wish.rows}:{wish.trial.key}", Path(answer.outputs).read_bytes())
                self.journal.set_piece(wish.name, Path(answer.part).read_bytes())
            case Failed(told=told):
                self.failures[wish.name] = told


def wish_seconds(ground: Ground, wish: FitWish) -> float:
    """Seconds that a wish is likely to take, by what its trial took; what is judged answers the hold-out as well."""
    rows = met_rows(ground, wish.trial.candidate, wish.rows)
    fitting = refit_seconds(wish.trial, rows / max(1, rows_of_a_fold(ground)))
    judged = len(ground.judged_y) / max(1, len(ground.bench.folds[0][1])) if wish.rows == "development" else 0.0
    return fitting + wish.trial.predict_seconds * judged


def rows_of_a_fold(ground: Ground) -> float:
    """Rows that a trial is fitted on, on average."""
    return float(np.mean([len(fit) for fit, _ in ground.bench.folds]))
