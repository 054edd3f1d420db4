"""Pieces of one table put below one another again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hanpan.data.raw import Note, RawTable, raw_table


def stacked(tables: Sequence[RawTable], source: str) -> RawTable:
    """One table of several with the same columns; notes that differ in nothing but a count are added up."""
    import pandas as pd

    first = tables[0]
    names = list(first.frame.columns)
    frame = pd.concat([table.frame[names] for table in tables], ignore_index=True)
    notes = summed_notes(note for table in tables for note in table.reading.notes)
    return raw_table(frame, source=source, form=first.reading.format, decisions=first.reading.decisions, notes=notes)


def summed_notes(notes: Iterable[Note]) -> list[Note]:
    """Notes of several tables, once each (for each column that they name); counts are added up.

    Examples
    --------
    >>> summed_notes([("blank_lines", {"count": 2}), ("blank_lines", {"count": 2}), ("encoding_guessed", {})])
    [('blank_lines', {'count': 4}), ('encoding_guessed', {})]
    """
    found: dict[tuple[str, str], Note] = {}
    for key, told in notes:
        place = key, str(told.get("column", ""))
        if place not in found:
            found[place] = key, dict(told)
            continue
        before = found[place][1]
        if isinstance(before.get("count"), int) and isinstance(told.get("count"), int):
            before["count"] += told["count"]
    return list(found.values())
