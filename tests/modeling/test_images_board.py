"""What hundreds of pixel columns change on the board: the order of starting, some parameters, the number of folds."""

from __future__ import annotations

import numpy as np
import pytest

from hanpan.business.problem import Problem
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, algorithms_for
from hanpan.modeling.folds.design import SplitBy, design_test


def test_what_pixels_slow_down_starts_last() -> None:
    names = [entry.name for entry in algorithms_for("multiclass", images=True)]
    assert set(names) == {entry.name for entry in algorithms_for("multiclass")}
    assert names[0] == "baseline"
    assert names.index("svm") < names.index("network") < names.index("lightgbm") < names.index("xgboost")


def test_what_is_always_so_on_pixels_is_so_in_every_candidate() -> None:
    random = np.random.default_rng(0)
    for entry in algorithms_for("multiclass", images=True):
        for name, value in entry.on_images.items():
            assert all(start[name] == value for start in entry.defaults)
            assert {entry.space[name].draw(random) for _ in range(5)} == {value}
            assert entry.space[name].near(value, random) == value


def test_other_tables_know_nothing_of_it() -> None:
    plain = {entry.name: entry for entry in algorithms_for("regression")}
    assert all(plain[entry.name] == entry for entry in ALGORITHMS if entry.name in plain)


@pytest.mark.parametrize(("rows", "width", "folds"), [(2_000, 10, 5), (2_000, 784, 3), (9_000, 784, 1), (200, 784, 5)])
def test_wide_rows_count_as_several(rows: int, width: int, folds: int) -> None:
    problem = Problem(target="label", task="multiclass", metric="log_loss", labels=("a", "b", "c"))
    y = np.arange(rows) % 3
    design = design_test(problem, y, SplitBy(np.arange(rows)), width=width)
    assert design.record.folds == folds
