"""Examples: rows that a model file carries with their answers, and answers again whenever it is loaded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.deployment.manifest import Examples
from hanpan.foundation.errors import BundleError, DataError
from hanpan.modeling.model import Model

if TYPE_CHECKING:
    import pandas as pd

_MOST = 20
_TOLERANCE = 1e-5


def examples_of(model: Model, frame: pd.DataFrame) -> Examples:
    """The first rows of a typed table with the model's answers."""
    rows = frame.head(_MOST)
    outputs = model.output(rows).reshape(len(rows), -1)
    return Examples(columns={name: _cells(rows[name]) for name in rows.columns}, outputs=outputs.tolist())


def replay(model: Model, examples: Examples) -> None:
    """Answer the examples again.

    Raises
    ------
    BundleError
        An answer differs.
    """
    frame = typed_frame(model, examples)
    expected = np.asarray(examples.outputs, dtype=float)
    try:
        answered = model.output(frame).reshape(len(frame), -1)
    except (DataError, ValueError, KeyError, IndexError, TypeError) as error:
        raise BundleError("file_damaged", reason=f"examples: {error}"[:200]) from error
    if expected.shape != answered.shape or not np.allclose(expected, answered, rtol=_TOLERANCE, atol=_TOLERANCE):
        raise BundleError("file_answers_differently")


def typed_frame(model: Model, examples: Examples) -> pd.DataFrame:
    """The examples as typed columns."""
    import pandas as pd

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
