"""How many hidden nodes: planted tables of which the answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.benches import make_bench, recipes_for

import hanpan.networks as hn
from hanpan.business.metrics import metric
from hanpan.foundation.errors import NetworkError
from hanpan.insights.complexity.errand import ScoreSizes
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.curves.complexity import SCORES, SizeScore, recommend
from hanpan.modeling.networks.lessons.complexity import grid, n_parameters, programs

_RANDOM = np.random.default_rng(0)
X, NOISE = _RANDOM.uniform(-1, 1, size=(240, 2)), _RANDOM.normal(size=240)
SMALL = {"layers": (1, 2), "nodes": (2, 8, 16), "starts": 2}


def enough(y: np.ndarray) -> tuple[int, ...]:
    found = hn.complexity_map(X, y, **SMALL)
    assert found is not None
    assert len(found.to_frame()) == 7
    return found.sizes[found.recommended].hidden


def test_xor_needs_hidden_nodes_but_few() -> None:
    assert enough(X[:, 0] * X[:, 1] > 0) in [(8,), (8, 8), (16,)]


def test_a_line_needs_none() -> None:
    assert enough(X @ [2.0, -1.0] + 0.2 * NOISE) == ()


def test_noise_gets_the_smallest() -> None:
    found = hn.complexity_map(X, NOISE, **{**SMALL, "nodes": (2, 64)})
    assert found is not None
    assert not found.signal
    assert found.recommended == 0
    assert found.readings[-1] in ("stopped", "complex")  # the largest learns the noise by heart, if nothing stops it


def test_missing_cells_and_one_label_are_refused() -> None:
    with pytest.raises(NetworkError, match="cannot be compared"):
        hn.complexity_map(X, np.zeros(240, int))
    with pytest.raises(NetworkError):
        hn.complexity_map(np.full((30, 1), np.nan), np.arange(30.0) + 0.5)


def test_sizes_share_few_programs_and_all_are_there() -> None:
    parts = programs(grid())
    assert sorted(size for part in parts for size in part) == sorted(grid())
    assert len(grid()) == 22
    assert [n_parameters(size, 12, 0) for size in [(), (2,), (18, 4)]] == [13, 29, 315]
    assert n_parameters((4,), 3, 3) == 16 + 15


def test_a_padded_network_learns_as_if_it_were_alone() -> None:
    """Shapes filled up with weights of 0, and layers that pass on, change nothing."""
    from hanpan.modeling.networks.lessons import crowd

    x, y = X[:64].astype(np.float32), NOISE[:64].astype(np.float32)
    rows = crowd.CrowdRows(x, y, np.ones(64, np.float32))
    plan, orders = crowd.CrowdPlan(0, 16), np.array([np.arange(64)] * crowd.CHUNK, np.int32)
    numbers = {"steps": np.int32(4), "epochs": np.int32(5), "rate": np.float32(0.01)}
    losses = []
    for sizes in ([(3,)], [(3,), (6, 6)]):
        state, moves = crowd.begin(sizes, 2, 1, [7])
        state = crowd.some_epochs(state, moves, rows, rows, orders, numbers, plan=plan)
        losses.append(float(state.best_loss[0]))
        assert state.weights["kernel0"][0, :, 3:].sum() == 0
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def size(nodes: int, *scores: float) -> SizeScore:
    return SizeScore(hidden=(nodes,), n_parameters=3 * nodes, **dict.fromkeys(SCORES, scores))


def test_one_standard_error_decides_and_what_is_not_finite_is_left_out() -> None:
    sizes = [size(2, 0.60, 0.62, 0.61), size(4, 0.80, 0.86, 0.82), size(8, 0.85, 0.82, 0.83), size(16, float("nan"))]
    found = recommend(sizes, baseline=0.5, metric=metric("accuracy"), fit_rows=50, folds=2, starts=1)
    assert found is not None
    assert [one.hidden for one in found.sizes] == [(2,), (4,), (8,)]
    assert (found.best, found.recommended, found.signal) == (2, 1, True)
    assert found.readings[0] == "simple"
    assert recommend(sizes[2:], baseline=0.5, metric=metric("accuracy"), fit_rows=50, folds=2, starts=1) is None


@pytest.mark.parametrize(("valid", "reading"), [((3.6, 3.7), "stopped"), ((4.6, 4.9), "complex")])
def test_one_rule_tells_which_sizes_over_fit(valid: tuple[float, float], reading: str) -> None:
    """Boston: train .25 beside validation 3.7 is over-fitted, be it the best of all sizes or not."""
    by_heart = {"train_scores": (0.25, 0.24), "last_scores": valid, "last_train_scores": (0.2, 0.2)}
    large = SizeScore(hidden=(64, 64, 64), n_parameters=9000, scores=valid, **by_heart)
    sizes = [size(2, 6.0, 6.2), size(8, 3.6, 3.7), large]
    found = recommend(sizes, baseline=9.2, metric=metric("rmse"), fit_rows=300, folds=2, starts=1)
    assert found is not None
    assert found.readings[1:] == ("right", reading)


@pytest.mark.parametrize("task", ["multiclass"])
def test_the_errand_answers_in_the_metric_of_the_problem(task: str) -> None:
    bench, _, _ = make_bench(task, n=120)
    _, recipes = recipes_for(bench, ("network",))
    candidate = Candidate(algorithm="network", parameters={"hidden": [8]}, recipe=recipes["network"])
    asked = ScoreSizes(candidate=candidate, sizes=[(), (2,), (4,)], starts=1)
    answer = asked.do(bench, 30.0)
    assert [one.hidden for one in answer.sizes] == [(), (2,), (4,)]
    assert len(answer.sizes[0].scores) == min(3, len(bench.folds))
    assert answer.baseline > 0
    assert asked.do(bench, 0.0).sizes == []
