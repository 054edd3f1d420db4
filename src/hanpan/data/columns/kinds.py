"""Which kind of column some words make: a row's name, sentences, or categories."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells
from hanpan.data.names import sounds_like_id
from hanpan.data.schema import Kind

NEARLY_ALL = 0.95
FEWEST_ROWS = 10  # fewer rows differ by chance
FEWEST_UNNAMED = 20
LONG_WORDS, LONG_LETTERS = 3.0, 25.0
FEWEST_TEXTS, TEXT_SHARE = 20, 0.5


class Decision(NamedTuple):
    """A kind and why: the text ``reason.kind.<reason>``."""

    kind: Kind
    reason: str


def kind_of_words(name: str, cells: Cells) -> Decision:
    """The kind of a column that holds neither numbers nor dates.

    Almost every row its own short word: an id. Mostly different, and long: text. Otherwise categories.
    """
    present, distinct = int(cells.counts.sum()), len(cells.words)
    if not distinct:
        return Decision("category", "all_missing")
    long = _is_long(cells.words)
    if is_unique(distinct, present) and not long:
        if sounds_like_id(name):
            return Decision("id", "id_name")
        if present >= FEWEST_UNNAMED:
            return Decision("id", "unique_words")
    if long and distinct >= FEWEST_TEXTS and distinct >= TEXT_SHARE * present:
        return Decision("text", "long_text")
    return Decision("category", "words")


def is_unique(distinct: int, present: int) -> bool:
    """Whether nearly every row has its own value."""
    return present >= FEWEST_ROWS and distinct >= NEARLY_ALL * present


def _is_long(words: pa.Array) -> bool:
    letters = float(np.mean(pc.utf8_length(words).to_numpy(zero_copy_only=False)))
    blanks = float(np.mean(pc.count_substring_regex(words, r"\s+").to_numpy(zero_copy_only=False)))
    return blanks + 1 >= LONG_WORDS or letters >= LONG_LETTERS
