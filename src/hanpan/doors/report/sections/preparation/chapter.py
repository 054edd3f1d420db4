"""Chapter 3: what was done to the table for the chosen model."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.sections.modeling.balance import balance_of_chosen
from hanpan.doors.report.sections.preparation.recipes import recipes
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


def preparation(study: Study, words: Words) -> dict[str, Any] | None:
    """The recipe of the chosen model, the first of those there are; all others are to learn from."""
    if not study.recipes:
        return None
    return {"balance": balance_of_chosen(study, words), "recipe": next(iter(recipes(study, words)), None)}
