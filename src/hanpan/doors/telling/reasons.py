"""Why a row was answered as it was, in words short enough for a cell of a list."""

from __future__ import annotations

import numpy as np

from hanpan.doors.telling.shares import cell_text, share_text
from hanpan.doors.telling.words import Words, clean, short
from hanpan.modeling.fitted.reasons import Reason


class ReasonWords:
    """Words reasons in a language; ``unit`` is that of y.

    Examples
    --------
    >>> told = ReasonWords("ko")
    >>> told(Reason("OVERAGE", 210.0, .124, "probability", "LEAVE"))
    'OVERAGE 210: “LEAVE” 확률을 높임(+12.4%포인트)'
    >>> told(Reason("plan", None, -.7, "log_odds", "LEAVE"))
    'plan 결측: “LEAVE” 확률을 낮춤'
    """

    def __init__(self, language: str, unit: str = "") -> None:
        self.words, self.unit = Words(language), unit

    def __call__(self, reason: Reason) -> str:
        """One cell."""
        way = "raises" if reason.share > 0 else "lowers"
        told = {"column": short(reason.column), "cell": cell_text(plain_cell(reason.cell), self.words)}
        if reason.unit == "value":
            size = share_text(reason.share, "value", [reason.share], self.words)
            return self.words.text(f"list.reason.value_{way}", size=f"{size}{clean(self.unit)}", **told)
        size = share_text(reason.share, "probability", (), self.words) if reason.unit == "probability" else ""
        shown = self.words.text("list.reason.size", size=size) if size else ""
        return self.words.text(f"list.reason.{way}", label=reason.label, size=shown, **told)


def plain_cell(cell: object) -> object:
    """A typed cell as a person would write it: no value is None, a day has no hours, numbers are plain."""
    if cell is None or cell != cell:
        return None
    plain = cell.item() if isinstance(cell, np.generic) else cell
    return str(plain.isoformat()).removesuffix("T00:00:00") if hasattr(plain, "isoformat") else plain
