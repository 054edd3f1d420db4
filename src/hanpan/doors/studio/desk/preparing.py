"""What preparation makes of a table, before any run: recipes planned as a run would, fitted on a sample."""

from __future__ import annotations

from hanpan.doors.studio.desk.looking import recorded_of, shelved
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.foundation.budget import Deadline
from hanpan.study.options import RunOptions
from hanpan.study.record import Study

_SECONDS = 20.0  # for fitting; a recipe that comes later is shown without its rows


def prepared_of(work: StudioWork, language: str) -> Study:
    """The recipes of a study where a run has left them, else those that a run would begin with.

    Raises
    ------
    HanpanError
        The table cannot be read, or the question not be put to it.
    """
    recorded = recorded_of(work)
    if recorded is not None and recorded.recipes:
        return recorded

    def plan() -> Study:
        from hanpan.foundation.events import Events
        from hanpan.study.before.asking import ask
        from hanpan.study.before.previews import previews
        from hanpan.study.before.understanding import understand

        options = RunOptions.of(config=str(work.card_path))
        understood = understand(work.told.table, ask(work.told.table, options), Events())
        made = Study(folder=work.folder, name=work.told.title, language=language, options={})
        understood.tell_into(made)
        made.previews = previews(understood, Deadline.after(_SECONDS))
        return made

    made: Study = shelved("prepared", work, plan)
    return made
