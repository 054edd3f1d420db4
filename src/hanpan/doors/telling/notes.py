"""What was odd about a table and its rows, as lines to read: nothing is passed over in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.telling.events import reading_notes
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    from hanpan.data.conforming.conform import ConformNotes
    from hanpan.data.raw import Note

_ODD = ("unread", "unseen", "outside", "missing")


def table_notes(notes: ConformNotes, reading: list[Note], language: str) -> list[tuple[str, bool]]:
    """Lines about a table that was predicted, and whether each is a warning (about cells of its rows).

    Examples
    --------
    >>> from hanpan.data.conforming.conform import ConformNotes
    >>> table_notes(ConformNotes(rows=9, extra=("id",), unseen={"city": 2}), [], "en")[1]
    ('“city”: 2 cells have a category that training never met.', True)
    """
    lines = [(line, False) for line in reading_notes([*reading, *notes.told], language)]
    if notes.extra:
        lines.append((text("cli.predict.extra", language, count=len(notes.extra), names=", ".join(notes.extra)), False))
    for kind in _ODD:
        for column, cells in getattr(notes, kind).items():
            # Cells that cannot be read count as missing too; they are told once.
            left = cells - notes.unread.get(column, 0) if kind == "missing" else cells
            shown = ", ".join(notes.examples.get(column, ())) if kind == "unread" else ""
            if left:
                told = {"column": column, "cells": left, "examples": shown}
                lines.append((text(f"cli.predict.{kind}", language, **told), True))
    return lines
