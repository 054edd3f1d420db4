"""Rows that several tests learn from, and networks small enough to compile quickly."""

from __future__ import annotations

import numpy as np
import pytest

import hanpan  # noqa: F401  (before any test imports keras: chooses its backend)


@pytest.fixture(scope="session")
def rows() -> tuple[np.ndarray, np.ndarray]:
    """(130, 5) numbers and (130,) labels 0 and 1 that depend on them; 130 leaves a short last batch of 2."""
    random = np.random.default_rng(0)
    x = random.normal(size=(130, 5)).astype("float32")
    return x, (x[:, 0] + x[:, 1] * x[:, 2] + 0.3 * random.normal(size=130) > 0).astype("float32")
