"""The start: a table is dropped, named or chosen; works that were begun are gone on with."""

from __future__ import annotations

from pathlib import Path

from nicegui import run, ui

from hanpan.doors.studio.desk.looking import dataset_of
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.dropping import dropping, receiving
from hanpan.doors.studio.guard import megabytes
from hanpan.doors.studio.parts import button, entry, heading, link, paragraph, refusal, section, tag, terminal, title
from hanpan.doors.studio.visit import Visit
from hanpan.foundation.errors import HanpanError
from hanpan.study.folder import JOURNAL

BUNDLED = ("breast_cancer", "diabetes", "iris", "wine")
_MOST_WORKS = 12


def show(visit: Visit) -> None:
    """Draw the page."""
    receiving()
    with section():
        title(visit.text("studio.start.heading"))
        paragraph(visit.text("studio.start.lead"), "lead")
        said = ui.element("div")
        with ui.element("div").classes("ways"):
            _dropping(visit)
            _naming(visit, said)
        heading(3, visit.text("studio.start.bundled"))
        paragraph(visit.text("studio.start.bundled_lead"), "small")
        with ui.element("p").classes("choices"):
            for name in BUNDLED:
                button(name, lambda name=name: _opened(visit, said, f"sklearn:{name}"))
        terminal(visit, "hanpan studio churn.csv\nhanpan profile churn.csv")
    _begun(visit)


def _dropping(visit: Visit) -> None:
    most = visit.studio.options.max_upload
    with ui.element("div").classes("way"):
        heading(3, visit.text("studio.start.drop"))
        paragraph(visit.text("studio.start.drop_lead", most=megabytes(most)), "small")
        dropping(visit, visit.text("studio.start.choose"))


def _naming(visit: Visit, said: ui.element) -> None:
    told = {"path": ""}
    with ui.element("div").classes("way"):
        heading(3, visit.text("studio.start.name"))
        paragraph(visit.text("studio.start.name_lead"), "small")
        entry(visit.text("studio.start.path"), "", lambda value: told.update(path=value.strip()))
        button(visit.text("studio.start.open"), lambda: _opened(visit, said, told["path"]), "main")


async def _opened(visit: Visit, said: ui.element, table: str) -> None:
    """A study where one lies there, else a new work on the table, unless there is nothing of that name."""
    said.clear()
    if not table:
        return
    made = await run.io_bound(_work_on, visit, table)
    if isinstance(made, StudioWork):
        ui.navigate.to(visit.to(_where(made), work=made.name))
    elif made is not None:
        with said:
            refusal(made, visit)


def _work_on(visit: Visit, table: str) -> StudioWork | HanpanError:
    works = visit.studio.works
    try:
        if (Path(table) / JOURNAL).is_file():
            return works.open_study(Path(table))
        work = works.begin(table)
    except HanpanError as error:
        return error
    try:
        dataset_of(work)
    except HanpanError as error:
        if error.key == "file_absent":  # all else can be mended where the table is looked at
            works.drop(work)
            return error
    return work


def _begun(visit: Visit) -> None:
    works = list(visit.studio.works)[:_MOST_WORKS]
    if not works:
        return
    with section(visit.text("studio.start.begun")), ui.element("ul").classes("begun"):
        for work in works:
            with ui.element("li"):
                link(work.told.title, visit.to(_where(work), work=work.name))
                tag("span", visit.text(f"studio.start.state.{'study' if work.study else 'card'}"), "small")


def _where(work: StudioWork) -> str:
    return "modeling" if work.study else "business" if work.card_path.is_file() else "data"
