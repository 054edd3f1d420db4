"""The start: a table is dropped, named or chosen; works that were begun are gone on with."""

from __future__ import annotations

from hanpan.doors.studio.parts import heading, paragraph, section
from hanpan.doors.studio.visit import Visit


def show(visit: Visit) -> None:
    """Draw the page."""
    with section():
        heading(1, visit.text("studio.start.heading"))
        paragraph(visit.text("studio.start.lead"), "lead")
