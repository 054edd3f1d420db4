"""Keras already runs on another backend here: the model goes to a process with JAX, its trained weights come back.

The way there and back is a ``.keras`` file and plain arrays. What cannot go (callbacks, data that are not arrays) is
trained by the model's own ``fit`` where it is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

PROGRAM = "hanpan.modeling.networks.carried"
_ARRAYS = ("x", "y", "sample_weight", "validation_data")
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
    parts = {name: arguments[name] for name in _ARRAYS if arguments.get(name) is not None}
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
            [sys.executable, "-m", PROGRAM, name], env=_environment(), capture_output=True, check=False
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


def _together(rows: Any, name: str) -> Any:
    if name in rows.files:
        return rows[name]
    several = [rows[key] for key in rows.files if key.startswith(f"{name}.")]
    return (tuple(several) if name == "validation_data" else several) or None


def _environment() -> dict[str, str]:
    here = str(Path(__file__).resolve().parents[3])
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "KERAS_BACKEND": "jax", "PYTHONPATH": os.pathsep.join(paths)}


def _train(folder: Path) -> None:
    """The other end: train what lies in the folder."""
    from hanpan.modeling.networks.backend import use_jax

    keras = use_jax()
    from hanpan.modeling.networks import layers, pack_files  # noqa: F401  (they register our layers)
    from hanpan.modeling.networks.training import fit

    options = json.loads((folder / "options.json").read_text("utf-8"))
    keras.utils.set_random_seed(options.pop("seed"))
    options["class_weight"] = dict(options["class_weight"]) or None
    model = keras.saving.load_model(folder / "model.keras", safe_mode=True)
    with np.load(folder / "rows.npz", allow_pickle=False) as rows:
        parts = {name: _together(rows, name) for name in _ARRAYS}
    history = fit(model, **parts, **options)
    np.savez(folder / "trained.npz", **{f"w{at}": weight for at, weight in enumerate(model.get_weights())})
    told = {"epoch": history.epoch, "history": history.history}
    (folder / "history.json").write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    _train(Path(sys.argv[1]))
