"""A person's own networks, opened and checked in a process apart before any trial.

What travels is a ``.keras`` file: no object of the person's, and no code, reaches a worker.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanpan.foundation import errors
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.given.reading import COMPILED, portable
from hanpan.modeling.workers.guarded import worker_environment

PROGRAM = "hanpan.modeling.networks.estimators.own_opening"
_SECONDS = 120
_BY_KERAS = re.compile(r"(sequential|functional|model)(_\d+)?")  # names that Keras gives where the person gave none


@dataclass(frozen=True)
class OwnNetwork:
    """A person's network as it begins: a ``.keras`` file. ``name`` tells its content from any other's.

    ``legacy``: loss and optimizer, where they were read out of an ``.h5`` file.
    """

    name: str
    content: bytes
    n_parameters: int
    legacy: dict[str, str] | None = None


def bring(networks: Sequence[Any], columns: Sequence[str], n_classes: int, seed: int) -> list[OwnNetwork]:
    """Open and check networks.

    Parameters
    ----------
    networks
        Keras models, builders ``f(n_inputs, n_outputs)``, or paths (``.py``, ``.keras``, ``.h5``).
    columns
        Names of the prepared columns.
    n_classes
        0 for regression.
    seed
        Of whatever is random in a person's program.

    Raises
    ------
    NetworkError
        One does not fit the columns or the task, or cannot be opened.
    UsageError
        A file is absent or has no network in it.
    """
    with tempfile.TemporaryDirectory(prefix="hanpan-") as name:
        folder = Path(name)
        paths = [_path(network, folder / f"given{at}.keras", columns, n_classes) for at, network in enumerate(networks)]
        ask = {"paths": [str(path.absolute()) for path in paths], "columns": list(columns), "n_classes": n_classes}
        (folder / "ask.json").write_text(json.dumps({**ask, "seed": seed}), "utf-8")
        told = _answer(folder)
        found = [
            OwnNetwork(
                f"{called(network)}-{each['fingerprint']}",
                (folder / f"{at}.keras").read_bytes(),
                each["n_parameters"],
                each.get("legacy"),
            )
            for at, (network, each) in enumerate(zip(networks, told, strict=True))
        ]
    return list({network.name: network for network in found}.values())


def called(network: Any) -> str:
    """A short name for a network: of its file, its function or, where the person gave one, its model.

    Examples
    --------
    >>> called("models/my network.py")
    'my_network'
    """
    name = Path(network).stem if isinstance(network, str | Path) else getattr(network, "__name__", None)
    name = name or str(getattr(network, "name", ""))
    return "network" if _BY_KERAS.fullmatch(name) else re.sub(r"\W+", "_", name).strip("_")[:40] or "network"


def _path(network: Any, place: Path, columns: Sequence[str], n_classes: int) -> Path:
    """Where a network lies: its own file, or one made of the object here, with the Keras that it runs on."""
    if isinstance(network, str | Path):
        return Path(network)
    content, compiled = portable(network, len(columns), n_classes)
    place.write_bytes(content)
    place.with_suffix(COMPILED).write_text(json.dumps(compiled), "utf-8")
    return place


def _answer(folder: Path) -> list[dict[str, Any]]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", PROGRAM, str(folder)],
            env=worker_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NetworkError("network_child", reason=f"{_SECONDS} s", seconds=_SECONDS) from error
    answer = folder / "told.json"
    if not answer.is_file():
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        reason = " ".join([f"exit status {done.returncode}", *last])[:200]
        raise NetworkError("network_child", reason=reason, seconds=_SECONDS)
    told = json.loads(answer.read_text("utf-8"))
    if isinstance(told, dict):
        raise getattr(errors, told["error"])(told["key"], **told["fields"])
    return list(told)
