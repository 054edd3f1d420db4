"""Phase 3: what each algorithm needs, its recipe, and the table before and after."""

from __future__ import annotations

from hanpan.doors.studio.parts import section, terminal
from hanpan.doors.studio.recorded import chapters_of, headed
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import on_study, working


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    with section():
        headed(visit)
        if work.study is not None:
            terminal(visit, on_study(work, "report"))
    chapters_of(visit, work, "preparation")
