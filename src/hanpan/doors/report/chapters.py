"""Chapters: their own content, and the parts that stand in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hanpan.doors.report.contents import Heading, numbered
from hanpan.doors.report.layers import Layer
from hanpan.doors.report.parts.catalogue import PANELS
from hanpan.doors.report.rendering import rendered
from hanpan.doors.report.sections.algorithms.chapter import algorithms
from hanpan.doors.report.sections.business.chapter import business
from hanpan.doors.report.sections.columns.chapter import columns
from hanpan.doors.report.sections.curves.chapter import curves
from hanpan.doors.report.sections.deployment.chapter import deployment
from hanpan.doors.report.sections.evaluation.chapter import evaluation
from hanpan.doors.report.sections.glossary.chapter import terms
from hanpan.doors.report.sections.modeling.chapter import modeling
from hanpan.doors.report.sections.numbers.chapter import numbers
from hanpan.doors.report.sections.opening import opening
from hanpan.doors.report.sections.preparation.chapter import preparation
from hanpan.doors.report.sections.reasons.chapter import reasons
from hanpan.doors.report.sections.understanding.chapter import understanding
from hanpan.doors.report.sections.value.chapter import value
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

_CONTENT: dict[str, Callable[[Study, Words], dict[str, Any] | None]] = {
    "value": value,
    "reasons": reasons,
    "evaluation": evaluation,
    "business": business,
    "understanding": understanding,
    "preparation": preparation,
    "modeling": modeling,
    "deployment": deployment,
    "columns": columns,
    "numbers": numbers,
    "algorithms": algorithms,
    "curves": curves,
    "glossary": terms,
}
"""What a chapter itself shows; one that is not here holds parts only."""


@dataclass(frozen=True)
class Chapter:
    """A rendered chapter: what it concludes, its content, and the headings in it."""

    name: str
    opening: str
    content: Markup
    parts: list[Heading]


def chapters(layer: Layer, study: Study, words: Words, missing: list[str]) -> list[Chapter]:
    """Those of a layer that have something to show; panels that show nothing are added to ``missing``."""
    made = (chapter(name, study, words, missing) for name in layer.chapters)
    return [one for one in made if one is not None]


def chapter(name: str, study: Study, words: Words, missing: list[str] | None = None) -> Chapter | None:
    """One chapter; None where it has nothing to show."""
    build = _CONTENT.get(name)
    part = build(study, words) if build is not None else None
    own = [rendered(f"sections/{name}/chapter.html", words, part=part)] if part is not None else []
    blocks = [*own, *_panels(name, study, words, [] if missing is None else missing)]
    if not blocks:
        return None
    content, parts = numbered(name, Markup("\n").join(blocks))
    return Chapter(name, opening(name, study, words), content, parts)


def _panels(chapter: str, study: Study, words: Words, missing: list[str]) -> list[Markup]:
    """The panels of a chapter; one that fails leaves a note in its place, and the rest of the report stands."""
    made = []
    for panel in PANELS:
        if panel.chapter_in(study) != chapter:
            continue
        try:
            shown = panel.build(study, words)
            if shown:
                made.append(rendered(panel.file, words, panel=shown))
            else:
                missing.append(panel.name)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"[:200]
            made.append(rendered("templates/panel_failed.html", words, name=panel.name, reason=reason))
    return made
