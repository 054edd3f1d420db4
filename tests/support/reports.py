"""The two files of a report, as HTML."""

from hanpan.doors.report.page import render
from hanpan.study.record import Study


def page(study: Study, language: str) -> str:
    """The report."""
    return render(study, language).report


def learning(study: Study, language: str) -> str:
    """The file to learn from."""
    return render(study, language).learning


def both(study: Study, language: str) -> str:
    """One after the other, where it does not matter in which of them something stands."""
    made = render(study, language)
    return made.report + made.learning
