"""``python -m hanpan.doors.service.processes.filing_child FOLDER``: the predictions of a file that somebody sent.

The folder holds ``model``, the table and ``asked`` (JSON), and gets ``out`` with its ending, ``told.json``, and in
``counts.json`` the rows summed up for the watch.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.deployment.bundle import bundle_of
from hanpan.deployment.monitoring.watching import counts_of_table
from hanpan.deployment.predictor.scoring import predict_table
from hanpan.deployment.scored import Predicted
from hanpan.deployment.writing import write_predictions
from hanpan.doors.telling.notes import table_notes
from hanpan.foundation.apart import answer_apart
from hanpan.foundation.errors import DataError
from hanpan.foundation.files import to_json
from hanpan.foundation.texts import text
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitted.ranges import with_limits

if TYPE_CHECKING:
    import pandas as pd

_MEMORY = 4 << 30
_SECONDS = 60  # of processor time
_SHOWN = 10  # rows that are shown on the page


def score(folder: Path) -> None:
    """Read the table, predict its rows, and write them with the predictions behind.

    Raises
    ------
    DataError
        The table cannot be read, lacks a column, or has too many rows.
    """
    asked = json.loads((folder / "asked").read_text("utf-8"))
    bundle = bundle_of((folder / "model").read_bytes(), asked["model"])
    model = bundle.model
    done = predict_table(model, str(folder / asked["file"]))
    if len(done.frame) > asked["most"]:
        raise DataError("file_rows", source=str(folder / asked["file"]), rows=len(done.frame), most=asked["most"])
    language = asked["language"]
    frame = _beside(done, model, language)
    guarded = write_predictions(frame, folder / asked["out"], bom=True)
    notes = [line for line, _ in table_notes(done.notes, done.reading, language)]
    if guarded:
        notes.append(text("service.file.guarded", language, count=len(guarded)))
    told = {"rows": len(frame), "notes": notes, "summary": _summary(done, model), "preview": _preview(frame)}
    (folder / "told.json").write_text(json.dumps(told), "utf-8")
    (folder / "counts.json").write_bytes(to_json(counts_of_table(bundle, done)))


def _beside(done: Predicted, model: Model, language: str) -> pd.DataFrame:
    """The table's own cells, then the predictions; a column of the table that is called like one of these says so."""
    import pandas as pd

    found = done.frame if model.ranges is None else with_limits(done.frame, done.output, model.ranges)
    own = {name: text("service.file.own", language, column=name) for name in found if name in done.given}
    return pd.concat([done.given.rename(columns=own).reset_index(drop=True), found], axis=1)


def _summary(done: Predicted, model: Model) -> dict[str, Any]:
    """How often each class was predicted, or the smallest, mean and largest number."""
    column = done.frame["prediction"]
    if model.problem.labels:
        counts = column.value_counts()
        return {"counts": {label: int(counts.get(label, 0)) for label in model.problem.labels}}
    if not len(column):
        return {}
    return {"low": float(column.min()), "mean": float(column.mean()), "high": float(column.max())}


def _preview(frame: pd.DataFrame) -> dict[str, Any]:
    shown = frame.head(_SHOWN).astype(object).where(frame.head(_SHOWN).notna(), None)
    rows = [[cell if isinstance(cell, int | float | None) else str(cell) for cell in row] for row in shown.to_numpy()]
    return {"columns": [str(name) for name in frame.columns], "rows": rows}


if __name__ == "__main__":
    raise SystemExit(answer_apart(score, memory=_MEMORY, seconds=_SECONDS))
