"""Whether ONNX Runtime answers as the model does: on the rows kept in its file, and on rows made to be odd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.deployment.onnx.columns import Input
from hanpan.foundation.errors import UsageError
from hanpan.foundation.extras import need
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.storage.boosters.xgb import XGBoostScorer
from hanpan.modeling.storage.network import NetworkScorer

if TYPE_CHECKING:
    import pandas as pd

_MADE = 120
_ODD = 0.25  # share of the cells of made rows that are missing, unseen, or far out
_EXACT, _SINGLE = 1e-6, 1e-5  # share of the largest answer; the second where the model counts in single precision
_QUIET = 3


@dataclass(frozen=True)
class Parity:
    """How far answers lie apart at most, as a share of the largest, on how many rows; and how far they may."""

    rows: int
    gap: float
    allowed: float


class OnnxSession:
    """A graph in ONNX Runtime, one thread."""

    def __init__(self, content: bytes) -> None:
        runtime: Any = need("onnxruntime", "onnx")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        try:
            self._session = runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever it says to a graph that it does not take
            raise UsageError("onnx_differs", reason=str(error).splitlines()[0][:200]) from error

    def answers(self, inputs: Sequence[Input], frame: pd.DataFrame) -> list[np.ndarray]:
        """All outputs for typed rows."""
        fed = {one.column.name: one.fed(frame[one.column.name].tolist()) for one in inputs}
        return [np.asarray(part) for part in self._session.run(None, fed)]


def require_parity(content: bytes, model: Model, inputs: Sequence[Input], rows: pd.DataFrame) -> Parity:
    """Compare a graph with the model that it was written from.

    Raises
    ------
    UsageError
        ONNX Runtime does not take it, or answers differently.
    """
    session, allowed = OnnxSession(content), tolerance(model)
    gaps, compared = [0.0], 0
    for table in _tables(rows, inputs):
        told = session.answers(inputs, table)
        gap = _gap(_expected(model, table), told[0])
        labels = model.labels_of(told[0]) if model.problem.labels else None
        if not gap <= allowed or (labels is not None and (labels != told[1]).any()):
            raise UsageError("onnx_differs", reason=f"{gap:.1e} > {allowed:.0e}")
        gaps.append(gap)
        compared += len(table)
    return Parity(compared, max(gaps), allowed)


def tolerance(model: Model) -> float:
    """How far answers may lie apart, as a share of the largest.

    Networks and XGBoost count in single precision, each library in an order of its own.
    """
    single = any(isinstance(part.scorer, NetworkScorer | XGBoostScorer) for part in model.parts)
    return _SINGLE if single else _EXACT


def _expected(model: Model, table: pd.DataFrame) -> np.ndarray:
    output = model.output(table)
    return output if model.problem.labels else model.answers_of(output)


def _gap(expected: np.ndarray, answered: np.ndarray) -> float:
    """The largest difference as a share of the largest answer; infinite where one side is no number."""
    if expected.shape != answered.shape or (np.isfinite(expected) != np.isfinite(answered)).any():
        return np.inf
    known = np.isfinite(expected)
    scale = np.abs(expected[known]).max(initial=0.0)
    return float(np.abs(expected - answered)[known].max(initial=0.0) / scale) if scale else 0.0


def _tables(rows: pd.DataFrame, inputs: Sequence[Input]) -> Iterator[pd.DataFrame]:
    """The rows as they are, one alone, and rows with cells that are missing, unseen, or beyond the range."""
    yield rows
    yield rows.head(1)
    random = np.random.default_rng(0)
    for far in (0.5, 1_000.0):
        yield _made(rows, inputs, far, random)


def _made(rows: pd.DataFrame, inputs: Sequence[Input], far: float, random: np.random.Generator) -> pd.DataFrame:
    """Rows of cells drawn from each column by itself, some of them odd; ``far`` in widths of its range."""
    made = rows.iloc[random.integers(0, len(rows), _MADE)].reset_index(drop=True)
    for one in inputs:
        name = one.column.name
        cells = rows[name].to_numpy()[random.integers(0, len(rows), _MADE)].astype(object if one.words else float)
        odd = np.flatnonzero(random.random(_MADE) < _ODD)
        cells[odd] = _odd_words(one, len(odd)) if one.words else _odd_numbers(cells, len(odd), far)
        made[name] = _series(cells, words=one.words)
    return made


def _odd_words(one: Input, count: int) -> np.ndarray:
    told = np.array([None, "…", *one.column.categories], dtype=object)
    return np.resize(told, count)


def _odd_numbers(cells: np.ndarray, count: int, far: float) -> np.ndarray:
    known = cells[np.isfinite(cells)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    width = max(high - low, abs(high), 1.0)
    return np.resize([np.nan, low - far * width, high + far * width, 0.0, np.inf, low, high], count)


def _series(cells: np.ndarray, *, words: bool) -> pd.Series:
    import pandas as pd

    return pd.Series(cells, dtype="str" if words else "float64")
