"""Text cells that are words: an id, sentences, categories, and why digits among them are no numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from hanpan.data.cells import Cells
from hanpan.data.columns import kinds
from hanpan.data.columns.corrections import Wish
from hanpan.data.columns.listings import SHOWN, counted_words, enough, for_card, listing
from hanpan.data.columns.text_dates import nearly_dates
from hanpan.data.columns.text_numbers import holds_numbers
from hanpan.data.columns.typed import Typed, word_column
from hanpan.data.columns.undecided import Undecided
from hanpan.data.labels import natural_order
from hanpan.data.parsers import spellings
from hanpan.data.parsers.masks import Mask, among
from hanpan.data.raw import Note
from hanpan.foundation.errors import DataError

WORTH_A_NOTE = 0.5
SHOWN_PAIRS = 4


def as_words(column: Undecided) -> Typed:
    """A column of words, its kind decided or as the person wished.

    Raises
    ------
    DataError
        The order given lacks a value that occurs.
    """
    name, wish, cells, gone = column.name, column.wish, column.cells, column.gone_among_words
    present = cells.without(gone)
    notes: list[Note] = []
    if wish.kind is not None:
        decision = kinds.Decision(wish.kind, "given")
        _check_order(name, present, wish)
    else:
        decision, notes = _judge_digits(column, kinds.kind_of_words(name, present))
    if decision.kind in ("category", "ordered"):
        notes += _read_as_missing(name, cells, gone, wish)
        present, told = _one_spelling(name, present, wish)
        notes += told
    notes += _kept_words(column)
    order = _order(present, wish) if decision.kind == "ordered" else ()
    fields = {"reason": decision.reason, "missing_words": cells.counted(gone), "notes": notes, "order": order}
    return word_column(name, present, decision.kind, **fields)


def _read_as_missing(name: str, cells: Cells, gone: Mask, wish: Wish) -> list[Note]:
    """NA may be no value, and may be Namibia: which words count as missing among categories is said."""
    letters = among(gone, cells.words, r"\pL") if wish.missing is None else np.zeros(len(gone), dtype=bool)
    if not letters.any():
        return []
    words = counted_words(cells.counted(letters))
    return [("words_missing", {"column": name, "words": words, **for_card(name, "missing = []")})]


def _one_spelling(name: str, cells: Cells, wish: Wish) -> tuple[Cells, list[Note]]:
    """Categories that differ by capitals and blanks only become one, unless the person or an order says otherwise."""
    found = spellings.joined(cells.words, cells.counts) if wish.join_spellings and not wish.order else None
    if found is None:
        return cells, []
    moved = np.flatnonzero(found.moved)
    pairs = [
        f"“{cells.words[int(i)].as_py()}” → “{cells.words[int(found.place[i])].as_py()}”" for i in moved[:SHOWN_PAIRS]
    ]
    told = {
        "column": name,
        "count": int(cells.counts[found.moved].sum()),
        "spellings": len(cells.words),
        "categories": len(cells.words) - len(moved),
        "pairs": ", ".join(pairs),
        **for_card(name, "join_spellings = false"),
    }
    return cells.renamed(cells.words.take(pa.array(found.place))), [("spellings_joined", told)]


def _kept_words(column: Undecided) -> list[Note]:
    """Words such as none or 없음 may mean "no value", but may be an answer too: they stay, and that is said."""
    kept = column.gone & ~column.gone_among_words
    return [("words_kept", listing(column.name, column.cells, kept))] if kept.any() else []


def _judge_digits(column: Undecided, decision: kinds.Decision) -> tuple[kinds.Decision, list[Note]]:
    """Say why a column with many numbers or dates in it stays text; it is no row's name then."""
    name, present = column.name, column.present
    read = column.written
    rows = int(present.counts.sum())
    fits = np.zeros(len(present.words), dtype=bool) if read is None else np.isfinite(read.values)
    if read is not None and read.codelike and enough(fits, present):
        return kinds.Decision(decision.kind, read.codelike), []
    if rows and present.counts[fits].sum() >= WORTH_A_NOTE * rows:
        return kinds.Decision("category", "mixed_numbers"), [("nearly_numbers", _nearly(name, present, fits, "number"))]
    notes = nearly_dates(column) if read is None else []
    if notes:
        return kinds.Decision("category", "nearly_dates"), notes
    if decision.kind in ("id", "text") and holds_numbers(present.words, present.counts):
        return kinds.Decision("category", "mixed_numbers"), [
            ("numbers_in_words", _nearly(name, present, fits, "number"))
        ]
    return decision, []


def _nearly(name: str, cells: Cells, fits: Mask, kind: str) -> dict[str, Any]:
    """What a column that stays words is told with: how many cells are none, three of them, the line for the card."""
    odd = ~fits
    told = {**listing(name, cells, odd), "share": float(cells.counts[fits].sum() / cells.counts.sum())}
    return {**told, "cells": cells.words.filter(pa.array(odd))[:3].to_pylist(), **for_card(name, f'kind = "{kind}"')}


def _order(cells: Cells, wish: Wish) -> tuple[str, ...]:
    return wish.order or tuple(natural_order(cells.words.to_pylist()))


def _check_order(name: str, cells: Cells, wish: Wish) -> None:
    absent = [word for word in cells.words.to_pylist() if wish.order and word not in wish.order]
    if absent:
        raise DataError("order_incomplete", column=name, values=", ".join(absent[:SHOWN]), order=", ".join(wish.order))
