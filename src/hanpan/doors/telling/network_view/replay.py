"""A network of a study's board as it learnt, in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.doors.telling.network_view.view import framed
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import default_language, text
from hanpan.insights.watching.record import recording_of
from hanpan.modeling.networks.room.recorded.recording import Recording
from hanpan.study.folder import open_study
from hanpan.study.record import Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Replay:
    """A training of a network of the board; a notebook shows it as the network room does, epoch by epoch.

    Attributes
    ----------
    model
        Its row of the board.
    recording
        Weights of some epochs, curves, some prepared rows; ``recording.training(epoch)`` is the network as it stood
        after an epoch, which can be trained on, step by step.
    """

    model: str
    recording: Recording

    def to_frame(self) -> pd.DataFrame:
        """Losses and shares answered right (R² for values) of every epoch, 0 before training."""
        import pandas as pd

        found = self.recording
        told = {name: getattr(found, name) for name in ("loss", "val_loss", "right", "val_right")}
        return pd.DataFrame({"epoch": range(len(found.loss)), **told})

    def plot(self) -> Any:
        """A matplotlib figure: the losses, and the epoch whose weights the network answers with."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(6, 3.4), layout="constrained")
        axes, frame = figure.subplots(), self.to_frame()
        for name in ("loss", "val_loss"):
            axes.plot(frame["epoch"], frame[name], label=name)
        axes.axvline(self.recording.chosen, color="grey", linewidth=1)
        axes.set(xlabel="epoch", ylabel="loss")
        axes.legend(frameon=False)
        return figure

    def __repr__(self) -> str:
        found = self.recording
        told = {"model": self.model, "epochs": found.epochs[-1], "kept": len(found.epochs) - 1}
        return f"<{text('record.replay', default_language(), **told)}>"

    def _repr_html_(self) -> str:
        return framed(self.recording.values(), default_language())


def replay(study: Study | str | Path) -> Replay:
    """The best network of a study's board that is small enough to be drawn, as it learnt.

    Parameters
    ----------
    study
        A study, or its folder.

    Raises
    ------
    UsageError
        There is no study, or no training was recorded in it.
    """
    found = study if isinstance(study, Study) else open_study(Path(study))
    trainings = found.insights.watching.networks if found.insights.watching is not None else []
    for training in trainings:
        recorded = recording_of(found.folder, training)
        if recorded is not None:
            recorded.training()  # a damaged file is told now
            return Replay(training.model, recorded)
    raise UsageError("replay_absent", study=found.name)
