"""The other end of ``carried``: ``python -m hanpan.modeling.networks.compiled.elsewhere FOLDER``, Keras on JAX."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from hanpan.modeling.networks.compiled.other_backend import ARRAYS
from hanpan.modeling.networks.compiled.training import fit
from hanpan.modeling.networks.stored.backend import use_jax


def train(folder: Path) -> None:
    """Train the model that lies in the folder on the rows beside it, and leave its weights and history there."""
    keras = use_jax()
    from hanpan.modeling.networks.stored import layers, pack_files  # noqa: F401  (they register our layers)

    options = json.loads((folder / "options.json").read_text("utf-8"))
    keras.utils.set_random_seed(options.pop("seed"))
    options["class_weight"] = dict(options["class_weight"]) or None
    model = keras.saving.load_model(folder / "model.keras", safe_mode=True)
    with np.load(folder / "rows.npz", allow_pickle=False) as rows:
        parts = {name: _together(rows, name) for name in ARRAYS}
    history = fit(model, **parts, **options)
    np.savez(folder / "trained.npz", **{f"w{at}": weight for at, weight in enumerate(model.get_weights())})
    told = {"epoch": history.epoch, "history": history.history}
    (folder / "history.json").write_text(json.dumps(told), "utf-8")


def _together(rows: Any, name: str) -> Any:
    if name in rows.files:
        return rows[name]
    several = [rows[key] for key in rows.files if key.startswith(f"{name}.")]
    return (tuple(several) if name == "validation_data" else several) or None


if __name__ == "__main__":
    train(Path(sys.argv[1]))
