"""Filling the board: from a bench and a budget to ranked trials and an ensemble."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace

import numpy as np

from hanpan.business.metrics import metric
from hanpan.business.problem import Problem
from hanpan.foundation.events import Events
from hanpan.modeling.algorithm import Algorithm
from hanpan.modeling.board import Board
from hanpan.modeling.boarding import build_board
from hanpan.modeling.catalogue import algorithm
from hanpan.modeling.ensemble import Blend, blend
from hanpan.modeling.journal import Journal
from hanpan.modeling.options import SearchOptions
from hanpan.modeling.pool import Pool
from hanpan.modeling.search.loop import Clock, SearchLoop
from hanpan.modeling.search.proposer import Proposer
from hanpan.modeling.trial import Trial
from hanpan.preparation.recipe import Recipe

_ENSEMBLE_POOL = 25
_ROUNDS = 3  # at most so often is the time left looked at anew
_WORTHWHILE = 3.0  # seconds below which searching on is not worth another ranking


@dataclass
class Filled:
    """What the search left: the board, the ensemble, and out-of-fold outputs by candidate key."""

    board: Board
    blend: Blend | None
    outputs: dict[str, np.ndarray]
    interrupted: bool = False
    resumed: int = 0


@dataclass
class Filling:
    """Everything the search needs.

    ``deadline`` is the monotonic second by which the whole run must end (None with ``--trials``), ``started`` the one
    at which it began; ``kept`` the share of the time between them that what follows the refits gets.
    """

    problem: Problem
    y: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    algorithms: tuple[Algorithm, ...]
    recipes: dict[str, Recipe]
    options: SearchOptions
    pool: Pool
    journal: Journal
    events: Events
    started: float = field(default_factory=time.monotonic)
    deadline: float | None = None
    kept: float = 0.2
    _winners: frozenset[str] = frozenset()

    def run(self) -> Filled:
        """Search until the budget, the number of trials or the ideas end; Ctrl-C ends the search early."""
        judge = metric(self.problem.metric)
        proposer = Proposer(self.algorithms, self.recipes, judge.greater_is_better, self.options.seed)
        loop = SearchLoop(self.pool, self.journal, proposer, self.events, judge.greater_is_better)
        resumed = len(self.journal.trials())
        if resumed:
            self.events.tell("resumed", trials=resumed)
        try:
            self._begin(loop)
            filled = self._ranked(loop.trials, resumed)
            return filled if self.deadline is None else self._use_what_is_left(loop, filled)
        except KeyboardInterrupt:
            self.pool.cancel_all()
            self.events.tell("interrupted")
            return replace(self._ranked(loop.trials, resumed), interrupted=True)

    def _begin(self, loop: SearchLoop) -> None:
        trials, seconds = self.options.trials, self.deadline
        self.events.tell(
            "search_started",
            seconds=None if seconds is None else round(self._search_ends([]) - time.monotonic(), 1),
            trials=trials,
            workers=self.pool.size,
        )
        if trials is not None:
            loop.run_trials(trials)
        else:
            loop.resume()
            self._search(loop)

    def _search(self, loop: SearchLoop) -> None:
        loop.run_for(Clock(self.started, self._search_ends), most_trials(len(self.y)))

    def _use_what_is_left(self, loop: SearchLoop, filled: Filled) -> Filled:
        """The time kept back was a guess; now that the likely winner is known, what it does not need is searched on."""
        for _ in range(_ROUNDS):
            self._winners = _keys(filled)
            if self._search_ends(loop.trials) - time.monotonic() < _WORTHWHILE:
                break
            before = len(loop.trials)
            self._search(loop)
            if len(loop.trials) == before:
                break
            filled = self._ranked(loop.trials, filled.resumed)
        return filled

    def _search_ends(self, trials: list[Trial]) -> float:
        """Leave time for what follows: refitting the likely winner twice, judging, insights, the report."""
        deadline = self.deadline if self.deadline is not None else time.monotonic() + 1e9
        whole = deadline - self.started
        tail = min(30.0, max(5.0, self.kept * whole), 0.45 * whole)
        return deadline - tail - min(0.3 * whole, self._refit_seconds(trials))

    def _refit_seconds(self, trials: list[Trial]) -> float:
        """For the winners if they are known, else for the five best so far."""
        greater = metric(self.problem.metric).greater_is_better
        scored = sorted((t for t in trials if t.score is not None), key=lambda t: t.score or 0.0, reverse=greater)
        done = [t for t in scored if t.key in self._winners] or scored[:5]
        share = np.mean([len(fit) for fit, _ in self.folds]) / len(self.y)
        one = sum(t.fit_seconds / share + _overhead(t) for t in done)
        return float((one + one / 0.75) / self.pool.size)

    def _ranked(self, trials: list[Trial], resumed: int) -> Filled:
        self.events.tell("phase", name="ensembling")
        outputs = self._outputs(trials)
        blended = self._blend(trials, outputs) if "ensemble" not in self._unwanted() else None
        board = build_board(
            self.problem.metric, trials, blend=blended, absent=self._absent(trials), prefer=self.options.prefer
        )
        return Filled(board, blended, outputs, resumed=resumed)

    def _unwanted(self) -> tuple[str, ...]:
        """With chosen algorithms the ensemble joins only if it, or several of them, were chosen."""
        return ("ensemble",) if len(self.algorithms) <= 2 else ()

    def _outputs(self, trials: list[Trial]) -> dict[str, np.ndarray]:
        greater = metric(self.problem.metric).greater_is_better
        done = sorted((t for t in trials if t.score is not None), key=lambda t: t.score or 0.0, reverse=greater)
        keep = dict.fromkeys(t.key for t in done[:_ENSEMBLE_POOL])
        for trial in done:  # the best of each algorithm, too: ensembles live on differences
            if trial.candidate.algorithm not in {t.candidate.algorithm for t in done if t.key in keep}:
                keep[trial.key] = None
        found = {key: self.journal.outputs(key) for key in keep}
        return {key: value for key, value in found.items() if value is not None}

    def _blend(self, trials: list[Trial], outputs: dict[str, np.ndarray]) -> Blend | None:
        baselines = {t.key for t in trials if t.candidate.algorithm == "baseline"}
        members = {key: value for key, value in outputs.items() if key not in baselines}
        valid = [valid for _, valid in self.folds]
        first_repeat = _first_repeat(valid, len(self.y))
        return blend(members, self.y, metric(self.problem.metric), first_repeat)

    def _absent(self, trials: list[Trial]) -> dict[str, str]:
        tried = {t.candidate.algorithm for t in trials}
        return {entry.name: "not_reached" for entry in self.algorithms if entry.name not in tried}


def _keys(filled: Filled) -> frozenset[str]:
    """Candidates that the chosen row of the board is made of."""
    row = filled.board.winner
    if row.algorithm == "ensemble" and filled.blend is not None:
        return frozenset(filled.blend.weights)
    return frozenset([row.key])


def _overhead(trial: Trial) -> float:
    """Seconds a fit for good takes besides fitting: a network compiles anew for another number of rows."""
    return 2.0 if algorithm(trial.candidate.algorithm).family == "network" else 0.2


def most_trials(rows: int) -> int:
    """On small tables many trials only fit the folds: the search ends after so many."""
    return int(min(400, 60 + rows / 20))


def default_workers() -> int:
    """One worker per core this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return max(1, os.cpu_count() or 1)


def _first_repeat(valid: list[np.ndarray], n: int) -> list[np.ndarray]:
    """The folds of the first repeat: as many as cover each row at most once."""
    taken, seen = [], np.zeros(n, dtype=bool)
    for rows in valid:
        if seen[rows].any():
            break
        seen[rows] = True
        taken.append(rows)
    return taken
