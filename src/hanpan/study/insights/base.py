"""What an insight is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanpan.evaluation.record import Evaluation
from hanpan.foundation.budget import Deadline
from hanpan.foundation.findings import Finding
from hanpan.modeling.board import Board
from hanpan.modeling.filling import Filled
from hanpan.modeling.model import Model
from hanpan.study.chosen import Chosen
from hanpan.study.understanding import Understood

Answers = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A judged study. Rows of the hold-out (``understood.holdout``) may be judged on, never fitted on.

    Attributes
    ----------
    understood
        Problem, schema, profile, ``bench`` (development rows with folds), hold-out rows.
    filled
        Out-of-fold outputs by candidate key, and the ensemble.
    chosen
        The row of the board that was judged, its voices and their fits, its output on the hold-out.
    model
        The chosen row fitted on development rows: ``model.output(frame)``.
    until
        When an insight stops, with what it has or with nothing.
    folder
        The study's, for what is kept as files; None where nothing is kept.
    """

    understood: Understood
    filled: Filled
    board: Board
    chosen: Chosen
    model: Model
    evaluation: Evaluation
    seed: int
    until: Deadline
    folder: Path | None = None


def no_jobs(scene: Scene) -> list[dict[str, Any]]:
    """Nothing for the workers to do."""
    del scene
    return []


def nothing_noticed(record: Any) -> list[Finding]:
    """Nothing to tell beside the record itself."""
    del record
    return []


def always(scene: Scene) -> bool:
    """There may be something to say about any study."""
    del scene
    return True


def not_urgent(scene: Scene) -> bool:
    """Errands wait for those of the insights before."""
    del scene
    return False


@dataclass(frozen=True)
class Insight:
    """Something worth knowing about a judged study.

    Attributes
    ----------
    name
        Key of ``study.insights``.
    make
        ``make(scene, answers)`` gives a record of plain values (dataclass, dict), or None where there is nothing to
        say. ``answers`` are those of its errands that came back well, each with its question under ``job``.
    jobs
        ``jobs(scene)``: errands for the workers (``{"kind": ..., ...}``), where something heavy must be fitted.
    notice
        ``notice(record)``: Findings about the study that follow from it.
    urgent
        ``urgent(scene)``: whether its errands go before those of all others.
    concerns
        ``concerns(scene)``: whether there can be anything to say; else its absence is no lack.
    seconds
        The most that ``make`` may take, and the most that each of its errands may take.
    """

    name: str
    make: Callable[[Scene, Answers], Any]
    jobs: Callable[[Scene], list[dict[str, Any]]] = no_jobs
    notice: Callable[[Any], list[Finding]] = nothing_noticed
    urgent: Callable[[Scene], bool] = not_urgent
    concerns: Callable[[Scene], bool] = always
    seconds: float = 5.0
