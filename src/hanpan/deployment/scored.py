"""Answers of a table, in the columns that prediction files have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.conforming.conform import ConformNotes
from hanpan.data.raw import Note
from hanpan.modeling.fitted.model import Model

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Predicted:
    """Answers of a table: ``frame`` has ``prediction`` and ``probability_<label>``, rows in the table's order.

    Rows that were files (images) have their name in ``file``, before the others; where lines between the rows were
    passed over, ``line`` says in which line of the file each stands. ``target`` is the table's own target column,
    typed, where it has one; ``beside`` the columns that say what rows are worth, what is decided today, and which
    belong together. ``rows``: all typed columns, ``given``: those of the table as they came. ``reading``
    is what the reader of the table noted.
    """

    frame: pd.DataFrame
    output: np.ndarray
    notes: ConformNotes
    target: pd.Series | None
    beside: pd.DataFrame
    rows: pd.DataFrame
    reading: list[Note] = field(default_factory=list)
    given: pd.DataFrame = field(kw_only=True)


def predictions(model: Model, output: np.ndarray) -> pd.DataFrame:
    """The columns of a prediction file from outputs (n,) or (n, C).

    Where costs of over- and under-prediction move the prediction, ``estimate`` is the value before that.
    """
    import pandas as pd

    columns: dict[str, Any] = {"prediction": model.answers_of(output)}
    if model.problem.task == "regression":
        return pd.DataFrame({**columns, "estimate": output} if model.decision.corrects else columns)
    columns |= {f"probability_{label}": output[:, code] for code, label in enumerate(model.problem.labels)}
    return pd.DataFrame(columns)
