"""Settings that no network can be trained with are refused before training, each by its name."""

from __future__ import annotations

import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.estimators.settings import RANGES, check_settings
from hanpan.modeling.networks.plain.activations import IN_PACKS

KINDS = [hn.NetworkClassifier, hn.GroupedNetworkRegressor, hn.ModernNetworkRegressor, hn.PackedNetworkClassifier]
BAD = {
    "whole": (0, -2, 1.5, "many"),
    "count": (-1, 0.5),
    "above": (0, -1, "fast"),
    "least": (-1, np.nan),
    "share": (1.0, -0.1, None),
}
GOOD = {"whole": (1, np.int64(7), 16.0), "count": (0, 24), "above": (1e-6,), "least": (0, 0.1), "share": (0, 0.99)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_setting_has_its_range(kind) -> None:
    for name in set(kind().get_params()) & set(RANGES):
        for value in GOOD[RANGES[name]]:
            check_settings(kind(**{name: value}))
        for value in BAD[RANGES[name]]:
            with pytest.raises(NetworkError, match=name):
                kind(**{name: value}).fit(np.eye(4), [0, 1, 0, 1])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_activation_function_is_known_by_its_name(kind) -> None:
    with pytest.raises(NetworkError, match="relu"):
        kind(activation="relo").fit(np.eye(4), [0, 1, 0, 1])


def test_layers_are_checked_one_by_one() -> None:
    for hidden in ((8, 0), (8, (4, 2)), "big", (2.5,)):
        with pytest.raises(NetworkError, match="hidden"):
            check_settings(hn.NetworkClassifier(hidden=hidden))
    for hidden in ((), 8, [8, 4], np.array([8, 4])):
        check_settings(hn.NetworkClassifier(hidden=hidden))


def test_none_is_fine_where_it_is_the_default() -> None:
    check_settings(hn.PackedNetworkRegressor(batch_size=None, n_trunks=None, pieces=None, fixed_epochs=None))
    with pytest.raises(NetworkError, match="batch_size"):
        check_settings(hn.NetworkRegressor(batch_size=None))


def test_the_names_of_packs_are_those_that_packs_compute() -> None:
    from hanpan.modeling.networks.estimators.pack import ACTIVATIONS

    assert set(IN_PACKS) == set(ACTIVATIONS)
