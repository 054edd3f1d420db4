"""Size curves: nested shares, and how a curve reads."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from hanpan.business.problem import Problem
from hanpan.data.schema import Column, Schema
from hanpan.insights.sizes.errand import ScoreOnShare, share_of
from hanpan.insights.sizes.work import SizePoint, size_curve
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.errands import errand_kind


def bench(rows: int = 200) -> Bench:
    y = (np.arange(rows) % 10 == 0).astype(float)
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    frame = pd.DataFrame({"a": np.arange(rows, dtype=float)})
    return Bench(problem, Schema(columns=(Column(name="a", kind="number"),)), frame, y, [])


def test_smaller_shares_lie_inside_larger_ones_and_keep_every_class():
    table, fit = bench(), np.arange(0, 160)
    shares = [share_of(table, fit, share, 0) for share in (0.125, 0.25, 0.5, 1.0)]
    for smaller, larger in pairwise(shares):
        assert set(smaller) < set(larger)
        assert {0.0, 1.0} == set(table.y[smaller])
    assert [len(share) for share in shares] == [20, 40, 80, 160]


def test_nothing_but_what_stands_beside_insights_is_an_errand():
    own = "hanpan.insights.sizes.errand"
    assert errand_kind(f"{own}:ScoreOnShare") is ScoreOnShare
    for name in ("os:system", own, f"{own}:nothing", f"{own}:share_of", f"{own}:Bench", "size"):
        with pytest.raises(LookupError):
            errand_kind(name)


def point(share: float, score: float) -> SizePoint:
    wobble = [0.01, -0.01, 0.01, -0.01] if share == 1.0 else [0.0] * 4
    folds = [score + part for part in wobble]
    rows = int(400 * share)
    return SizePoint(share=share, rows=rows, score=score, score_std=0.02, train_score=0.9, fold_scores=folds)


@pytest.mark.parametrize(
    ("scores", "greater", "reading"),
    [
        ((0.6, 0.7, 0.8), True, "helps"),
        ((0.8, 0.8, 0.802), True, "flat"),
        ((0.78, 0.78, 0.79), True, "unclear"),
        ((3.0, 2.5, 2.0), False, "helps"),
        ((2.0, 2.5, 3.0), False, "flat"),
    ],
)
def test_the_last_doubling_decides(scores: tuple[float, ...], greater: bool, reading: str):
    points = [point(share, score) for share, score in zip((0.25, 0.5, 1.0), scores, strict=True)]
    made = size_curve("svm", "svm_2", points[::-1], greater_is_better=greater)
    assert made is not None
    assert made.reading == reading
    assert made.curve.x == ["100", "200", "400"]


def test_too_few_points_make_no_curve():
    assert size_curve("svm", "svm", [point(0.5, 0.7), point(1.0, 0.8)], greater_is_better=True) is None
    points = [point(0.125, 0.6), point(0.25, 0.7), point(0.5, 0.7)]
    assert size_curve("svm", "svm", points, greater_is_better=True) is None
