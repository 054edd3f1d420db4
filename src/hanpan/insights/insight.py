"""What an insight is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hanpan.foundation.findings import Finding
from hanpan.insights.scene import Scene
from hanpan.modeling.workers.errands import Errand, Fetched

Answers = list[Fetched[Any, Any]]
# Why a part of the report is not there; the words are ``absent.reason.<reason>``.
Reason = Literal[
    "time",
    "slow",
    "rows",
    "task",
    "images",
    "tables",
    "columns",
    "baseline",
    "model",
    "common",
    "not_asked",
    "off",
    "nothing",
    "failed",
]


def no_errands(scene: Scene) -> list[Errand]:
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
        Its field of ``Insights``, which is ``study.insights``.
    make
        ``make(scene, answers)`` gives the record that is its field of ``Insights`` (of an insight from outside of this
        package: plain values, as a file gives them back), or None where there is nothing to say. ``answers`` are those
        of its errands that came back well.
    errands
        ``errands(scene)``: errands for the workers, where something heavy must be fitted.
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
    errands: Callable[[Scene], Sequence[Errand]] = no_errands
    notice: Callable[[Any], list[Finding]] = nothing_noticed
    urgent: Callable[[Scene], bool] = not_urgent
    absent: Callable[[Scene], Reason | None] = always
    seconds: float = 5.0
