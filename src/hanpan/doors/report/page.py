"""The page: every part of a study, rendered into one HTML file that needs nothing else."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

import hanpan
from hanpan.doors.report.contents import numbered
from hanpan.doors.report.parts.catalogue import PANELS
from hanpan.doors.report.rendering import environment, own_file, policy, rendered
from hanpan.doors.report.sections.business.chapter import business
from hanpan.doors.report.sections.deployment.chapter import deployment
from hanpan.doors.report.sections.evaluation.chapter import evaluation
from hanpan.doors.report.sections.glossary.glossary import glossary
from hanpan.doors.report.sections.modeling.chapter import modeling
from hanpan.doors.report.sections.opening import opening
from hanpan.doors.report.sections.preparation.chapter import preparation
from hanpan.doors.report.sections.summary.absent import absent
from hanpan.doors.report.sections.summary.summary import summary, table_name
from hanpan.doors.report.sections.understanding.chapter import understanding
from hanpan.doors.telling.look import look
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

CHAPTERS = {
    "business": business,
    "understanding": understanding,
    "preparation": preparation,
    "modeling": modeling,
    "evaluation": evaluation,
    "deployment": deployment,
}


def page(study: Study, language: str) -> str:
    """The whole page as HTML."""
    words = Words(language, study.problem.unit_of_analysis if study.problem else "")
    missing: list[str] = []
    chapters = {name: _chapter(name, study, words, missing) for name in CHAPTERS}
    script, style = own_file("templates/script.js") + own_file("sections/value/cutoff.js"), look()
    return (
        environment()
        .get_template("templates/page.html")
        .render(
            t=words.text,
            language=language,
            table_name=table_name(study),
            summary=summary(study, words),
            chapters={name: chapter for name, chapter in chapters.items() if chapter},
            absent=absent(study, missing, words),
            glossary=glossary(words),
            version=hanpan.__version__,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=policy(script),
        )
    )


def _chapter(name: str, study: Study, words: Words, missing: list[str]) -> dict[str, Any] | None:
    """What a chapter concludes, its content with the panels, and the parts of both; None where there is no record.

    Panels that show nothing are added to ``missing``.
    """
    part = CHAPTERS[name](study, words)
    if part is None:
        return None
    own = rendered(f"sections/{name}/chapter.html", words, part=part)
    content, parts = numbered(name, Markup("\n").join([own, *_panels(name, study, words, missing)]))
    return {"opening": opening(name, study, words), "content": content, "parts": parts}


def _panels(chapter: str, study: Study, words: Words, missing: list[str]) -> list[Markup]:
    """The panels of a chapter; one that fails leaves a note in its place, and the rest of the report stands."""
    made = []
    for panel in PANELS:
        if panel.chapter != chapter:
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
