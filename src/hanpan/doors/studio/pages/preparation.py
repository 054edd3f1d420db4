"""Phase 3: what each algorithm needs, its recipe, and the table before and after; before a run, on a sample."""

from __future__ import annotations

from functools import partial

from nicegui import ui

from hanpan.doors.report.sections.modeling.balance import balance_of_chosen
from hanpan.doors.report.sections.opening import opening
from hanpan.doors.report.sections.preparation.recipes import recipe_of
from hanpan.doors.studio.desk.preparing import prepared_of
from hanpan.doors.studio.parts import choice, fragment, heading, later, link, paragraph, section, terminal
from hanpan.doors.studio.recorded import headed
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import on_study, working
from hanpan.modeling.algorithms.catalogue import TAUGHT
from hanpan.study.record import Study


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    asked = bool(work.card_path.is_file() and work.card().problem.target)
    with section():
        headed(visit)
        if work.study is not None:
            terminal(visit, on_study(work, "report"))
        if not asked:
            paragraph(visit.text("studio.modeling.no_target"))
            link(visit.text("studio.next", page=visit.text("studio.page.business.title")), visit.to("business"), "next")
    if asked:
        with section(visit.text("studio.preparation.other")):
            later(visit, partial(prepared_of, work, visit.language), partial(_choosing, visit))


def _choosing(visit: Visit, study: Study) -> None:
    """The recipe of the algorithm that the address names, of the chosen model, or of another."""
    names = [name for name in TAUGHT if name in study.recipes and name != "baseline"]
    if not names:
        return
    asked, best = visit.query.get("algorithm", ""), study.winner_recipe
    winners = [name for name in names if study.recipes[name] == best]
    chosen = asked if asked in names else (winners or names)[0]
    if study.board is None:
        paragraph(visit.text("studio.preparation.planned"), "small")
    else:
        for told in (opening("preparation", study, visit.words), *balance_of_chosen(study, visit.words)):
            paragraph(told)

    def draw(name: str) -> None:
        shown.clear()
        with shown:
            heading(3, visit.words.algorithm(name))
            fragment(recipe_of(name, study, visit.words))

    with ui.element("div").classes("form"):
        among = {name: visit.words.algorithm(name) for name in names}
        choice(visit.text("studio.preparation.algorithm"), among, chosen, draw)
    shown = ui.element("div").props("aria-live=polite")
    draw(chosen)
