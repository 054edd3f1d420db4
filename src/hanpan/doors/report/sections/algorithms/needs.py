"""What each algorithm asks of the table: the reason its recipe is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from hanpan.doors.report.tables import Cell, Table
from hanpan.doors.telling.words import Words
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, TAUGHT
from hanpan.study.record import Study

NEEDS = ("complete", "dummies", "scaled", "independent")


def needs(study: Study, words: Words) -> Table | None:
    """One line per algorithm with a recipe, in the order they are taught."""
    entries = sorted((entry for entry in ALGORITHMS if entry.name in study.recipes), key=lambda e: TAUGHT.index(e.name))
    if not entries:
        return None
    heads = (words.text("report.board.algorithm"), *(words.text(f"report.needs.{name}") for name in NEEDS))
    return Table(heads, [_line(entry, words) for entry in entries])


def needed_by(names: Sequence[str]) -> dict[str, int]:
    """Per need, how many of some algorithms have it."""
    entries = [entry for entry in ALGORITHMS if entry.name in names]
    return {need: sum(bool(getattr(entry.needs, need)) for entry in entries) for need in NEEDS}


def _line(entry: Algorithm, words: Words) -> tuple[Cell, ...]:
    marks = [Cell(words.text("report.needs.yes")) if needed else Cell("–") for needed in _needed(entry)]
    return (Cell(words.algorithm(entry.name)), *marks)


def _needed(entry: Algorithm) -> list[bool]:
    return [bool(getattr(entry.needs, name)) for name in NEEDS]
