"""The classification report, as a table and read out."""

from __future__ import annotations

from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import ClassRow, Evaluation

_HEADS = ("class", "precision", "recall", "f1", "support")
_MOST_READ = 6


def class_report(judged: Evaluation, words: Words) -> Table | None:
    """Precision, recall, F1 and support per class."""
    if not judged.classes:
        return None
    heads = tuple(words.text(f"report.class.{head}") for head in _HEADS)
    return Table(heads, [_row(row) for row in judged.classes])


def class_sentences(judged: Evaluation, words: Words) -> list[str]:
    """What the report says about each class; of many, about those with the most rows."""
    largest = sorted(judged.classes, key=lambda row: -row.support)[:_MOST_READ]
    return [_read(row, words) for row in judged.classes if row in largest]


def _read(row: ClassRow, words: Words) -> str:
    if not row.support:
        return words.text("report.class.absent", label=row.label)
    key = "never" if not row.precision and not row.recall else "read"
    found, right = f"{100 * row.recall:.0f}", f"{100 * row.precision:.0f}"
    return words.text(f"report.class.{key}", label=row.label, support=f"{row.support:,}", found=found, right=right)


def _row(row: ClassRow) -> tuple[Cell, ...]:
    shares = (row.precision, row.recall, row.f1)
    return (name_cell(row.label), *(number_cell(v, f"{v:.3f}") for v in shares), number_cell(row.support))
