"""The board's column of worth: out of fold, with each model's own best decision, and who earns most."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from hanpan.business.problem import Problem
from hanpan.business.value import Stakes, Worth
from hanpan.doors.telling.metrics import board_worth
from hanpan.evaluation.deciding import earned_out_of_fold
from hanpan.foundation.budget import Deadline
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.study.after.boardworth import with_worth

CALLS = Worth(currency="원", gain=((0.0, -20.0), (-100.0, 80.0)), nothing=0.0)
PROBLEM = Problem(target="y", task="binary", metric="auc", labels=("stay", "leave"), value=CALLS)


def row(rank: int, name: str, algorithm: str = "xgboost") -> BoardRow:
    return BoardRow(
        rank=rank,
        model=name,
        algorithm=algorithm,
        score=0.9 - rank / 10,
        score_std=0.0,
        train_score=None,
        fit_seconds=0.0,
        predict_seconds=0.0,
        diagnosis="",
        key=name,
    )


def scene(**outputs: np.ndarray):
    """A board of some outputs in this order, and y drawn from the first one's probabilities."""
    p = outputs["first"] if "first" in outputs else next(iter(outputs.values()))
    y = (np.random.default_rng(0).random(len(p)) < p).astype(int)
    rows = [row(rank, name, "baseline" if name == "baseline" else "xgboost") for rank, name in enumerate(outputs, 1)]
    board = Board(metric="auc", greater_is_better=True, rows=rows, chosen=rows[0].model)
    both = {name: np.column_stack([1 - one, one]) for name, one in outputs.items()}
    understood = SimpleNamespace(problem=PROBLEM, bench=SimpleNamespace(y=y), stakes=Stakes())
    return board, both, understood


def earnings(board: Board, kept: dict[str, np.ndarray], understood, seconds: float | None = None) -> Board:
    return with_worth(board, lambda row: kept.get(row.model), understood, Deadline.after(seconds), None)


@pytest.fixture
def p() -> np.ndarray:
    return np.random.default_rng(1).random(3000)


def test_worth_of_each_row_by_hand(p: np.ndarray) -> None:
    board, kept, understood = scene(first=p, baseline=np.full(3000, 0.5))
    found = earnings(board, kept, understood)
    y = understood.bench.y
    everyone = 100 * CALLS.earned(y, np.ones(3000, int)).mean()  # half of them leave: without a model, call everyone
    ideal = 100 * CALLS.earned(y, (p >= 0.1).astype(int)).mean()
    assert found.rows[1].worth_per_100 == pytest.approx(everyone)
    assert everyone < found.rows[0].worth_per_100 == pytest.approx(ideal, rel=0.02)
    assert found.worth.best == "first"
    assert found.to_frame().columns[-1] == "worth_per_100"
    assert [one.model for one in found.rows] == ["first", "baseline"]


def test_a_better_earner_is_told_but_not_ranked_first(p: np.ndarray) -> None:
    board, kept, understood = scene(dull=np.full(3000, 0.5), first=p, near=np.clip(p + 0.001, 0, 1))
    worth = earnings(board, kept, understood).worth
    assert worth.best in ("first", "near")
    assert worth.low > 0
    told = board_worth(worth, "dull", "auc", "en")
    assert "ranked by auc" in told[0]
    assert "chance hardly explains it" in told[1]
    close = earnings(replace(board, chosen="near"), kept, understood).worth
    assert close.low <= 0


def test_time_and_failures_leave_rows_without(p: np.ndarray) -> None:
    board, kept, understood = scene(first=p, second=p, third=p)
    assert [one.worth_per_100 is None for one in earnings(board, kept, understood, 0.0).rows] == [
        False,
        True,
        True,
    ]
    del kept["third"]
    assert earnings(board, kept, understood).rows[2].worth_per_100 is None


def test_without_value_nothing_changes(p: np.ndarray) -> None:
    board, kept, understood = scene(first=p)
    understood.problem = replace(PROBLEM, value=None)
    assert earnings(board, kept, understood) is board
    assert "worth_per_100" not in board.to_frame().columns


def test_rows_are_judged_where_the_decision_was_not_learned() -> None:
    """On noise, a cut-off found on the same rows would earn more than any constant answer; learned apart it cannot."""
    ahead = []
    for seed in range(12):
        random = np.random.default_rng(seed)
        y, p = random.integers(0, 2, 300), random.random(300)
        even = Worth(gain=((10.0, -10.0), (-10.0, 10.0)))
        earned = earned_out_of_fold(replace(PROBLEM, value=even), y, np.column_stack([1 - p, p]), Stakes())
        ahead.append(earned.mean())
    assert np.mean(ahead) < 1.0


def test_few_rows_and_holes() -> None:
    output = np.vstack([np.tile([0.5, 0.5], (10, 1)), np.full((2, 2), np.nan)])
    earned = earned_out_of_fold(PROBLEM, np.r_[np.tile([0, 1], 5), 0, 0], output, Stakes())
    assert np.isnan(earned[10:]).all()
    assert earned[:10].tolist() == [-20.0, 80.0] * 5
