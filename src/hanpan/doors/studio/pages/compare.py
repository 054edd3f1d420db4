"""Two models of the board on the same rows: which is better, by how much, and whether chance can explain it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import ui

from hanpan.deployment.comparing import Comparison, ModelGap
from hanpan.doors.studio.desk.looking import recorded_of
from hanpan.doors.studio.parts import choice, later, paragraph, section, table, tag, terminal
from hanpan.doors.studio.recorded import chapters_of, headed
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import on_study, working
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import shown
from hanpan.study.after.beside import compare_models
from hanpan.study.record import Study

UNDER = "modeling"


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    study = recorded_of(work)
    with section():
        headed(visit)
        if study is not None and study.board is not None and len(study.board.ranked) > 1:
            _choosing(visit, study, [row.model for row in study.board.ranked])
            terminal(visit, on_study(work, "board"))
    if study is None or study.board is None:
        chapters_of(visit, work)


def _choosing(visit: Visit, study: Study, names: list[str]) -> None:
    """Which two; the first two of the board where the address names none."""
    told = [visit.query.get(side, "") for side in ("first", "second")]
    pair = [name if name in names else names[place] for place, name in enumerate(told)]
    among = {name: f"{place}. {name}" for place, name in enumerate(names, 1)}

    def chosen(place: int, name: str) -> None:
        pair[place] = name
        again()

    def again() -> None:
        found.clear()
        with found:
            later(visit, partial(compare_models, study, *pair), partial(_compared, visit))

    with ui.element("div").classes("form"):
        for place, side in enumerate(("first", "second")):
            choice(visit.text(f"studio.compare.{side}"), among, pair[place], partial(chosen, place))
    found = ui.element("div").props("aria-live=polite")
    again()


def _compared(visit: Visit, made: Comparison) -> None:
    """The verdict, and the numbers behind it."""
    fields = {"first": made.first, "second": made.second}
    tag("p", visit.text(f"cli.models.better.{made.better}", **fields), "answer")
    like = (made.score.first, made.score.second)
    name = visit.words.metric(made.metric)
    rows = [(name, *_told(visit, made.score, lambda value: shown(made.metric, value, like)))]
    if made.worth is not None:
        told = _told(visit, made.worth, lambda value: money(value, made.currency, signed=True))
        rows.append((visit.text("cli.models.worth"), *told))
    heads = [visit.text(f"cli.models.column.{head}") for head in ("measure", "first", "second", "difference")]
    table(heads, rows, visit.text("cli.models.compared", rows=made.rows, **fields))
    paragraph(visit.text("studio.compare.rows"), "small")


def _told(visit: Visit, gap: ModelGap, tell: Callable[[float], str]) -> tuple[str, str, str]:
    """Both, and the difference with its interval."""
    between = visit.words.between(tell(gap.low), tell(gap.high))
    return tell(gap.first), tell(gap.second), f"{tell(gap.difference)} ({between})"
