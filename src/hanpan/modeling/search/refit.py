"""Fitting the chosen candidates for good, in guarded workers, as far as the time allows.

Who learns in rounds ends when its share of the time is over, and keeps the rounds made until then, if they are enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from hanpan.foundation.budget import Budget, Deadline
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.fitting.large import fit_for_good, in_batches, met_rows, outputs_of
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
_SPILLING = (
    3.0  # in batches preparing takes so many times as long: rows are read from a file, written to one, and binned
)
_FASTEST, _LARGEST_STEP = 4.0, 0.3  # times larger steps of a booster whose rounds would take too long; and the largest
ENOUGH = 0.95  # of what all rounds gain, fewer must, where the time ends them
SURE = 1.25  # a fit is begun only if it is likely to end in time: so many times its expected seconds are left
_EXAMPLES = 50  # rows on which a stored fit is compared with what was fitted


def refit_seconds(trial: Trial, times: float) -> float:
    """Seconds that a fit on so many times the rows of a fold is likely to take, storing included."""
    compiling = _COMPILING if algorithm(trial.candidate.algorithm).family == "network" else 0.0
    return trial.fit_seconds * times + compiling + _STORING


def stops_in_time(trial: Trial) -> bool:
    """Whether a fit of its candidate with fewer rounds than chosen can be told from one with enough."""
    return algorithm(trial.candidate.algorithm).iterations is not None and trial.curve is not None


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
            waiting = [wish for wish in waiting if SURE * least_seconds(self.ground, wish) < deadline.left]
            while waiting and self.pool.idle:
                turns = math.ceil(len(waiting) / self.pool.size)
                self._start(waiting.pop(0), deadline, turns)
            for job in self.pool.finished(min(0.2, max(0.0, deadline.left))):
                self._take(job)
            if deadline.over:
                self.pool.call_off()
                return

    def rounds(self, trial: Trial, rows: RowsFitted) -> int | None:
        """How many rounds a finished fit made, where the time ended it before all that were chosen; else None."""
        content = self.journal.piece(f"rounds:{FitWish(trial, rows).name}")
        return int(content) if content else None

    def faster(self, trial: Trial, rows: RowsFitted) -> float:
        """In how many times larger steps, and as many times fewer rounds, a finished fit learnt."""
        content = self.journal.piece(f"faster:{FitWish(trial, rows).name}")
        return float(content) if content else 1.0

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
        """Outputs on the hold-out rows of the fit on development rows, or of the mean of those on the folds.

        Where these are not at hand and the time is over, of the first rows alone.
        """
        name = f"outputs:{rows}:{trial.key}"
        content = self.journal.piece(name)
        if content is not None:
            return bytes_array(content)
        fits = self.fits(trial, rows)
        if not fits:
            return None
        until = self.budget.deadline("judging")
        found = [outputs_of(Part(fit), self.ground.held, until) for fit in fits]
        least = min(map(len, found))
        return np.asarray(np.mean([output[:least] for output in found], axis=0))

    def _fitted_here(self, wish: FitWish) -> bytes:
        """A fit that is too small a thing for a worker."""
        bench, beside = self.ground.bench, self.ground.beside(wish.rows)
        fitted = fit_for_good(bench, beside, NOWHERE, wish.trial.candidate)
        stored = store_fit(wish.trial.candidate, fitted, bench.problem.n_outputs, bench.frame.head(_EXAMPLES))
        content = msgspec.msgpack.encode(stored)
        self.journal.set_piece(wish.name, content)
        return content

    def _start(self, wish: FitWish, deadline: Deadline, turns: int) -> None:
        trial, seconds = wish.trial, self._limit(wish, deadline, turns)
        task = FitTask(
            candidate=trial.candidate,
            rows=wish.rows,
            factors=trial.factors,
            rounds=None if trial.curve is None else trial.curve.chosen,
            seconds=seconds,
            faster=1.0 if seconds is None else _faster(self.ground, wish, seconds),
        )
        needs = algorithm(trial.candidate.algorithm).estimator
        self.pool.submit(Job(task, min(_LONGEST, deadline.left), tag=wish, needs=needs))

    def _limit(self, wish: FitWish, deadline: Deadline, turns: int) -> float | None:
        """Seconds after which a fit is to end with what it has; so many turns must still fit in."""
        trial = wish.trial
        if stops_in_time(trial) or _streamed(self.ground, wish):
            if not deadline.limited:
                return None
            after = SURE * (answer_seconds(self.ground, wish) + _STORING)
            share = max(deadline.left / turns, SURE * least_seconds(self.ground, wish))
            return max(0.1, min(share, deadline.left) - after)
        # Not longer than before, and some more for more rows.
        return _LONGER * trial.fit_seconds + _BEGINNING if trial.cut else None

    def _take(self, job: Job) -> None:
        wish: FitWish = job.tag
        faster = job.task.faster if isinstance(job.task, FitTask) else 1.0
        match job.answer:
            case Finished(answer=FitAnswer() as answer, seconds=seconds, effort=effort):
                self.budget.observe(seconds, effort)
                if answer.rounds is not None:
                    if not _learnt_enough(wish.trial, answer.rounds * faster):
                        self.failures[wish.name] = "time"
                        return
                    self.journal.set_piece(f"rounds:{wish.name}", str(answer.rounds).encode())
                if faster > 1:
                    self.journal.set_piece(f"faster:{wish.name}", str(faster).encode())
                if answer.outputs is not None:
                    self.journal.set_piece(f"outputs:{wish.rows}:{wish.trial.key}", Path(answer.outputs).read_bytes())
                self.journal.set_piece(wish.name, Path(answer.part).read_bytes())
            case Failed(told=told):
                self.failures[wish.name] = told


def wish_seconds(ground: Ground, wish: FitWish, share: float = 1.0) -> float:
    """Seconds that a wish is likely to take, by what its trial took; what is judged answers the hold-out as well.

    ``share``: of the rounds that are made.
    """
    trial, rows = wish.trial, met_rows(ground, wish.trial.candidate, wish.rows)
    learnt = min(rows, algorithm(trial.candidate.algorithm).row_limit or rows)
    times = learnt / (trial.rows_used or max(1.0, rows_of_a_fold(ground)))
    if _streamed(ground, wish) and trial.curve is not None:  # all rows once, or as many updates as in the trial
        times = max(1.0, times / trial.curve.chosen)
    fitting = share * refit_seconds(trial, times)
    preparing = trial.prepare_seconds * rows / max(1, len(ground.bench.y))
    spilling = _SPILLING if in_batches(ground, trial.candidate, wish.rows) else 1.0
    return fitting + spilling * preparing + answer_seconds(ground, wish)


def least_seconds(ground: Ground, wish: FitWish) -> float:
    """Seconds that a wish is likely to take with just enough rounds, where it learns in rounds."""
    trial = wish.trial
    if trial.curve is None or not stops_in_time(trial):
        return wish_seconds(ground, wish)
    share = trial.curve.enough(ENOUGH) / trial.curve.chosen
    return wish_seconds(ground, wish, share / _fastest(ground, wish))


def answer_seconds(ground: Ground, wish: FitWish) -> float:
    """Seconds that answering the hold-out is likely to take; none where the fit has met its rows."""
    if wish.rows != "development":
        return 0.0
    trial, bench, judged = wish.trial, ground.bench, len(ground.judged_y)
    preparing = trial.prepare_seconds * judged / max(1, len(bench.y))
    return preparing + trial.predict_seconds * judged / max(1, len(bench.folds[0][1]))


def _streamed(ground: Ground, wish: FitWish) -> bool:
    """Whether a network passes over all rows in chunks."""
    network = algorithm(wish.trial.candidate.algorithm).family == "network"
    return network and in_batches(ground, wish.trial.candidate, wish.rows)


def _fastest(ground: Ground, wish: FitWish) -> float:
    """How many times larger steps a booster may take on many rows, so that it needs as many times fewer rounds."""
    rate = wish.trial.candidate.parameters.get("learning_rate")
    if rate is None or not (stops_in_time(wish.trial) and in_batches(ground, wish.trial.candidate, wish.rows)):
        return 1.0
    return max(1.0, min(_FASTEST, _LARGEST_STEP / float(rate)))


def _faster(ground: Ground, wish: FitWish, seconds: float) -> float:
    """How many times larger its steps are to be for all rounds to fit into the seconds: 1, if they do as they are."""
    fixed = wish_seconds(ground, wish, 0.0)
    rounds = wish_seconds(ground, wish) - fixed
    room = max(1e-3, seconds + answer_seconds(ground, wish) - fixed)
    return max(1.0, min(_fastest(ground, wish), SURE * rounds / room))


def _learnt_enough(trial: Trial, rounds: float) -> bool:
    return trial.curve is None or not trial.curve.gained(rounds) < ENOUGH


def rows_of_a_fold(ground: Ground) -> float:
    """Rows that a trial is fitted on, on average."""
    return float(np.mean([len(fit) for fit, _ in ground.bench.folds]))
