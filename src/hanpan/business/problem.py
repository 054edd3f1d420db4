"""The Problem: a question in words and in a table's terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hanpan.business.hypothesis import Hypothesis
from hanpan.business.value import Worth

Task = Literal["regression", "binary", "multiclass"]
TASKS: tuple[Task, ...] = ("regression", "binary", "multiclass")
DEFAULT_METRIC: dict[Task, str] = {"regression": "rmse", "binary": "auc", "multiclass": "log_loss"}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is to be predicted, and how it is judged.

    ``unit`` is that of y, ``unit_of_analysis`` what a row stands for (see ``business.unit``).
    ``contact``: whom to ask about the model.
    ``groups`` are names of columns that belong together, as ``[groups]`` of the card has them.

    ``labels`` are the classes in the order of their codes 0 ... C-1 (empty for regression); for two classes
    ``labels[1]`` is the positive one. ``value`` is what answers are worth, where the card says so. ``task_reason`` and
    ``positive_reason`` name texts ``reason.<...>``.
    """

    target: str
    task: Task
    metric: str
    labels: tuple[str, ...] = ()
    task_reason: str = ""
    positive_reason: str = ""
    question: str = ""
    unit: str = ""
    unit_of_analysis: str = ""
    contact: str = ""
    group: str | None = None
    time: str | None = None
    unknown_at_prediction: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = field(default=())
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    value: Worth | None = None

    @property
    def positive(self) -> str | None:
        """The positive label of a two-class problem."""
        return self.labels[1] if self.task == "binary" else None

    @property
    def n_outputs(self) -> int:
        """1 for regression, else the number of classes."""
        return len(self.labels) or 1
