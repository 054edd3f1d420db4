"""Filling the board: from a bench and a budget to ranked trials and an ensemble."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.budget import Budget
from hanpan.foundation.events import Events
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.modeling.board.boarding import build_board
from hanpan.modeling.board.ensemble import Blend, blend
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.folds.batches import too_large
from hanpan.modeling.folds.design import first_repeat
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.options import SearchOptions
from hanpan.modeling.search.loop import SearchLoop
from hanpan.modeling.search.proposer import Proposer
from hanpan.modeling.search.refit import SURE, FitWish, least_seconds, wish_seconds
from hanpan.modeling.trial import RowsFitted, Trial
from hanpan.modeling.workers.journal import Journal
from hanpan.modeling.workers.pool import Pool

_ENSEMBLE_POOL = 25
_ROUNDS = 3  # at most so often is the time left looked at anew
_WORTHWHILE = 3.0  # seconds below which searching on is not worth another ranking
_HURRY = 8.0  # seconds of search in which workers on a busy machine may not get to a model
_SMALL, _WIDE = 5_000_000, 200  # cells; columns
_LARGE_REFITS = 0.6  # where the search ran on a small part of the rows: there a fit on all of them is worth more
_REFITS = 0.3  # of the budget is kept for refits at most; whoever does not fit in keeps the fits on the folds


@dataclass
class Filled:
    """What the search left: the board, the ensemble, and out-of-fold outputs by candidate key.

    Those of the leaders are at hand; ``journal`` has the others.
    """

    board: Board
    blend: Blend | None
    outputs: dict[str, np.ndarray]
    journal: Journal
    interrupted: bool = False

    def output_of(self, row: BoardRow) -> np.ndarray | None:
        """Out-of-fold outputs of a row of the board, (n,) or (n, C); None of a failed one."""
        if row.algorithm == "ensemble":
            return self.blend.outputs if self.blend else None
        found = self.outputs.get(row.key)
        return self.journal.outputs(row.key) if found is None else found


@dataclass
class Filling:
    """Everything the search needs: the rows, what may be tried on them, who does it, and in what time."""

    ground: Ground
    options: SearchOptions
    pool: Pool
    journal: Journal
    bags: Bags
    events: Events
    budget: Budget
    here: Pool | None = None  # this very process, for a first model while no worker has started
    _winners: frozenset[str] = frozenset()
    _begun: bool = False

    def run(self) -> Filled:
        """Search until the budget, the number of trials or the ideas end; Ctrl-C ends the search early."""
        try:
            self.begin()
            self._search()
            filled = self.ranked(self._loop.trials)
            return self._use_what_is_left(self._loop, filled) if self.budget.limited else filled
        except KeyboardInterrupt:
            self.pool.call_off()
            self.events.tell("interrupted")
            return replace(self.ranked(self._loop.trials or self.journal.trials()), interrupted=True)

    @cached_property
    def _loop(self) -> SearchLoop:
        greater = metric(self.ground.problem.metric).greater_is_better
        proposer = Proposer(self.ground.algorithms, self.ground.recipes, greater, self.options.seed)
        return SearchLoop(
            self.pool, self.journal, self.bags, proposer, self.events, self.budget, greater, self._plan_refits
        )

    def _search(self) -> None:
        trials, left = self.options.trials, self.budget.deadline("search").left
        self.events.tell(
            "search_started",
            metric=self.ground.problem.metric,
            seconds=round(max(0.0, left), 1) if self.budget.limited else None,
            trials=trials,
            workers=self.pool.size,
        )
        if trials is not None:
            self._loop.run_trials(trials)
        else:
            self._loop.run_for(most_trials(len(self.ground.bench.y)))

    def begin(self) -> None:
        """Fit the baseline here, before any worker is needed: whatever happens, there is a model to judge.

        Where workers that are still loading could let the search pass without a better one, a first model too. What is
        fitted here nobody can stop, so that tables that take long wait for the workers.
        """
        if self._begun:
            return
        self._begun = True
        known = self.journal.trials()
        if known:
            self.events.tell("resumed", trials=len(known))
        entry = self.ground.algorithms[0]
        candidate = Candidate(
            algorithm=entry.name, parameters={}, recipe=self.ground.recipes[entry.name], seed=self.options.seed
        )
        if candidate.key not in {trial.key for trial in known}:
            trial, outputs, _ = run_trial(self.ground.bench, candidate)
            self.journal.add_trial(0, trial, outputs)
        if self.options.trials is None:
            self._loop.resume()
            hurried = self.budget.deadline("search").left < _HURRY
            if hurried and self.here is not None and self.ground.bench.frame.size < _SMALL:
                self._loop.begin_at(self.here, self._plain())

    def _plain(self) -> list[str]:
        """What is fitted quickest. Of many columns a tree is: a linear model looks first which explain each other."""
        first, then = ("tree", "linear") if self.ground.bench.frame.shape[1] > _WIDE else ("linear", "tree")
        return [e.name for family in (first, then) for e in self.ground.algorithms if e.family == family]

    def _use_what_is_left(self, loop: SearchLoop, filled: Filled) -> Filled:
        """The time kept back was a guess; now that the likely winner is known, what it does not need is searched on."""
        for _ in range(_ROUNDS):
            self._winners = _keys(filled)
            self._plan_refits(loop.trials)
            if self.budget.deadline("search").left < _WORTHWHILE:
                break
            before = len(loop.trials)
            loop.run_for(most_trials(len(self.ground.bench.y)))
            if len(loop.trials) == before:
                break
            filled = self.ranked(loop.trials)
        return filled

    def _plan_refits(self, trials: list[Trial]) -> None:
        """Keep time for fitting the likely winner twice: the winners if they are known, else the five best so far."""
        if self.budget.seconds is None:
            return
        greater = metric(self.ground.problem.metric).greater_is_better
        scored = sorted((t for t in trials if t.score is not None), key=lambda t: t.score or 0.0, reverse=greater)
        done = [t for t in scored if t.key in self._winners] or scored[:5]
        kinds: tuple[RowsFitted, ...] = ("development", "all")
        whole = sum(wish_seconds(self.ground, FitWish(trial, rows)) for rows in kinds for trial in done)
        least = [least_seconds(self.ground, FitWish(trial, "development")) for trial in done]
        large = too_large(self.ground.development_rows, self.ground.bench.frame.shape[1])
        first = (min if large else max)(least, default=0.0)
        every = self._loop.proposer.untried == 0  # whose turn has not come yet is not to wait for the likely winner
        share = _LARGE_REFITS if large and every else _REFITS
        most = share * (self.budget.seconds - self.budget.spent.get("reading", 0.0))
        # Where not even one of them would end in time none is begun, and the search may have the seconds.
        self.budget.plan("refit", min(most, SURE * whole / self.pool.size) if SURE * first < most else 0.0)

    def ranked(self, trials: list[Trial]) -> Filled:
        """The board, and the ensemble, of finished trials."""
        self.events.tell("phase", name="ensembling")
        outputs = self._outputs(trials)
        blended = self._blend(trials, outputs) if "ensemble" not in self._unwanted() else None
        board = build_board(
            self.ground.problem.metric, trials, blend=blended, absent=self._absent(trials), prefer=self.options.prefer
        )
        return Filled(board, blended, outputs, self.journal)

    def _unwanted(self) -> tuple[str, ...]:
        """With chosen algorithms the ensemble joins only if it, or several of them, were chosen."""
        return ("ensemble",) if len(self.ground.algorithms) <= 2 else ()

    def _outputs(self, trials: list[Trial]) -> dict[str, np.ndarray]:
        greater = metric(self.ground.problem.metric).greater_is_better
        done = sorted((t for t in trials if t.score is not None), key=lambda t: t.score or 0.0, reverse=greater)
        keep = dict.fromkeys(t.key for t in done[:_ENSEMBLE_POOL])
        for trial in done:  # the best of each algorithm, too: ensembles live on differences
            if trial.candidate.algorithm not in {t.candidate.algorithm for t in done if t.key in keep}:
                keep[trial.key] = None
        found = {key: self.journal.outputs(key) for key in keep}
        return {key: value for key, value in found.items() if value is not None}

    def _blend(self, trials: list[Trial], outputs: dict[str, np.ndarray]) -> Blend | None:
        apart = {t.key for t in trials if t.candidate.algorithm == "baseline" or t.folds_left_out}
        members = {key: value for key, value in outputs.items() if key not in apart}
        valid = [self.ground.bench.folds[number][1] for number in first_repeat(self.ground.bench.folds)]
        return blend(members, self.ground.bench.y, metric(self.ground.problem.metric), valid)

    def _absent(self, trials: list[Trial]) -> dict[str, str]:
        tried = {t.candidate.algorithm for t in trials}
        why = "not_reached" if self.options.trials is None else "not_counted"
        return {entry.name: why for entry in self.ground.algorithms if entry.name not in tried}


def _keys(filled: Filled) -> frozenset[str]:
    """Candidates that the chosen row of the board is made of."""
    row = filled.board.winner
    if row.algorithm == "ensemble" and filled.blend is not None:
        return frozenset(filled.blend.weights)
    return frozenset([row.key])


def most_trials(rows: int) -> int:
    """On small tables many trials only fit the folds: the search ends after so many."""
    return int(min(400, 60 + rows / 20))
