"""What single rows are promised; ``check_rows`` tries it on a model and some of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.deployment.predictor import Compiled
from hanpan.deployment.predictor.rows import rows_of_frame
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitting.stored import same_answers

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 1e-6


def check_rows(model: Model, frame: pd.DataFrame, tolerance: float = TOLERANCE) -> None:
    """Rows given as column -> cell get the answers that they get as a table, alone and among others.

    Parameters
    ----------
    model
        The model.
    frame
        Typed rows.
    tolerance
        How far answers may lie apart, as a share of the largest.

    Raises
    ------
    AssertionError
        A promise is broken; the message names it.
    """
    compiled, rows = Compiled(model), rows_of_frame(frame)
    expected = model.output(frame)
    together = compiled.output(compiled.read(rows))
    assert same_answers(expected, together, tolerance), "rows of cells are answered as a table is"
    alone = np.concatenate([compiled.output(compiled.read([row])) for row in rows])
    assert same_answers(expected, alone, tolerance), "a row of cells alone is answered as among others"
    told = [answer.prediction for answer in compiled.answer(rows)]
    assert told == model.answers_of(together).tolist(), "decisions are those of the frozen rule"
    assert compiled.answer([]) == [], "no rows get no answers"
