"""A network of the board trained once more on all development rows, watched from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from hanpan.business.problem import Problem
from hanpan.modeling.curves.watched import Watched, watch
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.listening.progress import about
from hanpan.modeling.network_picture import NetworkPicture
from hanpan.modeling.networks.room.recorded.recording import Recording
from hanpan.modeling.workers.errands import Errand


@dataclass(frozen=True, kw_only=True)
class TrainedOnce:
    """What ``WatchedTraining`` tells of it, and the signals that were measured on its curves."""

    rows: int
    columns: list[str]
    history: dict[str, list[float | None]]
    chosen: int
    watched: Watched
    picture: NetworkPicture
    lines: list[str]
    files: list[str]
    equation: str
    loss: str
    recording: Recording | None = None


@dataclass(frozen=True, kw_only=True)
class TrainOnce(Errand):
    """The network of a Candidate; ``folder`` for its checkpoints, if there is one."""

    answer: ClassVar = TrainedOnce
    folder: str | None = None

    def do(self, bench: Bench, seconds: float) -> TrainedOnce:
        """Its training from beginning to end."""
        from hanpan.modeling.networks.compiled.checkpoints import Checkpoints
        from hanpan.modeling.networks.compiled.snapshots import Snapshots
        from hanpan.modeling.networks.compiled.watchers import watched_by
        from hanpan.modeling.networks.plain.equation import single_node
        from hanpan.modeling.networks.room.recorded.recording import most_epochs
        from hanpan.modeling.networks.room.recorded.watching import network_recording
        from hanpan.modeling.networks.stored.picture import picture

        del seconds
        name, key = self.candidate.algorithm, self.candidate.key
        kept = Checkpoints(Path(self.folder), f"{name}-{key}") if self.folder else None
        snapshots = Snapshots(most_epochs)
        with about(algorithm=name, candidate=key), watched_by(*([kept] if kept else ()), snapshots):
            fitted = fit_once(bench, self.candidate)
        if kept is not None and kept.lines:
            kept.write_log()
        network, columns = fitted.estimator.fitted, list(fitted.preparer.feature_names_)
        recording = network_recording(network, snapshots, fitted.preparer, bench.frame, bench.schema, bench.problem)
        return TrainedOnce(
            rows=len(bench.y),
            columns=columns,
            history=network.history_,
            chosen=int(network.epochs_),
            watched=watch(network),
            picture=picture(network.model_),
            lines=kept.lines if kept else [],
            files=[path.name for path in kept.files] if kept else [],
            equation=single_node(network, columns, bench.problem.target),
            loss=_loss(network, bench.problem),
            recording=recording,
        )


def _loss(network: Any, problem: Problem) -> str:
    """What the curves of a network tell, as ``WatchedTraining.loss`` names it."""
    if problem.task != "regression":
        return "log_loss"
    return "mse_standard" if network.record_.target_scale != 1 else "mse"
