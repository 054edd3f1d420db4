"""Writing the report of a study."""

from __future__ import annotations

from pathlib import Path

from hanpan.foundation.files import refuse_overwriting, write_whole
from hanpan.study.folder import files_of
from hanpan.study.record import Study


def write_report(study: Study, language: str, path: Path | None = None) -> Path:
    """Write one offline HTML page of what the study knows so far.

    Parameters
    ----------
    study
        Its records are shown, nothing is computed anew; phases that have not run leave their part out.
    language
        ``ko`` or ``en``.
    path
        ``report.<language>.html`` in the study's folder if not given.

    Returns
    -------
    Path
        Where the page lies.

    Raises
    ------
    UsageError
        The place is a file that the study lives on.
    AccessError
        It cannot be written to.
    """
    # Jinja2 and matplotlib are loaded only when a report is written.
    from hanpan.doors.report.page import page

    if path is not None:
        refuse_overwriting(path, files_of(study))
    path = path or study.folder / f"report.{language}.html"
    write_whole(path, page(study, language))
    return path
