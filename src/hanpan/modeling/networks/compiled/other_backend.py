"""Keras already runs on another backend here: the model goes to a process with JAX, its trained weights come back.

The way there and back is a ``.keras`` file and plain arrays. What cannot go (callbacks, data that are not arrays) is
trained by the model's own ``fit`` where it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from hanpan.foundation.environment import child_environment

PROGRAM = "hanpan.modeling.networks.compiled.elsewhere"
ARRAYS = ("x", "y", "sample_weight", "validation_data")
_OPTIONS = ("epochs", "batch_size", "validation_split", "class_weight", "shuffle", "verbose", "initial_epoch")


def fit_elsewhere(model: Any, arguments: dict[str, Any]) -> Any:
    """Train in a process with JAX; a History, or None where that cannot be.

    Parameters
    ----------
    model
        A compiled Keras model on any backend; its weights are the trained ones afterwards.
    arguments
        Those of ``fit``.
    """
    parts = {name: arguments[name] for name in ARRAYS if arguments.get(name) is not None}
    if arguments.get("callbacks") or not all(_is_plain(part) for part in parts.values()):
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model.save(folder / "model.keras")
        np.savez(folder / "rows.npz", allow_pickle=False, **_flat(parts))
        options = {option: arguments[option] for option in _OPTIONS}
        options["class_weight"] = [list(pair) for pair in (options["class_weight"] or {}).items()]
        seed = int(np.random.randint(2**31 - 1))  # noqa: NPY002 (follows the person's own seed, as fit does)
        (folder / "options.json").write_text(json.dumps({**options, "seed": seed}), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", PROGRAM, name], env=child_environment(), capture_output=True, check=False
        )
        if done.returncode:
            return None
        return _come_back(model, folder)


def _come_back(model: Any, folder: Path) -> Any:
    import keras

    with np.load(folder / "trained.npz", allow_pickle=False) as trained:
        model.set_weights([trained[f"w{position}"] for position in range(len(trained.files))])
    history = keras.callbacks.History()
    history.set_model(model)
    history.on_train_begin()
    told = json.loads((folder / "history.json").read_text("utf-8"))
    history.epoch, history.history = told["epoch"], told["history"]
    model.history = history
    return history


def _is_plain(part: Any) -> bool:
    each = part if isinstance(part, list | tuple) else [part]
    return all(isinstance(array, np.ndarray) and array.dtype.kind in "fiub" for array in each)


def _flat(parts: dict[str, Any]) -> dict[str, np.ndarray]:
    """``x`` -> ``x`` for one array, ``x.0``, ``x.1`` ... for several."""
    flat: dict[str, np.ndarray] = {}
    for name, part in parts.items():
        several = isinstance(part, list | tuple)
        flat |= {f"{name}.{at}": array for at, array in enumerate(part)} if several else {name: part}
    return flat
