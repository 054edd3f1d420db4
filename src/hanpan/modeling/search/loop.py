"""The loop that keeps the workers busy until the time, the number of trials or the ideas run out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from hanpan.foundation.budget import Budget
from hanpan.foundation.events import Events
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.search.proposer import Proposer
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.journal import Journal, bytes_array
from hanpan.modeling.workers.messages import Failed, Finished, TrialAnswer, TrialTask
from hanpan.modeling.workers.pool import Job, Pool

ROUND = 8
_LONGEST_TRIAL = 1800.0  # seconds; with --trials a guard against hangs, never a decision
_SHORTEST_TRIAL = 8.0  # seconds that a first trial of an algorithm gets, if there are so many
_FIRST_MODEL = 0.7  # of the time left may go into a trial as long as there is no model: another may get the rest
_TURN = 1.5  # a trial may take so many times its even share of the time left, for others need less than theirs
_SHORT = 3.0  # seconds in which workers that share the processor with others may not end a trial
_SOFT = 0.75  # share of its limit after which a trial in rounds ends by itself, with what it has
_OWN = 0.5  # of a person's own network, whose limit is the whole search, which may end sooner than planned
_SCORING = 0.8  # share of the time left that may go into fitting when the search is about to end


def no_plan(trials: list[Trial]) -> None:
    """Nothing is planned anew when a trial ends."""
    del trials


@dataclass
class SearchLoop:
    """Fills the board. ``trials`` are the finished ones, in the order of proposing.

    ``replan`` is called with the trials whenever one has ended: what follows the search may have become dearer.
    """

    pool: Pool
    journal: Journal
    bags: Bags
    proposer: Proposer
    events: Events
    budget: Budget
    greater_is_better: bool
    replan: Callable[[list[Trial]], None] = no_plan
    trials: list[Trial] = field(default_factory=list)
    _told: dict[str, Trial] = field(default_factory=dict)  # finished ones, those of an open round included
    _whole: float = 0.0  # seconds that the search had when it began

    def resume(self) -> None:
        """Take up what the journal holds; its candidates are not proposed again. ``run_trials`` does so by itself."""
        self.trials = self.journal.trials()
        self._told = {trial.key: trial for trial in self.trials}
        for trial in self.trials:
            self.proposer.seen(trial.candidate)
        self._whole = self._left()
        self.replan(self.trials)

    def begin_at(self, pool: Pool, names: Sequence[str]) -> None:
        """First trials of these algorithms at ``pool``, while there is no model and nobody else soon has one.

        The first of them even where the time is over: a model that comes late is better than none.
        """
        for name in names:
            late = name != names[0] and self._left() <= 0
            if self._has_model() or late or (self.pool.up and self._left() > _SHORT):
                return
            candidate = self.proposer.next(self.trials, partial(_is_of, name))
            if candidate is not None and candidate.purpose == "default":
                self._start(candidate, len(self.trials), self._limit(candidate), max(0.0, self._left()), pool)
                for job in pool.finished():
                    self._take(job)

    def run_for(self, most_trials: int) -> None:
        """Keep every worker busy until the time of the search is over; what is unfinished then is not counted.

        Where no model is ahead of the baseline yet, it goes on as long as a first one could still be judged.
        """
        position = len(self.trials)
        while self._left() > 0:
            while self.pool.idle and position < most_trials and self._left() > 0:
                candidate = self.proposer.next(self.trials, self._affordable)
                if candidate is None:
                    break
                limit = self._limit(candidate)
                share = _OWN if candidate.purpose == "own" else _SOFT
                self._start(candidate, position, limit, min(share * limit, _SCORING * self._left()))
                position += 1
            if not self.pool.busy and self.pool.idle:
                break
            for job in self.pool.finished(wait=min(0.2, max(0.02, self._left()))):
                if not _cut_by_the_end(job, self._left()):
                    self._take(job)
        for job in self.pool.call_off():
            if _is_own(job):
                self._take(job)

    def run_trials(self, count: int) -> None:
        """Exactly ``count`` trials in rounds of 8; decisions only at the end of a round, in candidate order.

        The journal may already hold some of a round; those are taken from it, so that the board is the unbroken one.
        """
        known = {trial.key: trial for trial in self.journal.trials()}
        self.trials = []
        while len(self.trials) < count:
            candidates = self._round(min(ROUND, count - len(self.trials)))
            if not candidates:
                break
            finished = self._run_round(candidates, known)
            self.trials += [finished[candidate.key] for candidate in candidates]

    def _round(self, size: int) -> list[Candidate]:
        found = (self.proposer.next(self.trials) for _ in range(size))
        return [candidate for candidate in found if candidate is not None]

    def _run_round(self, candidates: list[Candidate], known: dict[str, Trial]) -> dict[str, Trial]:
        finished = {c.key: known[c.key] for c in candidates if c.key in known}
        base = len(self.trials)
        waiting = [(base + i, c) for i, c in enumerate(candidates) if c.key not in finished]
        while waiting or self.pool.busy:
            while waiting and self.pool.idle:
                position, candidate = waiting.pop(0)
                self._start(candidate, position, _LONGEST_TRIAL)
            for job in self.pool.finished():
                trial = self._take(job, keep=False)
                finished[trial.key] = trial
        return finished

    def _start(
        self,
        candidate: Candidate,
        position: int,
        limit: float,
        seconds: float | None = None,
        pool: Pool | None = None,
    ) -> None:
        better_than = self.bags.limit(candidate, self.trials)
        partly = not self._has_model()  # half a judgement is better than none
        task = TrialTask(candidate=candidate, seconds=seconds, partly=partly, keep=True, better_than=better_than)
        needs = algorithm(candidate.algorithm).estimator
        (pool or self.pool).submit(Job(task, limit, tag=(position, candidate), needs=needs))
        self.events.tell("trial_started", algorithm=candidate.algorithm, purpose=candidate.purpose)

    def _take(self, job: Job, keep: bool = True) -> Trial:
        position, candidate = job.tag
        trial, outputs = read_trial(candidate, job)
        self.journal.add_trial(position, trial, outputs)
        if keep:
            self.trials.append(trial)
        self._told[trial.key] = trial
        match job.answer:
            case Finished(answer=TrialAnswer(bag=bag), seconds=seconds, effort=effort):
                self.budget.observe(seconds, effort)
                if bag is not None:
                    self.bags.keep(trial, Path(bag), list(self._told.values()))
        self.replan(self.trials)
        self._tell(trial, job)
        return trial

    def _tell(self, trial: Trial, job: Job) -> None:
        if trial.score is None:
            self.events.tell(
                "trial_failed", algorithm=trial.candidate.algorithm, reason=trial.failure_kind, detail=trial.failure
            )
            return
        self.events.tell(
            "trial_done",
            algorithm=trial.candidate.algorithm,
            score=trial.score,
            best=self._best(),
            seconds=round(job.seconds, 2),
            done=len(self._told),
            left_seconds=round(max(0.0, self._left()), 1) if self.budget.limited else None,
        )

    def _best(self) -> float | None:
        scores = [trial.score for trial in self._told.values() if trial.score is not None]
        return (max(scores) if self.greater_is_better else min(scores)) if scores else None

    def _left(self) -> float:
        """Seconds the search still has."""
        left = self.budget.deadline("search").left
        return left if self._has_model() else max(left, self.budget.last().left)

    def _has_model(self) -> bool:
        """Whether one is ahead of the baseline, by however little."""
        scored = [trial for trial in self.trials if trial.score is not None]
        base = [trial.score for trial in scored if trial.candidate.algorithm == "baseline"]
        return bool(base) and self._best() not in (None, *base)

    def _limit(self, candidate: Candidate) -> float:
        """A first trial may take a third of the search, or what leaves the algorithms still untried their turn.

        A person's own network, which the run is there for, may take what is left.
        """
        left = self._left()
        if candidate.purpose == "own":
            return max(1.0, left + 0.5)
        turns = (self.proposer.untried + 1) / self.pool.size
        usual = max(_SHORTEST_TRIAL, min(self._whole / 3, _TURN * left / max(1.0, turns)))
        return max(1.0, min(left + 0.5, usual if self._has_model() else max(usual, _FIRST_MODEL * left)))

    def _affordable(self, candidate: Candidate) -> bool:
        """Not when the same algorithm took longer than what is left, or ran out of time before."""
        same = [t for t in self.trials if t.candidate.algorithm == candidate.algorithm]
        if any(t.failure_kind in ("time", "memory") for t in same):
            return False
        known = [t.extra["seconds"] for t in same if "seconds" in t.extra]
        if not known:
            return self._beginning(candidate) < self._left() or not self._has_model()
        share = 0.1 if candidate.purpose == "knob" else 1.0
        # Other parameters may take longer; boosting, though, can stop halfway and still be of use.
        expected = 0.6 * float(np.median(known)) if algorithm(candidate.algorithm).iterations else max(known)
        return expected < self._left() and expected < share * max(5.0, self._whole)

    def _beginning(self, candidate: Candidate) -> float:
        """Seconds before the first fit of an algorithm gets anywhere; others of its family make it shorter."""
        entry = algorithm(candidate.algorithm)
        return self.budget.pace * entry.beginning * (0.5 if self.pool.has_loaded(entry.estimator) else 1.0)


def _cut_by_the_end(job: Job, left: float) -> bool:
    """Whether a job ran out of time only because the search did: no verdict on the algorithm."""
    out_of_time = isinstance(job.answer, Failed) and job.answer.kind == "time"
    return left < 1.0 and out_of_time and not _is_own(job)


def _is_of(name: str, candidate: Candidate) -> bool:
    return candidate.algorithm == name


def _is_own(job: Job) -> bool:
    """Whether it tries what the person gave: that this ran out of time is told, whatever cut it."""
    return bool(job.tag[1].purpose == "own")


def read_trial(candidate: Candidate, job: Job) -> tuple[Trial, np.ndarray | None]:
    """The Trial of a finished job, with its out-of-fold outputs; a failed job is a failed Trial."""
    seconds = round(job.seconds, 3)
    match job.answer:
        case Finished(answer=TrialAnswer(trial=trial, outputs=outputs)):
            trial.extra["seconds"] = seconds
            path = Path(outputs)
            content = path.read_bytes()
            path.unlink(missing_ok=True)
            return trial, bytes_array(content)
        case Failed(kind=kind, told=told):
            pass
        case _:
            kind, told = "error", ""
    extra = {"seconds": seconds}
    return Trial(candidate=candidate, status="failed", failure_kind=kind, failure=told, extra=extra), None
