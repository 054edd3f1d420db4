"""A fit for good that the time ends: used if its rounds are worth nearly as much as all of them, and told."""

from dataclasses import replace

import pytest
from tests.support.benches import make_bench, recipes_for
from tests.support.simulated import Hands, SimulatedPool

from hanpan.foundation.budget import Budget
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.fitting.fitting import in_larger_steps
from hanpan.modeling.folds import batches
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.search.refit import FitWish, Refits
from hanpan.modeling.trial import IterationCurve, Trial
from hanpan.modeling.workers.journal import Journal
from hanpan.modeling.workers.messages import FitAnswer

BENCH, HOLDOUT, HOLDOUT_Y = make_bench("regression", n=60)
ENTRIES, RECIPES = recipes_for(BENCH)
GROUND = Ground(bench=BENCH, holdout=HOLDOUT, holdout_y=HOLDOUT_Y, algorithms=ENTRIES, recipes=RECIPES)
CURVE = IterationCurve(metric="rmse", train=[], validation=[5.0, 1.2, 1.0], chosen=100, steps=[1, 60, 100])


class Cut(SimulatedPool):
    """Every fit ends after so many rounds."""

    made = 100

    def _answer(self, job):
        self.tasks = [*getattr(self, "tasks", []), job.task]
        return FitAnswer(part=str(self._file(job, b"a fit")), rounds=self.made)


def refitted(folder, seconds, made, lasts=1.0, workers=1, fit_seconds=1.0):
    hands = Hands()
    pool = Cut(hands, folder, workers, lambda job: lasts, BENCH.y)
    pool.made = made
    entry = algorithm("xgboost")
    candidate = Candidate(algorithm="xgboost", parameters=dict(entry.defaults[0]), recipe=RECIPES["xgboost"])
    trial = Trial(candidate=candidate, status="done", score=1.0, fit_seconds=fit_seconds, curve=CURVE)
    journal = Journal(folder / "journal.sqlite")
    budget = Budget(seconds, clock=hands.clock)
    refits = Refits(GROUND, pool, journal, Bags(folder / "bags", greater_is_better=False), budget)
    wishes = [FitWish(trial, "development"), FitWish(replace(trial), "all")]
    refits.run(wishes, budget.deadline("refit"))
    return refits, wishes, pool


@pytest.mark.parametrize(("made", "used"), [(100, True), (70, True), (20, False)])
def test_a_fit_that_the_time_ended_counts_if_its_rounds_are_enough(tmp_path, made, used) -> None:
    refits, wishes, _ = refitted(tmp_path, 60.0, made)
    kept = [refits.journal.piece(wish.name) is not None for wish in wishes]
    assert kept == [used, used]
    assert refits.rounds(wishes[1].trial, "all") == (made if used else None)
    assert bool(refits.failures) is not used


def test_the_time_is_dealt_among_the_fits(tmp_path) -> None:
    _, _, pool = refitted(tmp_path, 60.0, 100, lasts=20.0, fit_seconds=18.0)
    first, second = (task.seconds for task in pool.tasks)
    assert 15 < first < 30
    assert second > first


@pytest.mark.parametrize(("fit_seconds", "begun"), [(45.0, True), (200.0, False)])
def test_a_fit_is_begun_where_enough_rounds_are_likely_to_be_made(tmp_path, fit_seconds, begun) -> None:
    _, _, pool = refitted(tmp_path, 60.0, 80, lasts=50.0, fit_seconds=fit_seconds)
    assert bool(pool.kinds) is begun


@pytest.mark.parametrize(("fit_seconds", "low", "high"), [(5.0, 1.0, 1.0), (40.0, 1.5, 3.75), (100.0, 3.75, 3.75)])
def test_on_many_rows_a_booster_learns_in_larger_steps_where_the_time_is_short(
    tmp_path, monkeypatch, fit_seconds, low, high
) -> None:
    monkeypatch.setattr(batches, "_MOST_AT_ONCE", 10)
    refits, wishes, pool = refitted(tmp_path, 60.0, 100, fit_seconds=fit_seconds)
    task = pool.tasks[0]
    assert low <= task.faster <= high
    candidate, rounds = in_larger_steps(task.candidate, task.rounds, task.faster)
    assert candidate.parameters["learning_rate"] <= 0.3 + 1e-9
    assert rounds * task.faster == pytest.approx(100, abs=task.faster)
    assert refits.faster(wishes[0].trial, "development") == pytest.approx(task.faster)
