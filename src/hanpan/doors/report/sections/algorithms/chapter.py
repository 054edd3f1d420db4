"""The algorithms on one page, what each asks of the table, and how the table is prepared for it."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.sections.algorithms.needs import needs
from hanpan.doors.report.sections.algorithms.pages import pages
from hanpan.doors.report.sections.preparation.recipes import recipes
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


def algorithms(study: Study, words: Words) -> dict[str, Any] | None:
    """A page per algorithm, a line per algorithm with its needs, and every recipe; None without any."""
    part = {"pages": pages(study, words), "needs": needs(study, words), "recipes": recipes(study, words)}
    return part if any(part.values()) else None
