"""A hundred thousand edits to every kind of stored estimator: refused or harmless, never a crash, hang or traceback."""

import pytest
from tests.support.hostile import attacked

from hanpan.business.problem import TASKS


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(1, 5))  # 4 x 700 edits of each of 39 parts: 109,200
@pytest.mark.parametrize("task", TASKS)
def test_many_edits(task, seed):
    for told in attacked(task, seed, 700):
        assert told["refused"] > 0.4 * 700, told
