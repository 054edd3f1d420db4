"""Comma and point: which of the two is a column's decimal mark, from all of its cells and from its neighbours.

``1,234`` and ``1.234`` can be read either way; ``0,645``, ``12,5`` and ``1.234.567`` cannot. A column in which
some cells cannot be mistaken speaks for itself, and for its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

POINT, COMMA = ".", ","
DECIDING = 0.05  # of the cells with a mark: fewer that point the other way are slips, not a way of writing
_ZERO_LED = 10  # nobody groups thousands behind a zero: 0,645 is worth ten cells like 12,5


class Marks(NamedTuple):
    """Rows of a column by what their comma or point can be.

    ``point`` and ``comma``: only a decimal point, only a decimal comma; ``either``: one mark with three digits behind
    it. ``zero_point`` and ``zero_comma``: those of the first two that begin with a zero (0.645).
    """

    point: int = 0
    comma: int = 0
    either: int = 0
    zero_point: int = 0
    zero_comma: int = 0

    @property
    def marked(self) -> int:
        """Rows with a mark."""
        return self.point + self.comma + self.either

    @property
    def own(self) -> str:
        """The mark that the column's own cells settle on; empty where they do not."""
        if not self.marked:
            return ""
        point = self.point + (_ZERO_LED - 1) * self.zero_point
        comma = self.comma + (_ZERO_LED - 1) * self.zero_comma
        if self.either and max(point, comma) < DECIDING * self.marked:
            return ""
        return COMMA if comma > point else POINT

    @property
    def unsure(self) -> bool:
        """Whether only the neighbours can tell."""
        return bool(self.either) and not self.own

    def doubted(self, mark: str) -> bool:
        """Whether most cells could be read the other way too, and something speaks for it."""
        if 2 * self.either < self.marked or not self.either:
            return False
        return mark == COMMA or self.comma > 0


NO_MARKS = Marks()


def habit(columns: Iterable[Marks], separator: str = "") -> str:
    """The decimal mark of a table: that of the columns that settle on one, else what the separator suggests.

    Examples
    --------
    >>> habit([Marks(comma=10), Marks(either=10)]), habit([], ";"), habit([Marks(point=3)], ";"), habit([])
    (',', ',', '.', '')
    """
    own = [marks.own for marks in columns]
    points, commas = own.count(POINT), own.count(COMMA)
    if points != commas:
        return POINT if points > commas else COMMA
    return COMMA if separator == ";" else ""
