"""Intervals of very many judged rows, from samples of fewer."""

import numpy as np

from hanpan.business.problem import Problem
from hanpan.evaluation import judge
from hanpan.evaluation.case import Case


def test_samples_of_fewer_rows_tell_nearly_the_same_interval(monkeypatch) -> None:
    random = np.random.default_rng(1)
    n = 6_000
    y = random.integers(0, 2, n)
    p = np.clip(0.5 + 0.2 * (y - 0.5) + random.normal(0, 0.2, n), 0.01, 0.99)
    output, base = np.column_stack([1 - p, p]), np.full((n, 2), 0.5)
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    case = Case(problem=problem, y=y, output=output, baseline=base, model="m", algorithm="m", judged_on="holdout")
    whole = judge.evaluate(case).metrics
    monkeypatch.setattr(judge, "_MOST_DRAWN", 1_500)
    fewer = judge.evaluate(case).metrics
    for name in ("auc", "log_loss"):
        assert fewer[name].value == whole[name].value
        width = whole[name].high - whole[name].low
        assert abs((fewer[name].high - fewer[name].low) / width - 1) < 0.3
        assert fewer[name].low < fewer[name].value < fewer[name].high
