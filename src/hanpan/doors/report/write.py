"""Writing the report of a study."""

from __future__ import annotations

from pathlib import Path

from hanpan.foundation.files import is_stream, refuse_overwriting, write_whole
from hanpan.study.folder import files_of
from hanpan.study.record import Study


def write_report(study: Study, language: str, path: Path | None = None) -> Path:
    """Write what the study knows so far: the report, and beside it the file to learn from.

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
        Where the report lies; ``beside`` says where the other file does.

    Raises
    ------
    UsageError
        The place is a file that the study lives on.
    AccessError
        It cannot be written to.
    """
    # Jinja2 and matplotlib are loaded only when a report is written.
    from hanpan.doors.report.page import render

    path = path or study.folder / f"report.{language}.html"
    other = beside(path)
    for place in (path, other):
        refuse_overwriting(place, files_of(study))
    made = render(study, language, path.name, other.name)
    if not is_stream(path):  # beside a pipe nothing can lie
        write_whole(other, made.learning)
    write_whole(path, made.report)
    return path


def beside(path: Path) -> Path:
    """The file to learn from that belongs to a report.

    Examples
    --------
    >>> beside(Path("report.ko.html")).name, beside(Path("churn.html")).name
    ('report.learn.ko.html', 'churn.learn.html')
    """
    name, dot, rest = path.name.partition(".")
    return path.with_name(f"{name}.learn{dot}{rest}" if name else f"{path.name}.learn")
