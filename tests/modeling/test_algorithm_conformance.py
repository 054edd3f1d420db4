"""Every algorithm with every task it declares keeps the board's promises; new ones are found by themselves."""

import pytest

from hanpan.testing.algorithms import all_pairs, check_algorithm


@pytest.mark.parametrize(("name", "task"), all_pairs())
def test_algorithm_keeps_its_promises(name, task):
    check_algorithm(name, task)
