"""Text cells that are words: an id, sentences, categories, and why digits among them are no numbers."""

from __future__ import annotations

import numpy as np

from hanpan.data import kinds
from hanpan.data.cells import Cells
from hanpan.data.corrections import NOTHING, Wish
from hanpan.data.labels import natural_order
from hanpan.data.listings import SHOWN, enough, listing, without_missing
from hanpan.data.parsers import dates, numbers
from hanpan.data.parsers.words import missing_words
from hanpan.data.raw import Note
from hanpan.data.typed import Typed, word_column
from hanpan.foundation.errors import DataError

WORTH_A_NOTE = 0.5


def as_words(name: str, cells: Cells, wish: Wish) -> Typed:
    """A column of words, its kind decided or as the person wished.

    Raises
    ------
    DataError
        The order given lacks a value that occurs.
    """
    present, gone = without_missing(cells, wish)
    decision = kinds.kind_of_words(name, present)
    notes: list[Note] = []
    if wish.kind is not None:
        decision = kinds.Decision(wish.kind, "given")
        _check_order(name, present, wish)
    else:
        decision, notes = _judge_digits(name, present, decision)
    notes += _kept_words(name, present, wish)
    order = _order(present, wish) if decision.kind == "ordered" else ()
    told = {"reason": decision.reason, "missing_words": gone, "notes": notes, "order": order}
    return word_column(name, present, decision.kind, **told)


def _kept_words(name: str, cells: Cells, wish: Wish) -> list[Note]:
    """Words such as none or 없음 may mean "no value", but may be an answer too: they stay, and that is said."""
    kept = missing_words(cells.words, among_numbers=True)
    return [("words_kept", listing(name, cells, kept))] if kept.any() and wish.missing is None else []


def _judge_digits(name: str, cells: Cells, decision: kinds.Decision) -> tuple[kinds.Decision, list[Note]]:
    """Say why a column with many numbers in it stays text."""
    present, _ = without_missing(cells, NOTHING, among_numbers=True)
    read = numbers.read_column(present.words, present.counts)
    if read is None:
        return decision, _nearly_dates(name, present)
    fits = np.isfinite(read.values)
    if read.codelike and enough(fits, present):
        return kinds.Decision(decision.kind, read.codelike), []
    if present.counts[fits].sum() < WORTH_A_NOTE * present.counts.sum():
        return decision, []
    return kinds.Decision("category", "mixed_numbers"), [("nearly_numbers", listing(name, present, ~fits))]


def _order(cells: Cells, wish: Wish) -> tuple[str, ...]:
    return wish.order or tuple(natural_order(cells.words.to_pylist()))


def _nearly_dates(name: str, cells: Cells) -> list[Note]:
    read = dates.read_column(cells.words, cells.counts)
    odd = np.isnat(read.values) if read else np.ones(len(cells.words), dtype=bool)
    few = cells.counts[odd].sum() <= (1 - WORTH_A_NOTE) * cells.counts.sum()
    return [("nearly_dates", listing(name, cells, odd))] if few and read else []


def _check_order(name: str, cells: Cells, wish: Wish) -> None:
    absent = [word for word in cells.words.to_pylist() if wish.order and word not in wish.order]
    if absent:
        raise DataError("order_incomplete", column=name, values=", ".join(absent[:SHOWN]), order=", ".join(wish.order))
