"""Predictor: rows of a new table in, answers out, with whatever was odd about the rows counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.data.conform import conform
from hanpan.data.options import ReadOptions
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import Bundle, read_bundle
from hanpan.deployment.labelled import evaluate_table
from hanpan.deployment.scored import Predicted, predictions
from hanpan.foundation.files import write_whole
from hanpan.modeling.model import Model

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.evaluation.record import Evaluation

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


@dataclass(frozen=True)
class Predictor:
    """An opened model file at work on tables."""

    bundle: Bundle

    @classmethod
    def load(cls, path: str | Path) -> Predictor:
        """Open a model file.

        Raises
        ------
        BundleError
            See ``read_bundle``.
        """
        return cls(read_bundle(path))

    def score_file(self, table: Any, out: str | Path, options: ReadOptions | None = None) -> dict[str, Any]:
        """Predict a table and write the answers; returns what was done and what was odd about the rows."""
        done = predict_table(self.bundle.model, table, options)
        write_predictions(done.frame, out)
        return {"rows": len(done.frame), "out": str(out), "notes": asdict(done.notes)}

    def evaluate_file(self, table: Any, options: ReadOptions | None = None) -> Evaluation:
        """Judge on a table that has the answers; rows without one are left out and counted.

        Raises
        ------
        DataError
            The target is absent, or holds classes the model does not know.
        """
        return evaluate_table(self.bundle, predict_table(self.bundle.model, table, options))


def predict_table(model: Model, table: Any, options: ReadOptions | None = None) -> Predicted:
    """Predict every row of a table.

    Parameters
    ----------
    model
        The model.
    table
        A path or a pandas, polars or arrow table; columns in any order, extra ones ignored and counted.
    options
        How to read it.

    Raises
    ------
    DataError
        A column is absent, or the table cannot be read.
    """
    frame, notes = conform(read_table(table, options or ReadOptions()), model.schema, target=model.problem.target)
    output = model.output(frame)
    target = frame.get(model.problem.target)
    return Predicted(predictions(model, output), output, notes, target)


def write_predictions(frame: pd.DataFrame, path: str | Path) -> None:
    """Write predictions: ``.parquet`` as such, anything else as CSV with a BOM, so that Korean Excel opens it.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are untouched.

    Raises
    ------
    UsageError
        The place cannot be written to.
    """
    path = Path(path)
    if path.suffix == ".parquet":
        import io

        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False)
        write_whole(path, buffer.getvalue())
        return
    safe = frame.copy()
    for name in safe.columns[[dtype.kind not in "fiub" for dtype in safe.dtypes]]:
        safe[name] = [formula_safe(str(cell)) for cell in safe[name]]
    write_whole(path, ("\ufeff" + safe.to_csv(index=False)).encode("utf-8"))


def formula_safe(cell: str) -> str:
    """A text cell that no spreadsheet runs; plain numbers such as -1 stay as they are.

    Examples
    --------
    >>> formula_safe("=1+1"), formula_safe("-1"), formula_safe("yes")
    ("'=1+1", '-1', 'yes')
    """
    if not cell.lstrip().startswith(_DANGEROUS):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell
