"""Each column by itself and against the target: its picture, its test, what both say."""

from __future__ import annotations

from markupsafe import Markup
from nicegui import ui

from hanpan.doors.studio.desk.looking import study_of
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import fragment, later, section, terminal
from hanpan.doors.studio.recorded import headed, made_of, moving
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import command_of, working

UNDER = "data"


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    moving()
    with section():
        headed(visit)
        terminal(visit, command_of(work, "profile"))
    with ui.element("section"):
        _columns(visit, work)


def _columns(visit: Visit, work: StudioWork) -> None:
    def draw(made: list[Markup]) -> None:
        for part in made:
            fragment(part)

    later(visit, lambda: made_of(visit, study_of(work, visit.language), ("columns",)), draw)
