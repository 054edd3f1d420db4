"""Predictions as a list to work with: cells kept, the largest expected gain first, reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hanpan.business.problem import Problem
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.listing import ListOptions, check_list
from hanpan.deployment.predictor.rows import TypedRows, frame_of_rows
from hanpan.doors.service.refusals import Refused
from hanpan.doors.service.served import Served
from hanpan.doors.telling.reasons import ReasonWords
from hanpan.foundation.errors import HanpanError
from hanpan.foundation.options import check_value, option_specs
from hanpan.modeling.fitted.gains import acted_on, expected_gains
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitted.reasons import reasons_of

MOST_WITH_REASONS = 100
Document = dict[str, Any]
_ASKED = {spec.name for spec in option_specs(ListOptions)}


@dataclass(frozen=True)
class PlacedRow:
    """A row of the list: its number in the request, its expected gain if that is known, its reasons in words."""

    row: int
    gain: float | None
    reasons: list[str]


def list_options(document: Document, served: Served, language: str) -> ListOptions | None:
    """``keep``, ``sort``, ``top`` and ``reasons`` of a request; None where it asks for answers alone.

    Raises
    ------
    Refused
        422: one of them is none that its option takes, or the model cannot follow it.
    """
    said = {name: document[name] for name in _ASKED & document.keys() if document[name] not in (None, [], 0)}
    if not said:
        return None
    specs = {spec.name: spec for spec in option_specs(ListOptions)}
    keep = said.pop("keep", [])
    if not isinstance(keep, list) or not all(isinstance(name, str) for name in keep):
        raise Refused(422, "list_option", told="keep", problems=[])
    try:
        for name, value in said.items():
            if isinstance(value, bool) or (specs[name].type is int and not isinstance(value, int)):
                raise Refused(422, "list_option", told=name, problems=[])
            check_value(specs[name], value)
        return check_list(ListOptions(keep=tuple(keep), **said), served.bundle.model)
    except HanpanError as error:
        raise Refused(422, "list_option", told=error.part("what", language), problems=[]) from error


def places(served: Served, read: TypedRows, found: list[Answer], asked: ListOptions, language: str) -> list[PlacedRow]:
    """The rows of the list, in its order.

    Raises
    ------
    Refused
        422: reasons are asked for of too many rows.
    """
    model = served.bundle.model
    gains = _gains(model, read, found)
    order = _order(model.problem, found, gains, asked)[: asked.top]
    if asked.reasons and len(order) > MOST_WITH_REASONS:
        raise Refused(422, "many_reasons", most=MOST_WITH_REASONS, problems=[])
    told: list[list[str]] = [[] for _ in order]
    if asked.reasons and model.background is not None and len(order):
        words = ReasonWords(language, model.problem.unit)
        frame = frame_of_rows(read, model.schema).iloc[order]
        told = [[words(one) for one in each] for each in reasons_of(model, frame, model.background, asked.reasons)]
    return [PlacedRow(row, gains[row], reasons) for row, reasons in zip(order, told, strict=True)]


def _gains(model: Model, read: TypedRows, found: list[Answer]) -> list[float | None]:
    """Expected gain over doing nothing, of each row; None where it is not known."""
    worth, labels = model.problem.value, model.problem.labels
    unknown = [None] * len(found)
    if worth is None or not worth.gain or (worth.amount and worth.amount not in read.names) or not found:
        return [*unknown]
    output = np.array([[(one.probabilities or {})[label] for label in labels] for one in found])
    amount = read.numbers(worth.amount) if worth.amount else None
    gains = expected_gains(model.problem, model.decision, output, amount)
    return [*unknown] if gains is None else [None if gain != gain else round(gain, 4) for gain in gains.tolist()]


def _order(problem: Problem, found: list[Answer], gains: list[float | None], asked: ListOptions) -> list[int]:
    """Numbers of the rows, the first of the list first."""
    rows = list(range(len(found)))
    if asked.sort is None:
        return rows

    def key(row: int) -> float:
        one, gain = found[row], gains[row]
        if one.probabilities is None:
            return -float(one.prediction)
        if asked.sort == "value":
            return float("inf") if gain is None else -gain
        each = list(one.probabilities.values())
        return -(each[acted_on(problem)] if len(each) == 2 else max(each))

    return sorted(rows, key=key)
