"""A checkpoint of every epoch that improves, and the lines Keras' ``ModelCheckpoint`` says about them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from hanpan.modeling.listening.progress import tell
from hanpan.modeling.networks.stored import adapter
from hanpan.modeling.networks.stored.keras_files import keras_bytes

MOST_BYTES = 64 * 2**20  # of all checkpoints of a network; beyond, the oldest make room for the newest
MOST_FILES = 100


class Checkpoints:
    """Files ``NAME-epoch-010.keras`` of improved epochs in a folder, and one line for every epoch.

    Parameters
    ----------
    folder
        Where they are put; made if it is not there.
    name
        Beginning of the files' names; what an earlier training left under it is removed.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._forget()

    def begin(self, model: Any, fit_rows: Any, valid: Any) -> None:
        """Forget all epochs so far: the training begins anew."""
        del model, fit_rows, valid
        self._forget()

    def _forget(self) -> None:
        self.lines: list[str] = []
        self.files: list[Path] = []
        self._best, self._bytes = math.inf, 0
        if self.folder.is_dir():
            for old in self.folder.glob(f"{self.name}-epoch-*.keras"):
                old.unlink()

    def note(self, model: Any, epoch: int, weights: Any, losses: list[float]) -> None:
        """Keep an epoch (1-based) if its loss, the last of ``losses``, is the lowest so far."""
        monitor, loss = ("val_loss" if len(losses) > 1 else "loss"), losses[-1]
        if not loss < self._best:
            return self._say(f"Epoch {epoch}: {monitor} did not improve from {self._best:.5f}")
        path = self.folder / f"{self.name}-epoch-{epoch:03d}.keras"
        self._say(f"Epoch {epoch}: {monitor} improved from {self._best:.5f} to {loss:.5f}, saving model to {path.name}")
        self._best = loss
        adapter.give_trained(model, weights)
        self._keep(path, keras_bytes(model))
        return None

    def write_log(self) -> Path:
        """The lines as ``NAME.log`` beside the files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self.name}.log"
        path.write_text("\n".join([*self.lines, ""]), "utf-8")
        return path

    def _keep(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files.append(path)
        self._bytes += len(content)
        while len(self.files) > 1 and (self._bytes > MOST_BYTES or len(self.files) > MOST_FILES):
            oldest = self.files.pop(0)
            self._bytes -= oldest.stat().st_size
            oldest.unlink()

    def _say(self, line: str) -> None:
        self.lines.append(line)
        tell("checkpoint", line=line)
