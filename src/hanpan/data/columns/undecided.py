"""A text column before it is decided what it is: its distinct cells, those for "no value" set apart once."""

from __future__ import annotations

from functools import cached_property

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells, distinct_cells
from hanpan.data.columns.corrections import Wish
from hanpan.data.columns.surroundings import Surroundings
from hanpan.data.parsers.amounts.written import AmountReading, read_column
from hanpan.data.parsers.masks import Mask, as_mask
from hanpan.data.parsers.words import missing_words


class Undecided:
    """What is asked of one text column, worked out when first asked for.

    Attributes
    ----------
    name, series
        The column.
    wish
        What the person said about it.
    around
        What its neighbours say.
    """

    def __init__(self, name: str, series: pd.Series, wish: Wish, around: Surroundings) -> None:
        self.name, self.series, self.wish, self.around = name, series, wish, around

    @cached_property
    def cells(self) -> Cells:
        """The distinct cells."""
        return distinct_cells(self.series)

    @cached_property
    def gone(self) -> Mask:
        """Which distinct cells (k,) stand for "no value" among numbers and dates."""
        return self._missing(among_numbers=True)

    @cached_property
    def gone_among_words(self) -> Mask:
        """Which distinct cells (k,) stand for "no value" in any column."""
        return self._missing(among_numbers=False) if self.gone.any() else self.gone

    @cached_property
    def present(self) -> Cells:
        """The cells that may be numbers or dates."""
        return self.cells.without(self.gone)

    @property
    def missing(self) -> dict[str, int]:
        """The words for "no value" among numbers and dates, and how often each occurs."""
        return self.cells.counted(self.gone)

    @cached_property
    def written(self) -> AmountReading | None:
        """The cells as numbers, or None where few look like some."""
        present = self.present
        wished = self.wish.kind == "number"
        return read_column(present.words, present.counts, self.wish.decimal, self.around.habit, wished=wished)

    def _missing(self, *, among_numbers: bool) -> Mask:
        words = self.cells.words
        if self.wish.missing is None:
            return missing_words(words, among_numbers)
        return as_mask(pc.is_in(words, value_set=pa.array(self.wish.missing, type=words.type)))
