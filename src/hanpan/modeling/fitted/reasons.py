"""Reasons: the columns that moved single answers most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.modeling.fitted.contributions import contributions
from hanpan.modeling.fitted.gains import acted_on

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.modeling.fitted.model import Model


@dataclass(frozen=True)
class Reason:
    """What a column's cell did to an answer: it moved it by ``share`` (in ``unit``, towards ``label``)."""

    column: str
    cell: Any
    share: float
    unit: str
    label: str


Teller = Callable[[Reason], str]


def plainly(reason: Reason) -> str:
    """A reason without words of a language.

    Examples
    --------
    >>> plainly(Reason("OVERAGE", 210, .124, "probability", "LEAVE"))
    'OVERAGE = 210 (+0.124)'
    """
    return f"{reason.column} = {reason.cell} ({reason.share:+.3g})"


def reasons_of(model: Model, rows: pd.DataFrame, background: pd.DataFrame, count: int) -> list[list[Reason]]:
    """For each typed row the columns that moved its answer most, of two classes towards the one acted on.

    Parameters
    ----------
    background
        Typed rows to compare with.
    """
    if not len(rows):
        return []
    rows = rows.reset_index(drop=True)
    two = model.problem.task == "binary"
    label = model.problem.labels[acted_on(model.problem)] if two else None
    found = contributions(model, rows, background, label=label)
    order = np.argsort(-np.abs(found.values), axis=1, kind="stable")[:, :count]
    cells = {name: rows[name].tolist() for name in found.columns}
    return [
        [
            Reason(name, cells[name][place], float(found.values[place, j]), found.unit, found.label)
            for j in chosen
            if found.values[place, j]
            for name in [found.columns[j]]
        ]
        for place, chosen in enumerate(order.tolist())
    ]
