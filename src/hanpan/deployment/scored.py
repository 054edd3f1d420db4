"""Answers of a table, in the columns that prediction files have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.conform import ConformNotes
from hanpan.data.raw import Note
from hanpan.modeling.model import Model

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Predicted:
    """Answers of a table: ``frame`` has ``prediction`` and ``probability_<label>``, rows in the table's order.

    Rows that were files (images) have their name in ``file``, before the others. ``target`` is the table's own target
    column, typed, where it has one. ``reading`` is what the reader of the table noted.
    """

    frame: pd.DataFrame
    output: np.ndarray
    notes: ConformNotes
    target: pd.Series | None
    reading: list[Note] = field(default_factory=list)


def predictions(model: Model, output: np.ndarray) -> pd.DataFrame:
    """The columns of a prediction file from outputs (n,) or (n, C)."""
    import pandas as pd

    if model.problem.task == "regression":
        return pd.DataFrame({"prediction": output})
    columns: dict[str, Any] = {"prediction": model.labels_of(output)}
    columns |= {f"probability_{label}": output[:, code] for code, label in enumerate(model.problem.labels)}
    return pd.DataFrame(columns)
