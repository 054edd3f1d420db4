"""Panels: parts of the report's chapters. One file and one template each, shown after the chapter's own content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hanpan.doors.report.panels import (
    activations,
    calibrated,
    coefficients,
    columns,
    complexity,
    contributions,
    dependence,
    equation,
    fairness,
    hypotheses,
    image_answers,
    images,
    insides,
    intervals,
    learning_rate,
    lesson,
    rare,
    routes,
    segments,
    sizes,
    together,
    tree,
    watching,
)
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


@dataclass(frozen=True)
class Panel:
    """A part of a chapter.

    ``build(study, words)`` gives what the template ``panels/<template>.html`` (that of its name if none is given) shows
    as ``panel``, or None for nothing. ``plain`` is a template for a ``title``, ``sentences`` and ``charts``.
    """

    name: str
    chapter: str
    build: Callable[[Study, Words], dict[str, Any] | None]
    template: str = ""


PANELS: tuple[Panel, ...] = (
    Panel("hypotheses", "business", hypotheses.build),
    Panel("columns", "understanding", columns.build),
    Panel("together", "understanding", together.build),
    Panel("images", "understanding", images.build),
    Panel("sizes", "modeling", sizes.build),
    Panel("equation", "modeling", equation.build),
    Panel("watching", "modeling", watching.build),
    Panel("routes", "modeling", routes.build),
    Panel("complexity", "modeling", complexity.build),
    Panel("activations", "modeling", activations.build),
    Panel("learning_rate", "modeling", learning_rate.build),
    Panel("insides", "modeling", insides.build),
    Panel("lesson", "modeling", lesson.build),
    Panel("image_answers", "evaluation", image_answers.build),
    Panel("rare", "evaluation", rare.build),
    Panel("dependence", "evaluation", dependence.build),
    Panel("contributions", "evaluation", contributions.build),
    Panel("coefficients", "evaluation", coefficients.build),
    Panel("tree", "evaluation", tree.build),
    Panel("intervals", "evaluation", intervals.build),
    Panel("calibrated", "evaluation", calibrated.build),
    Panel("segments", "evaluation", segments.build),
    Panel("fairness", "evaluation", fairness.build),
)
