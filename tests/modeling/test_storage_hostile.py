"""Stored estimators edited by somebody who knows the format: refused or harmless, never a crash, hang or traceback."""

import pytest
from tests.support.hostile import attacked


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_some_edits(task):
    for told in attacked(task, 0, 15):
        assert told["refused"] + told["harmless"] == 15
