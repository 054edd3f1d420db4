"""Writing days of the course as notebooks."""

from __future__ import annotations

from pathlib import Path

from hanpan.deployment.code.notebook import notebook
from hanpan.doors.course.days import DAYS
from hanpan.doors.course.lesson import read_lesson
from hanpan.doors.course.pages import Edition, day_cells
from hanpan.doors.course.tables import table
from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.files import write_whole

TABLE, TARGET = "sklearn:diabetes", "target"


def write_course(
    out: str | Path, day: str = "", *, source: str = "", target: str = "", language: str = "en"
) -> list[Path]:
    """Write the notebooks of a day, or of all days.

    Parameters
    ----------
    out
        The folder to write into; made if absent.
    day
        ``1`` ... ``4`` or ``questions``; all if empty.
    source, target
        The table that the steps "on your table" are about, and what to predict there; scikit-learn's diabetes if not
        given. A path is written as an absolute one, so that the notebooks run from any folder.
    language
        ``ko`` or ``en``.

    Returns
    -------
    list of Path
        The notebooks: ``day1.ko.ipynb`` ...

    Raises
    ------
    UsageError
        No such day, a table without target or a target without table, or a notebook that lies there already.
    DataError
        The table cannot be read, or has no such target.
    AccessError
        The folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> [path.name for path in write_course(tempfile.mkdtemp(), "1", language="ko")]
    ['day1.ko.ipynb']
    """
    if day and day not in DAYS:
        raise UsageError("course_day", day=day, days=", ".join(DAYS))
    if bool(source) != bool(target):
        raise UsageError("course_table_and_target", given="--table" if source else "--target")
    folder = Path(out)
    days = {one: folder / _file_name(one, language) for one in ([day] if day else DAYS)}
    _require_free(folder, list(days.values()))
    asked = _asked(source, target, language, list(days))
    contents = {path: notebook(day_cells(one, asked)) for one, path in days.items()}
    _make(folder)
    for path, content in contents.items():
        write_whole(path, content)
    return list(contents)


def _file_name(day: str, language: str) -> str:
    return f"{'day' if day.isdigit() else ''}{day}.{language}.ipynb"


def _require_free(folder: Path, paths: list[Path]) -> None:
    """Refuse to write over notebooks, which may hold a learner's answers."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("course_no_folder", path=str(folder))
    there = [path.name for path in paths if path.exists()]
    if there:
        raise UsageError("course_there", folder=str(folder), names=", ".join(there), count=len(there))


def _asked(source: str, target: str, language: str, days: list[str]) -> Edition:
    """The table looked at before anything is written, so that no notebook fails by it in its first cell."""
    if not source:
        return Edition(TABLE, TARGET, language)
    place = Path(source)
    known = str(place.resolve()) if place.exists() else source
    mine = table(known, target)
    if any("mine.numbers()" in read_lesson(name).code_of("yours") for day in days for name in DAYS[day]):
        mine.number_column()
    return Edition(known, mine.target, language)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AccessError("cannot_write", path=str(folder), reason=error) from error
