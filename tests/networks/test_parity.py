"""``hanpan.networks.fit`` gives the weights and the History of ``Model.fit``, to the last bit, for all people write."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from parity import FAMILIES, SAMPLE, Case

import hanpan.networks as hn
from hanpan.foundation.texts import default_language, text
from hanpan.modeling.networks import notices
from hanpan.modeling.networks.notices import NetworkNotice

OWN_FIT = text("network.notice.own_fit", default_language(), reason="|").partition("|")[0]
pytestmark = pytest.mark.filterwarnings("ignore")
CASES = [
    pytest.param(case, id=f"{family}: {case.name}", marks=() if case.name in SAMPLE[family] else pytest.mark.slow)
    for family, cases in FAMILIES.items()
    for case in cases
]


def trained(case: Case, folder: Path, ours: bool) -> Any:
    """The model, its History, and the next number of NumPy's stream."""
    folder.mkdir()
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(3)
    model = case.made()
    told = {"verbose": 0, **case.told(folder)}
    history = hn.fit(model, **told) if ours else model.fit(**told)
    return model, history, np.random.uniform()  # noqa: NPY002 (where both leave the stream)


def test_the_sample_is_there() -> None:
    assert all(set(names) <= {case.name for case in FAMILIES[family]} for family, names in SAMPLE.items())
    assert sum(map(len, FAMILIES.values())) >= 190


@pytest.mark.parametrize("case", CASES)
def test_as_keras(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_TOLD", set())
    theirs, their_history, their_draw = trained(case, tmp_path / "theirs", ours=False)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        ours, our_history, our_draw = trained(case, tmp_path / "ours", ours=True)
    said = [str(one.message) for one in heard if issubclass(one.category, NetworkNotice)]
    said = [one for one in said if one.startswith(OWN_FIT)]  # others tell of gaps and of networks without a loss
    assert len(said) == bool(case.own_fit), said
    assert all(case.own_fit in one for one in said), said
    assert their_history.epoch == our_history.epoch
    assert list(our_history.history) == list(their_history.history)
    if case.near:
        assert our_history.history == {name: pytest.approx(v, 1e-6) for name, v in their_history.history.items()}
    else:
        np.testing.assert_equal(our_history.history, their_history.history)
    assert our_history.params == their_history.params
    for mine, other in zip(ours.variables, theirs.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(mine.value), np.asarray(other.value))
    for mine, other in zip(ours.optimizer.variables, theirs.optimizer.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(mine.value), np.asarray(other.value))
    assert our_draw == their_draw
