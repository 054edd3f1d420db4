"""Who is tried first."""

import pytest

from hanpan.modeling.algorithms.catalogue import algorithms_for


@pytest.mark.parametrize("images", [False, True])
def test_a_network_that_a_person_brought_comes_right_after_the_baseline(images):
    names = [entry.name for entry in algorithms_for("binary", own=True, images=images)]
    assert names[:2] == ["baseline", "network_own"]
    without = [entry.name for entry in algorithms_for("binary", images=images)]
    assert [name for name in names if name != "network_own"] == without
