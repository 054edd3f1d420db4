"""A Model made ready once for single rows: no frame, look-ups and NumPy only, each library with one thread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hanpan.deployment.predictor.answers import Answer, answers_of
from hanpan.deployment.predictor.rows import Row, RowReader, TypedRows
from hanpan.modeling.fitted.model import Model

_FEW = 4  # rows that are quicker one by one than as a table


class Compiled:
    """A Model that answers rows given as column -> cell.

    The same recipes and scorers as in ``Model``, so the same answers; what it leaves out is the frame, which costs
    ten times as much as everything else for a single row.

    Parameters
    ----------
    model
        The model.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._reader = RowReader(model.schema, model.problem.target)

    def answer(self, rows: Sequence[Row]) -> list[Answer]:
        """The answer to each row, which does not depend on the others.

        Raises
        ------
        DataError
            A row lacks a feature, or has a list or the like as a cell.
        """
        read = self.read(rows)
        if read.misfits:
            first = read.misfits[0]
            raise self._reader.refuse(rows[first.row], first)
        return self.answer_read(read)

    def read(self, rows: Sequence[Row]) -> TypedRows:
        """Rows as typed columns, with what was noticed; nothing is refused."""
        return self._reader.read(rows)

    def answer_read(self, read: TypedRows) -> list[Answer]:
        """The answers to rows that were read."""
        return answers_of(self.model, self.output(read), read) if read.rows else []

    def output(self, read: TypedRows) -> np.ndarray:
        """Values (n,) or probabilities (n, C) of rows that were read."""
        few = 0 < len(read.rows) <= _FEW
        return self.model.output_of(read.rows) if few else self.model.output(read.columns)
