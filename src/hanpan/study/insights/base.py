"""What an insight is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hanpan.data.schema import Column
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.budget import Deadline
from hanpan.foundation.findings import Finding
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.board.board import Board
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.search.filling import Filled
from hanpan.modeling.trial import Trial
from hanpan.study.chosen import Chosen
from hanpan.study.understanding import Understood

Answers = list[dict[str, Any]]
# Why a part of the report is not there; the words are ``absent.reason.<reason>``.
Reason = Literal[
    "time", "slow", "rows", "task", "images", "tables", "columns", "baseline", "model", "common", "not_asked", "off",
    "nothing", "failed",
]  # fmt: skip


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
        When an insight stops, with what it has or with nothing. Without an end, insights are counted and not timed: no
        model is too slow for them.
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

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that models see."""
        return self.understood.schema.features

    @property
    def on_images(self) -> bool:
        """Whether the rows are pictures."""
        return self.understood.schema.image is not None

    def quick(self, trial: Trial, longest: float) -> bool:
        """Whether a fold is fitted in so many seconds; any model is quick enough where no clock runs."""
        return not self.until.limited or trial.fit_seconds <= longest


def no_jobs(scene: Scene) -> list[dict[str, Any]]:
    """Nothing for the workers to do."""
    del scene
    return []


def nothing_noticed(record: Any) -> list[Finding]:
    """Nothing to tell beside the record itself."""
    del record
    return []


def always(scene: Scene) -> Reason | None:
    """There may be something to say about any study."""
    del scene
    return None


def no_network(scene: Scene) -> Reason:
    """Why no network of the board can be looked at: there is none, or all take too long for the time left."""
    rows = (row for row in scene.board.ranked if row.algorithm not in ("ensemble", "baseline"))
    return "slow" if any(algorithm(row.algorithm).family == "network" for row in rows) else "model"


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
    absent
        ``absent(scene)``: why there can be nothing to say about this study; None where there can be.
    seconds
        The most that ``make`` may take, and the most that each of its errands may take, where a clock runs.
    """

    name: str
    make: Callable[[Scene, Answers], Any]
    jobs: Callable[[Scene], list[dict[str, Any]]] = no_jobs
    notice: Callable[[Any], list[Finding]] = nothing_noticed
    urgent: Callable[[Scene], bool] = not_urgent
    absent: Callable[[Scene], Reason | None] = always
    seconds: float = 5.0
