"""Pieces of one table put below one another again."""

from __future__ import annotations

from collections.abc import Sequence

from hanpan.data.raw import Note, RawTable, raw_table


def stacked(tables: Sequence[RawTable], source: str) -> RawTable:
    """One table of several with the same columns; notes that differ in nothing but a count are added up."""
    import pandas as pd

    first = tables[0]
    names = list(first.frame.columns)
    frame = pd.concat([table.frame[names] for table in tables], ignore_index=True)
    return raw_table(
        frame, source=source, form=first.reading.format, decisions=first.reading.decisions, notes=summed(tables)
    )


def summed(tables: Sequence[RawTable]) -> list[Note]:
    """What was noted of all tables, once each; counts are summed."""
    found: dict[str, dict[str, object]] = {}
    for table in tables:
        for key, told in table.reading.notes:
            before = found.setdefault(key + str(told.get("column", "")), {"key": key, "told": dict(told)})["told"]
            count = told.get("count")
            if isinstance(before, dict) and before != told and isinstance(before.get("count"), int):
                before["count"] += count if isinstance(count, int) else 0
    return [(str(each["key"]), each["told"]) for each in found.values()]  # type: ignore[misc]
