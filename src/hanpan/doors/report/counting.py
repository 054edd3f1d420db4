"""What chance is counted in, said beside a figure."""

from __future__ import annotations

from hanpan.doors.telling.words import Words, short
from hanpan.study.record import Study


def counted_in(study: Study, words: Words) -> str:
    """That intervals and p-values count groups or stretches of time; empty where they count rows."""
    drawn = study.evaluation.drawn if study.evaluation else None
    if drawn is None or not drawn.column:
        return ""
    return words.text(f"groups.{'stretches' if drawn.stretches else 'counted'}", column=short(drawn.column, 28))


def counted_by_rows(study: Study, words: Words) -> list[str]:
    """That the intervals of a figure count rows although these are not independent; nothing where they are."""
    drawn = study.evaluation.drawn if study.evaluation else None
    if drawn is None or not drawn.column:
        return []
    return [words.text("groups.by_rows", column=short(drawn.column, 28))]
