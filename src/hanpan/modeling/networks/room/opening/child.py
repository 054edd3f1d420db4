"""A stranger's ``.keras`` file, read in a process apart for the room."""

from __future__ import annotations

import json
from pathlib import Path

from hanpan.foundation.apart import answer_apart

_MEMORY, _SECONDS = 12 * 2**30, 80  # address space: JAX reserves much that it never uses


def open_file(folder: Path) -> None:
    """Read ``network.keras`` and leave what the room needs of it in ``told.json``."""
    from hanpan.modeling.networks.given.reading import read
    from hanpan.modeling.networks.room.links import to_link
    from hanpan.modeling.networks.room.opening.keras_reading import linked, plain_network
    from hanpan.modeling.networks.stored.backend import use_jax

    use_jax()
    model = read(folder / "network.keras")
    found = plain_network(model)
    told = linked(found, model)
    (folder / "told.json").write_text(
        json.dumps(
            {
                "link": to_link(told.setup, told.weights),
                "inputs": found.n_inputs,
                "outputs": found.n_outputs,
                "end": found.end,
            }
        ),
        "utf-8",
    )


if __name__ == "__main__":
    raise SystemExit(answer_apart(open_file, memory=_MEMORY, seconds=_SECONDS))
