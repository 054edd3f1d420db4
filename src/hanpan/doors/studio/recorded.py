"""Pages that show what a run has recorded, with the chapters of the report."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup
from nicegui import ui

from hanpan.doors.report.chapters import chapter
from hanpan.doors.report.page import verdict
from hanpan.doors.report.rendering import SORTING
from hanpan.doors.studio.desk.looking import recorded_of
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import fragment, later, link, paragraph, section, title
from hanpan.doors.studio.visit import Visit
from hanpan.study.record import Study


@cache
def _moving() -> str:
    """What makes the cut-off of the report move, and its tables sort themselves whenever one comes."""
    report = files("hanpan.doors.report")
    cutoff, sorting = ((report / name).read_text("utf-8") for name in ("sections/value/cutoff.js", SORTING))
    watch = "new MutationObserver(() => sortable(document)).observe(document.body, { childList: true, subtree: true });"
    once = f'customElements.get("hanpan-cutoff") || (() => {{{cutoff}\n{sorting}\n{watch}}})();'
    return f"<script>{once}</script>"


def moving() -> None:
    """Bring the page what fragments of the report need to move."""
    ui.add_body_html(_moving())


def chapters_of(visit: Visit, work: StudioWork, *names: str) -> None:
    """Some chapters of the report, or that a run has to come first."""
    moving()
    later(visit, lambda: made_of(visit, recorded_of(work), names), lambda made: _shown(visit, made))


def made_of(visit: Visit, study: Study | None, names: tuple[str, ...]) -> list[Markup]:
    """The chapters of a study that have something to show."""
    if study is None:
        return []
    made = (chapter(name, study, visit.words) for name in names if name != SUMMARY)
    first = [verdict(study, visit.words)] if SUMMARY in names else []
    return [*first, *(_told(one.opening) + one.content for one in made if one is not None)]


SUMMARY = "summary"  # the first page of the report, among its chapters


def _told(opening: str) -> Markup:
    return Markup('<p class="opening">{}</p>').format(opening) if opening else Markup("")


def _shown(visit: Visit, made: list[Markup]) -> None:
    for part in made:
        if part.startswith("<section"):
            fragment(part)
            continue
        with section():
            fragment(part)
    if not made:
        with section():
            paragraph(visit.text("studio.not_yet"))
            to = visit.text("studio.next", page=visit.text("studio.page.modeling.title"))
            link(to, visit.to("modeling"), "next")


def headed(visit: Visit, *, lead: bool = True) -> None:
    """The heading of a page of a phase."""
    title(visit.text(f"studio.{visit.page}.heading"))
    if lead:
        paragraph(visit.text(f"studio.{visit.page}.lead"), "lead")
