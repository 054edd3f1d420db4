"""Opening a person's own network in the room: a Keras file in a process apart, code as text."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hanpan.foundation.apart import Died, work_apart
from hanpan.foundation.errors import NetworkError, UsageError
from hanpan.modeling.networks.room.links import from_link
from hanpan.modeling.networks.room.opening.code_reading import read_code
from hanpan.modeling.networks.room.opening.given import GivenNetwork

CODE, KERAS = ".py", ".keras"  # endings of what a network may be given as
_MOST_BYTES = 50 * 2**20
_SECONDS = 90.0


def open_network(path: Path) -> GivenNetwork:
    """The network in a ``.keras`` file, opened in a process apart, or in a ``.py`` file, which is read and never run.

    Raises
    ------
    NetworkError
        It holds what the room does not draw, or what could run code.
    UsageError
        There is no such file, it is of another kind, or the network is larger than the room takes.
    """
    if not path.is_file():
        raise UsageError("network_file_absent", path=path.name)
    if path.suffix == CODE:
        return read_code(path.read_text("utf-8", errors="replace"))
    if path.suffix != KERAS or path.stat().st_size > _MOST_BYTES:
        raise UsageError("room_file", name=path.name)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"network{KERAS}").write_bytes(path.read_bytes())
        try:
            work_apart("hanpan.modeling.networks.room.opening.child", folder, seconds=_SECONDS)
        except Died as died:
            raise NetworkError("network_unreadable", reason=died.told) from died
        told = json.loads((folder / "told.json").read_text("utf-8"))
    linked = from_link(told["link"])
    return GivenNetwork(linked.setup, linked.weights, told["inputs"], told["outputs"], told["end"])
