"""A network of the board trained once more on all development rows, watched from beginning to end."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.business.problem import Problem
from hanpan.foundation.files import from_plain
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.curves.watched import watch
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.listening.progress import about

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate``, ``folder`` (for checkpoints, or None)."""
    from hanpan.modeling.networks.compiled.checkpoints import Checkpoints, checkpointing
    from hanpan.modeling.networks.plain.equation import single_node
    from hanpan.modeling.networks.stored.picture import picture

    bench = workshop.bench()
    candidate = from_plain(job["candidate"], Candidate)
    kept = Checkpoints(Path(job["folder"]), f"{candidate.algorithm}-{candidate.key}") if job["folder"] else None
    with about(algorithm=candidate.algorithm, candidate=candidate.key), checkpointing(kept) if kept else nullcontext():
        fitted = fit_once(bench, candidate)
    if kept is not None and kept.lines:
        kept.write_log()
    network, columns = fitted.estimator.fitted, list(fitted.preparer.feature_names_)
    model = network.model_
    return {
        "rows": len(bench.y),
        "columns": columns,
        "history": network.history_,
        "chosen": int(network.epochs_),
        "watched": asdict(watch(network)),
        "picture": asdict(picture(model)),
        "lines": kept.lines if kept else [],
        "files": [path.name for path in kept.files] if kept else [],
        "equation": single_node(network, columns, bench.problem.target),
        "loss": _loss(network, bench.problem),
    }


def _loss(network: Any, problem: Problem) -> str:
    """What the curves of a network tell, as ``WatchedTraining.loss`` names it."""
    if problem.task != "regression":
        return "log_loss"
    return "mse_standard" if network.record_.target_scale != 1 else "mse"
