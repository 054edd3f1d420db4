"""A person's networks opened, Keras on JAX: ``python -m hanpan.modeling.networks.estimators.own_opening FOLDER``.

``ask.json`` names the networks, the prepared columns and the classes; what is found is left beside it. The person's
own program runs here and nowhere else.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from hanpan.foundation.errors import HanpanError
from hanpan.modeling.networks.estimators.own import prepared_network
from hanpan.modeling.networks.given.reading import COMPILED, LEGACY, Given, from_file, from_keras_file
from hanpan.modeling.networks.stored.backend import use_jax


def main(folder: Path) -> None:
    """Open, check and leave each network as it begins; the first that does not fit ends it."""
    ask = json.loads((folder / "ask.json").read_text("utf-8"))
    try:
        told: Any = [_bring(folder, number, path, ask) for number, path in enumerate(ask["paths"])]
    except HanpanError as error:
        fields = {name: value if isinstance(value, int | float) else str(value) for name, value in error.fields.items()}
        told = {"error": type(error).__name__, "key": error.key, "fields": fields}
    (folder / "told.json").write_text(json.dumps(told), "utf-8")


def _bring(folder: Path, number: int, path: str, ask: dict[str, Any]) -> dict[str, Any]:
    use_jax().utils.set_random_seed(ask["seed"])
    file = Path(path)
    sys.path.insert(0, str(file.parent))  # as for python FILE
    found = _with_compiled(file) if file.with_suffix(COMPILED).is_file() else from_file(file)
    prepared = prepared_network(found, ask["columns"], ask["n_classes"])
    (folder / f"{number}.keras").write_bytes(prepared.content)
    told: dict[str, Any] = {"fingerprint": prepared.fingerprint, "n_parameters": prepared.n_parameters}
    if file.suffix in LEGACY and isinstance(found, Given) and found.compiled:
        loss, optimizer = found.compiled["loss"], found.compiled["optimizer"]
        told["legacy"] = {"loss": _named(loss), "optimizer": _named(optimizer)}
    return told


def _with_compiled(file: Path) -> Given:
    told = json.loads(file.with_suffix(COMPILED).read_text("utf-8"))
    return replace(from_keras_file(file.read_bytes()), compiled=told)


def _named(part: Any) -> str:
    return str(part.get("class_name")) if isinstance(part, dict) else str(part)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
