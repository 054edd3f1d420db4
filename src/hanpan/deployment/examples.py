"""Examples: rows that a model file carries with their answers, and answers again whenever it is loaded.

They are also what ``Model.explain`` compares with.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.deployment.manifest import Examples
from hanpan.foundation.errors import BundleError
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitting.stored import same_answers

if TYPE_CHECKING:
    import pandas as pd

_MOST = 40


def examples_of(model: Model, frame: pd.DataFrame) -> Examples:
    """Some rows of a typed table, from its whole length, with the model's answers; no column but the features."""
    places = np.unique(np.linspace(0, len(frame) - 1, min(_MOST, len(frame))).astype(int))
    rows = frame[[column.name for column in model.schema.features]].iloc[places]
    outputs = model.output(rows).reshape(len(rows), -1)
    return Examples(columns={name: _cells(rows[name]) for name in rows.columns}, outputs=outputs.tolist())


def replay(model: Model, examples: Examples, tolerance: float) -> None:
    """Answer the examples again, to a tolerance in shares of the largest answer.

    Raises
    ------
    BundleError
        An answer differs.
    """
    frame = typed_frame(model, examples)
    try:
        expected = np.asarray(examples.outputs, dtype=float)
        answered = model.output(frame).reshape(len(frame), -1)
    except Exception as error:  # whatever a library says to rows that do not fit its trees
        raise BundleError("file_damaged", reason=f"examples: {error}"[:200]) from error
    if not same_answers(expected, answered, tolerance):
        raise BundleError("file_answers_differently")


def typed_frame(model: Model, examples: Examples) -> pd.DataFrame:
    """The examples as typed columns."""
    import pandas as pd

    if not examples.outputs:
        raise BundleError("file_damaged", reason="there are no examples")
    columns = {}
    for column in model.schema.features:
        cells = examples.columns.get(column.name)
        if cells is None or len(cells) != len(examples.outputs):
            raise BundleError("file_damaged", reason="examples do not fit the schema")
        columns[column.name] = _column(cells, column.kind)
    return pd.DataFrame(columns)


def _column(cells: list[Any], kind: str) -> Any:
    import pandas as pd

    try:
        if kind == "number":
            return pd.Series([math.nan if cell is None else cell for cell in cells], dtype="float64")
        if kind == "date":
            return pd.to_datetime(pd.Series(cells, dtype="str"), format="ISO8601").astype("datetime64[us]")
        return pd.Series(cells, dtype="str")
    except (TypeError, ValueError) as error:
        raise BundleError("file_damaged", reason=f"examples: {error}"[:200]) from error


def _cells(column: pd.Series) -> list[Any]:
    """Cells as JSON has them: None where missing, dates in ISO form."""
    known = column.notna()
    if column.dtype.kind == "M":
        return [cell.isoformat() if here else None for cell, here in zip(column, known, strict=True)]
    if column.dtype.kind == "f":
        return [float(cell) if here else None for cell, here in zip(column, known, strict=True)]
    return [str(cell) if here else None for cell, here in zip(column, known, strict=True)]
