"""Phase 5: whether it is good enough: the verdict, money at a cut-off that moves, metrics with their intervals."""

from __future__ import annotations

from hanpan.doors.studio.parts import section, terminal
from hanpan.doors.studio.recorded import SUMMARY, chapters_of, headed
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import on_study, working


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    with section():
        headed(visit)
        if work.study is not None:
            terminal(visit, "\n".join([on_study(work, "report"), on_study(work, "insights")]))
    chapters_of(visit, work, SUMMARY, "value", "evaluation", "reasons")
