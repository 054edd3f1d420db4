"""Networks of the board, trained once more and watched from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import from_json
from hanpan.foundation.findings import Finding
from hanpan.foundation.showing import AsRows
from hanpan.modeling.network_picture import NetworkPicture
from hanpan.modeling.networks.room.recorded.recording import Recording

CHECKPOINTS = "checkpoints"  # folder of a study
RECORDING = ".room.json"  # ending of a recording's name


@dataclass(frozen=True, kw_only=True)
class WatchedTraining:
    """One training of a network from beginning to end.

    Attributes
    ----------
    model, algorithm
        Its row of the board.
    rows, columns
        Development rows it was given; names of the prepared columns.
    history, chosen
        Curves under Keras' names; the epoch (1-based) whose weights are kept.
    findings
        What the curves suggest.
    lines, files
        What ``ModelCheckpoint`` would say of each epoch; the checkpoints, in the study's folder ``checkpoints``.
    equation
        That of a network which is a single node; empty otherwise.
    loss
        What the curves tell: ``log_loss``, ``mse`` in the squared unit of y, or ``mse_standard`` of a standardised y.
    recording
        The file in ``checkpoints`` with weights of some epochs, as the network room shows them; empty without one.
    """

    model: str
    algorithm: str
    rows: int
    columns: list[str]
    history: dict[str, list[float | None]]
    chosen: int
    findings: list[Finding]
    picture: NetworkPicture
    lines: list[str]
    files: list[str]
    equation: str = ""
    loss: str = ""
    recording: str = ""


@dataclass(frozen=True, kw_only=True)
class Watching(AsRows):
    """The best network that Keras trains, and the best of all where that is another one."""

    networks: list[WatchedTraining]


def recording_of(folder: Path, training: WatchedTraining) -> Recording | None:
    """The recording of a training in the study's folder; None where there is none, or none that can be read."""
    path = folder / CHECKPOINTS / training.recording
    if not training.recording or path.name != training.recording or not path.is_file():
        return None
    try:
        return from_json(path.read_bytes(), Recording)
    except UsageError:
        return None
