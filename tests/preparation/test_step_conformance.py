"""Every step keeps the promises of a step; a new one is found by itself."""

from __future__ import annotations

import numpy as np
import pytest

from hanpan.preparation.steps.base import Step
from hanpan.preparation.steps.scale import Scale
from hanpan.testing.steps import all_steps, check_step


@pytest.mark.parametrize("step_class", all_steps(), ids=lambda step: step.name)
def test_step_keeps_its_promises(step_class: type[Step]) -> None:
    check_step(step_class)


def test_names_are_unique() -> None:
    assert len({step.name for step in all_steps()}) == len(all_steps())


def test_a_step_that_forgets_what_it_learnt_is_caught() -> None:
    class Forgetful(Scale):
        def _restore(self, stored: object) -> None:
            """Keep nothing but the width."""
            self._centre, self._spread = np.zeros(len(self.inputs)), np.ones(len(self.inputs))

    with pytest.raises(AssertionError, match="stored and read"):
        check_step(Forgetful)
