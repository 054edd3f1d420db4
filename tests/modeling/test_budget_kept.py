"""The search keeps to its budget whatever the workers do, and leaves a model; an hour is lived through in a moment."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.benches import make_bench, recipes_for
from tests.support.simulated import Hands, SimulatedPool

from hanpan.foundation.budget import SLICES, WORK, Budget, Deadline
from hanpan.foundation.events import Events
from hanpan.modeling.board.voices import voices_of
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.options import SearchOptions
from hanpan.modeling.search.filling import Filling
from hanpan.modeling.search.refit import FitWish, Refits
from hanpan.modeling.workers.journal import Journal
from hanpan.modeling.workers.local import LocalPool
from hanpan.modeling.workers.messages import FitTask
from hanpan.modeling.workers.session import Session

BENCH, HOLDOUT, HOLDOUT_Y = make_bench("regression", n=60)
ENTRIES, RECIPES = recipes_for(BENCH)
GROUND = Ground(bench=BENCH, holdout=HOLDOUT, holdout_y=HOLDOUT_Y, algorithms=ENTRIES, recipes=RECIPES)
GRAIN = 0.25  # seconds: the loop looks round at least so often


def lived(budget: Budget, hands: Hands, folder: Path, lasts, starting: float, workers: int, here=None):
    """The search and the refits after it."""
    pool = SimulatedPool(hands, folder, workers, lasts, BENCH.y, starting)
    journal, bags = Journal(folder / "journal.sqlite"), Bags(folder / "bags", greater_is_better=False)
    options = SearchOptions(budget=budget.seconds)
    filled = Filling(GROUND, options, pool, journal, bags, Events(), budget, here).run()
    refits = Refits(GROUND, pool, journal, bags, budget)
    voices = voices_of(filled.board.winner, filled.board)
    wishes = [FitWish(voice.trial, rows) for rows in ("development", "all") for voice in voices]
    refits.run(wishes, budget.deadline("refit"))
    journal.close()
    return pool, filled, bags


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seconds=st.sampled_from([10.0, 20.0, 60.0, 300.0]),
    reading=st.floats(0.0, 0.4),
    typical=st.floats(0.05, 40.0),
    slower=st.floats(1.0, 5.0),
    starting=st.floats(0.0, 15.0),
    workers=st.integers(1, 4),
    seed=st.integers(0, 999),
)
def test_never_over_and_never_without_a_model(seconds, reading, typical, slower, starting, workers, seed):
    random = np.random.default_rng(seed)

    def lasts(job) -> float:
        # A fit for good may take five times what the trials let expect.
        return float(typical * random.lognormal(0, 0.8) * (slower if isinstance(job.task, FitTask) else 1.0))

    hands = Hands()
    budget = Budget(seconds, clock=hands.clock)
    budget.plan("insights", 0.15 * seconds)
    hands.move(reading * seconds)
    with tempfile.TemporaryDirectory() as folder:
        _, filled, bags = lived(budget, hands, Path(folder), lasts, starting, workers)
        # A first model may be waited for a little longer; nothing else may.
        grace = GRAIN if typical < 2 and starting < 3 and seconds >= 20 else 3.0
        assert hands.at - budget.started + sum(WORK.values()) <= seconds + grace
        done = [row for row in filled.board.ranked if row.algorithm not in ("baseline", "ensemble")]
        assert filled.board.baseline is not None
        if done:  # the best of them can be judged and shipped without any further fit
            assert done[0].key in {path.stem for path in bags.folder.glob("*.bag")}


def test_a_first_model_is_waited_for_as_long_as_it_could_still_be_judged(tmp_path):
    hands = Hands()
    budget = Budget(20, clock=hands.clock)
    budget.plan("insights", 8)
    _, filled, _ = lived(budget, hands, tmp_path, lambda job: 10.0, 0.0, 2)
    assert len(filled.board.ranked) > 1


@pytest.mark.parametrize("reading", [2.0, 9.0])
def test_where_no_worker_gets_to_a_model_this_process_fits_one_itself(tmp_path, reading):
    session = Session(tmp_path / "session")
    session.write(GROUND)
    hands = Hands()
    budget = Budget(10, clock=hands.clock)
    hands.move(reading)
    *_, filled, bags = lived(budget, hands, tmp_path, lambda job: 9.0, 60.0, 2, LocalPool(session.folder))
    assert [row.algorithm for row in filled.board.ranked] == ["linear_regression", "baseline"]
    assert [path.stem for path in bags.folder.glob("*.bag")] == [filled.board.winner.key]


def test_with_time_the_workers_are_waited_for(tmp_path):
    hands = Hands()
    here = SimulatedPool(hands, tmp_path, 1, lambda job: 1.0, BENCH.y)
    pool, *_ = lived(Budget(60, clock=hands.clock), hands, tmp_path, lambda job: 1.0, 2.0, 2, here)
    assert not here.kinds
    assert pool.kinds


def test_a_fit_that_is_unlikely_to_end_in_time_is_not_begun(tmp_path):
    hands = Hands()
    budget = Budget(60, clock=hands.clock)
    pool, *_ = lived(budget, hands, tmp_path, lambda job: 100.0 if isinstance(job.task, FitTask) else 15.0, 0.0, 1)
    assert hands.at - budget.started < 60
    assert "trial" in pool.kinds


def test_a_slice_makes_room_for_those_after_it():
    hands = Hands()
    budget = Budget(60, clock=hands.clock, work={"report": 2.0})
    ends = [budget.deadline(name).left for name in SLICES]
    assert ends == sorted(ends)
    before = budget.deadline("search").left
    budget.plan("refit", 12.0)
    assert budget.deadline("search").left == pytest.approx(before - 12)
    for _ in range(6):
        budget.observe(3.0, 1.0)  # a busy machine
    assert budget.pace == 3
    assert budget.deadline("search").left == pytest.approx(before - 12 - 4)
    with budget.spending("refit"):
        hands.move(5)
    assert budget.spent["refit"] == 5
    assert budget.deadline("search").left == pytest.approx(before - 4 - 5)


def test_without_a_budget_nothing_ends():
    budget = Budget(None)
    assert not budget.deadline("search").limited
    assert not budget.last().over
    assert not Deadline.never().within(5).over
    assert Deadline.never().within(-1).over
    assert Deadline.after(-1).late(5).left > 4
    with pytest.raises(ValueError, match="no slice"):
        budget.plan("lunch", 60)
