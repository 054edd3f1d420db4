"""The playground: which toy sets need hidden nodes."""

from __future__ import annotations

import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import UsageError


def test_a_line_parts_clouds_but_not_a_circle_and_hidden_nodes_part_both() -> None:
    assert hn.playground("clouds", hidden=(), epochs=60).accuracy > 0.9
    assert hn.playground("circle", hidden=(), epochs=60).accuracy < 0.75
    circle = hn.playground("circle", hidden=(8,), epochs=200)
    assert circle.accuracy > 0.95
    assert circle.surface.shape == (61, 61, 2)
    assert circle.surface.sum(axis=-1) == pytest.approx(np.ones((61, 61)))
    assert circle._repr_html_().startswith("<iframe")
    assert "&lt;hanpan-network&gt;" in circle._repr_html_()
    assert len(circle.plot().axes) == 2
    assert len(circle.to_frame()) == 400


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "hidden"), [("xor", (8,)), ("spiral", (32, 32))])
def test_harder_sets_are_learnt(kind: str, hidden: tuple[int, ...]) -> None:
    assert hn.playground(kind, hidden=hidden, epochs=500).accuracy > 0.9


def test_two_columns_of_ones_own_or_a_refusal() -> None:
    x = np.random.default_rng(0).normal(50, 9, size=(80, 2))
    labels = np.where(x[:, 0] > 50, "예", "아니요")
    found = hn.playground(x=x, y=labels, hidden=(), epochs=80)
    assert found.labels == ("아니요", "예")
    assert found.accuracy > 0.8
    with pytest.raises(UsageError, match="no toy set"):
        hn.playground("square")
    with pytest.raises(UsageError, match="plane"):
        hn.playground(x=x[:, :1], y=labels)
