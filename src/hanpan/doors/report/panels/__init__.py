"""Panels: parts of the report's chapters. One file and one template each, shown after the chapter's own content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hanpan.doors.report.panels import (
    activations,
    columns,
    complexity,
    contributions,
    dependence,
    hypotheses,
    image_answers,
    images,
    rare,
    routes,
    sizes,
    together,
)
from hanpan.doors.report.words import Words
from hanpan.study.record import Study


@dataclass(frozen=True)
class Panel:
    """A part of a chapter.

    ``build(study, words)`` gives what the template ``panels/<name>.html`` shows as ``panel``, or None for nothing.
    """

    name: str
    chapter: str
    build: Callable[[Study, Words], dict[str, Any] | None]


PANELS: tuple[Panel, ...] = (
    Panel("hypotheses", "business", hypotheses.build),
    Panel("columns", "understanding", columns.build),
    Panel("together", "understanding", together.build),
    Panel("images", "understanding", images.build),
    Panel("sizes", "modeling", sizes.build),
    Panel("routes", "modeling", routes.build),
    Panel("complexity", "modeling", complexity.build),
    Panel("activations", "modeling", activations.build),
    Panel("image_answers", "evaluation", image_answers.build),
    Panel("rare", "evaluation", rare.build),
    Panel("dependence", "evaluation", dependence.build),
    Panel("contributions", "evaluation", contributions.build),
)


def panels_of(chapter: str, study: Study, words: Words) -> list[dict[str, Any]]:
    """The panels of a chapter that have something to show, each with its ``template``."""
    built = [(panel, panel.build(study, words)) for panel in PANELS if panel.chapter == chapter]
    return [{"template": f"panels/{panel.name}.html", **shown} for panel, shown in built if shown]
