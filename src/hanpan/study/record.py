"""The Study: the records of the six phases of one question, kept in one folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hanpan.business.problem import Problem
from hanpan.data.dataset import Reading
from hanpan.data.profiling.profile import Profile
from hanpan.data.schema import Schema
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.findings import Finding
from hanpan.insights.record import Insights
from hanpan.modeling.board.board import Board
from hanpan.modeling.folds.design import DesignRecord
from hanpan.modeling.trial import RowsFitted
from hanpan.preparation.preview import Preview
from hanpan.preparation.recipe import Recipe


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """What lies in model.hanpan, and on which rows it was trained; ``fits``: on which rows each member was."""

    model: str
    algorithm: str
    trained_on: RowsFitted
    file: str
    fits: dict[str, RowsFitted] = field(default_factory=dict)


@dataclass(kw_only=True)
class Study:
    """One question asked of one table, as far as it has come: a phase that has not run is None.

    Attributes
    ----------
    card_folder
        Where the card lay; the paths of its joined tables count from there.
    recipes
        Per algorithm, its Recipe.
    previews
        Per algorithm, ``names`` and the first ``rows`` of the prepared table.
    left_out
        Columns that reach no model, with a text key ``left_out.<reason>``.
    insights
        What is worth knowing about the judged study: one record each, see ``hanpan.insights.record.Insights``.
    absent
        Names of those that are not there, each with the reason (``absent.reason.<reason>``).
    seconds
        Seconds per phase.
    environment
        Versions of what took part.
    requirement_met
        Whether ``--require`` holds on the hold-out; None when nothing was required.
    requirement
        The rule of ``--require``.
    """

    folder: Path
    name: str
    language: str
    options: dict[str, Any]
    card_folder: str = ""
    problem: Problem | None = None
    reading: Reading | None = None
    schema: Schema | None = None
    fingerprint: str = ""
    profile: Profile | None = None
    design: DesignRecord | None = None
    recipes: dict[str, Recipe] = field(default_factory=dict)
    previews: dict[str, Preview] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    board: Board | None = None
    evaluation: Evaluation | None = None
    shipped: Shipped | None = None
    insights: Insights = field(default_factory=Insights)
    absent: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    requirement_met: bool | None = None
    requirement: str = ""
    interrupted: bool = False
    complete: bool = False

    @property
    def winner_recipe(self) -> Recipe | None:
        """The recipe of the chosen model (of an ensemble's first member)."""
        if self.board is None:
            return None
        row = self.board.winner
        name = row.algorithm
        if row.members:
            first = max(row.members, key=lambda member: row.members[member])
            name = next((other.algorithm for other in self.board.rows if other.model == first), name)
        return self.recipes.get(name)

    @property
    def model_path(self) -> Path | None:
        """Where the model file lies, once there is one."""
        return self.folder / self.shipped.file if self.shipped else None
