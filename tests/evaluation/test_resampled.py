"""A metric over draws of rows, which may be longer than the table: whole groups are drawn."""

import numpy as np
import pytest

from hanpan.business.metrics import metrics_for
from hanpan.evaluation.limits.resampled import of_rows

CASES = [(task, one.name) for task in ("regression", "binary", "multiclass") for one in metrics_for(task)]


@pytest.mark.parametrize(("task", "name"), CASES)
@pytest.mark.parametrize("length", [7, 12, 30])
def test_a_draw_of_any_length_gives_the_metric_of_its_rows(task: str, name: str, length: int) -> None:
    random = np.random.default_rng(0)
    judge = next(one for one in metrics_for(task) if one.name == name)
    if task == "regression":
        y, output = random.normal(size=12) + 5, random.normal(size=12) + 5
    else:
        classes = 2 if task == "binary" else 3
        y, output = np.arange(12) % classes, random.dirichlet(np.ones(classes), size=12)
    rows = np.concatenate([np.arange(6), random.integers(0, 12, size=length - 6)])
    assert of_rows(judge, y, output)(rows) == pytest.approx(judge(y[rows], output[rows]))
