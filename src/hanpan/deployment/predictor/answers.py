"""Answers of single rows, in plain values: what a program asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.deployment.predictor.cells import RowNote
from hanpan.deployment.predictor.rows import TypedRows
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitted.ranges import LEVEL


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one row.

    Attributes
    ----------
    prediction
        A value in the unit of y, or the label decided by the frozen rule.
    probabilities
        Label -> probability; None where a value is predicted.
    low, high
        Limits between which 95 % of the truths of such rows lie; None for classes and for models that have none.
    worth
        What the decision is expected to earn, by the card's gains and the probabilities; None without such gains.
    notes
        What was noticed in the row.
    """

    prediction: float | str
    probabilities: dict[str, float] | None = None
    low: float | None = None
    high: float | None = None
    worth: float | None = None
    notes: tuple[RowNote, ...] = ()


def answers_of(model: Model, output: np.ndarray, read: TypedRows) -> list[Answer]:
    """Answers from outputs (n,) or (n, C) of rows that were read."""
    if model.problem.task == "regression":
        return _values(model, output, read)
    labels = model.problem.labels
    codes = model.decision.decide(output)
    worths = _worths(model, output, codes, read)
    return [
        Answer(labels[code], dict(zip(labels, row, strict=True)), worth=worth, notes=told)
        for code, row, worth, told in zip(codes.tolist(), output.tolist(), worths, read.notes, strict=True)
    ]


def _values(model: Model, output: np.ndarray, read: TypedRows) -> list[Answer]:
    limits = model.ranges.limits(output, LEVEL) if model.ranges is not None else None
    lows, highs = ([None] * len(output),) * 2 if limits is None else (limits[0].tolist(), limits[1].tolist())
    return [
        Answer(value, low=low, high=high, notes=told)
        for value, low, high, told in zip(model.answers_of(output).tolist(), lows, highs, read.notes, strict=True)
    ]


def _worths(model: Model, output: np.ndarray, codes: np.ndarray, read: TypedRows) -> list[float | None]:
    """What each decision is expected to earn (n,): gains weighed by the probabilities, times the row's amount."""
    value = model.problem.value
    if value is None or not value.gain or (value.amount and value.amount not in read.names):
        return [None] * len(output)
    worth = (output @ value.table)[np.arange(len(output)), codes]
    if value.amount:
        worth = worth * read.numbers(value.amount)
    return [each if each == each else None for each in worth.tolist()]
