"""Keras models as ``.keras`` bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any


def keras_bytes(model: Any) -> bytes:
    """What ``model.save`` would write, the optimizer's variables included."""
    if model.built and model.compiled and model.optimizer is not None and not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        model.save(path)
        return path.read_bytes()
