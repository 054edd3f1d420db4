"""Phase 2: how the table was read, what its columns are, corrected by a click; what was noticed."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup
from nicegui import ui

from hanpan.data.dataset import Dataset
from hanpan.data.labels import label_texts
from hanpan.data.schema import KINDS, Column
from hanpan.doors.report.chapters import chapter
from hanpan.doors.studio.desk.answers import with_kind, with_run
from hanpan.doors.studio.desk.looking import dataset_of, study_of
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import (
    choice,
    entry,
    fragment,
    heading,
    later,
    link,
    paragraph,
    refusal,
    section,
    tag,
    terminal,
    title,
)
from hanpan.doors.studio.recorded import moving
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import command_of, working
from hanpan.doors.telling.events import reading_notes
from hanpan.doors.telling.words import clean, short
from hanpan.foundation.errors import HanpanError

_MOST_COLUMNS = 60
_EXAMPLES = 3
_READING = ("sep", "encoding", "header", "sheet", "query")
_AS_FOUND = ""


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    moving()
    with section():
        title(visit.text("studio.data.heading"))
        place = ui.element("div")

    def again() -> None:
        place.clear()
        with place:
            later(visit, lambda: dataset_of(work), partial(_read, visit, work, again), "studio.data.busy")

    again()
    with section():
        _reading(visit, work, again)
        terminal(visit, command_of(work, "profile"))
        link(visit.text("studio.next", page=visit.text("studio.page.business.title")), visit.to("business"), "next")
        link(visit.text("studio.page.columns.title"), visit.to("columns"), "next")
    if work.card().problem.target:
        with section(visit.text("studio.data.found")):
            later(visit, lambda: _chapter(visit, work), fragment)


def _chapter(visit: Visit, work: StudioWork) -> Markup:
    """What the report says of the data: findings, columns, the target against each."""
    made = chapter("understanding", study_of(work, visit.language), visit.words)
    return made.content if made else Markup("")


def _read(visit: Visit, work: StudioWork, again: Any, dataset: Dataset) -> None:
    """The table as it was read."""
    reading = dataset.reading
    paragraph(visit.text("event.read", rows=len(dataset.frame), columns=len(dataset.schema)), "answer")
    with ui.element("dl").classes("facts"):
        for name, value in reading.decisions.items():
            with ui.element("div"):
                tag("dt", visit.words.known(f"reading.decision.{name}") or clean(name))
                tag("dd", {"\t": "tab", " ": "space"}.get(value, value))
    for note in reading_notes(reading.notes, visit.language):
        paragraph(note, "small")
    heading(3, visit.text("studio.data.columns"))
    paragraph(visit.text("studio.data.columns_lead"), "small")
    said = ui.element("div")
    shown = [column for column in dataset.schema if column.name not in dataset.schema.pixels][:_MOST_COLUMNS]
    _columns(visit, work, dataset, shown, partial(_correct, visit, work, said, again))
    if len(shown) < len(dataset.schema):
        paragraph(visit.text("studio.data.more", count=len(dataset.schema) - len(shown)), "small")


def _columns(visit: Visit, work: StudioWork, dataset: Dataset, shown: list[Column], correct: Any) -> None:
    with ui.element("div").classes("scroll").props("tabindex=0 role=region") as around, ui.element("table"):
        around.props["aria-label"] = visit.text("studio.data.columns")
        with ui.element("thead"), ui.element("tr"):
            for head in ("name", "kind", "why", "missing", "distinct", "examples"):
                tag("th", visit.text(f"studio.data.head.{head}"), scope="col")
        with ui.element("tbody"):
            for column in shown:
                with ui.element("tr"):
                    _column(visit, work, dataset, column, correct)


def _column(visit: Visit, work: StudioWork, dataset: Dataset, column: Column, correct: Any) -> None:
    tag("th", short(column.name), scope="row")
    given = work.card().columns.get(column.name)
    chosen = given.kind if given is not None and given.kind else _AS_FOUND
    kinds: dict[str, str] = {kind: visit.text(f"cli.kind.{kind}") for kind in KINDS}
    among = {_AS_FOUND: visit.text("studio.data.as_found", kind=kinds[column.kind]), **kinds}
    if chosen == _AS_FOUND:
        among.pop(column.kind)
    with ui.element("td"):
        if "card" in visit.locked:
            tag("span", kinds[column.kind])
        else:
            label = visit.text("studio.data.kind_of", column=column.name)
            choice(label, among, chosen, partial(correct, column.name), classes="bare")
    tag("td", visit.words.known(f"reason.kind.{column.reason}") or "", "small")
    tag("td", f"{column.missing:,}", "n")
    tag("td", f"{column.n_distinct:,}", "n")
    cells = dataset.frame[column.name].dropna().head(200).drop_duplicates().head(_EXAMPLES)
    tag("td", short(", ".join(label_texts(cells)), 60), "small")


def _correct(visit: Visit, work: StudioWork, said: ui.element, again: Any, column: str, kind: str) -> None:
    """Take the person's word for a kind, unless the column cannot be read so: then nothing changes and it is said."""
    before = work.card()
    work.keep(with_kind(before, column, kind or None), visit.language)
    try:
        dataset_of(work)
    except HanpanError as error:
        work.keep(before, visit.language)
        said.clear()
        with said:
            refusal(error, visit)
        return
    again()


def _reading(visit: Visit, work: StudioWork, again: Any) -> None:
    """What the file itself does not say well enough."""
    if "card" in visit.locked:
        return

    def told(name: str, value: str) -> None:
        work.keep(with_run(work.card(), **{name: value.strip() or None}), visit.language)
        again()

    with ui.element("details"):
        tag("summary", visit.text("studio.data.reading"))
        with ui.element("div").classes("form"):
            for name in _READING:
                known = work.card().run.get(name, "")
                entry(name, known, partial(told, name), visit.text(f"option.{name}"))
