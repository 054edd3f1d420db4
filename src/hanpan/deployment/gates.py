"""Gates of a job: what may be odd about the rows of a table before their answers are refused."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.data.conforming.conform import ConformNotes
from hanpan.foundation.errors import DataError, Told
from hanpan.foundation.options import option

KINDS = ("unread", "unseen", "outside")


@dataclass(frozen=True, kw_only=True)
class GateOptions:
    """The most that may be odd about a column; nothing is refused without either."""

    strict: bool = option(False)
    max_unread: float | None = option(None, low=0.0, high=1.0, metavar="SHARE")

    @property
    def share(self) -> float | None:
        """Share of a column's cells that may be odd; None where any may."""
        return self.max_unread if self.max_unread is not None else 0.0 if self.strict else None


def require_clean(notes: ConformNotes, gates: GateOptions) -> None:
    """Refuse rows of which a column has more unreadable, unseen or outlying cells than the gates let pass.

    Raises
    ------
    DataError
        Every such column is named, with how many of its cells are what.

    Examples
    --------
    >>> require_clean(ConformNotes(rows=50, unread={"age": 2}), GateOptions(max_unread=0.1))
    """
    share = gates.share
    if share is None:
        return
    odd = tuple(
        Told(f"gate.{kind}", {"column": column, "cells": f"{cells:,}", "rows": f"{notes.rows:,}"})
        for kind in KINDS
        for column, cells in getattr(notes, kind).items()
        if cells > share * notes.rows
    )
    if odd:
        raise DataError("gate_closed", columns=odd, share=f"{share:.0%}")
