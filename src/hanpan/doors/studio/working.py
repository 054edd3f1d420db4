"""What pages of a work have in common: that there is one, and what a terminal would be told."""

from __future__ import annotations

import shlex

from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import link, paragraph, section, title
from hanpan.doors.studio.visit import START, Visit


def working(visit: Visit) -> StudioWork | None:
    """The work in hand; where there is none, the page says where one begins."""
    if visit.work is None:
        with section():
            title(visit.text(f"studio.page.{visit.page}.title"))
            paragraph(visit.text("studio.no_work"))
            link(visit.text("studio.absent.back"), visit.to(START), "next")
    return visit.work


def command_of(work: StudioWork, verb: str, *more: str) -> str:
    """A line for a terminal about the work: its table with its card."""
    card = ["--config", str(work.card_path)] if work.card_path.is_file() else []
    return shlex.join(["hanpan", verb, work.told.table, *card, *more])


def on_study(work: StudioWork, verb: str, *more: str) -> str:
    """A line for a terminal about the study of the work."""
    return shlex.join(["hanpan", verb, work.told.study, *more])
