"""What answers are worth, given in Python: a matrix or a dict, in place of the card's ``[value]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from hanpan.business.card import CardValue
from hanpan.business.value import Worth
from hanpan.data.names import nearest
from hanpan.data.question.target import Target
from hanpan.data.question.worth import define_worth
from hanpan.data.schema import Schema
from hanpan.foundation.errors import UsageError

_OF_COLUMNS = ("amount", "rule")
_KNOWN = tuple(item.name for item in fields(CardValue) if item.name not in _OF_COLUMNS)


def given_worth(given: Any, asked: Target, classes: np.ndarray | None = None) -> Worth | None:
    """Check what answers are worth against the target.

    Parameters
    ----------
    given
        None; a (C, C) matrix of gains, rows actual and columns predicted, in the order of ``classes``; the same as
        ``{actual: {predicted: gain}}``; or a dict as the card's ``[value]`` has it (``gain``, or ``over`` and ``under``
        for numbers). Costs are negative gains.
    classes
        (C,) labels as y has them.

    Raises
    ------
    UsageError
        A matrix of another shape, an unknown key, or something else altogether.
    DataError
        As ``define_worth``.

    Examples
    --------
    >>> import pandas as pd
    >>> asked = Target(task="binary", reason="", values=pd.Series(["0", "1"]), labels=("0", "1"))
    >>> given_worth([[0, -20], [-100, 80]], asked, np.array([0, 1])).gain
    ((0.0, -20.0), (-100.0, 80.0))
    >>> given_worth({0: {0: 0, 1: -20}, 1: {0: -100, 1: 80}}, asked, np.array([0, 1])).gain
    ((0.0, -20.0), (-100.0, 80.0))
    """
    if given is None:
        return None
    names = {} if classes is None else dict(zip(classes.tolist(), asked.labels, strict=True))
    told = given if isinstance(given, Mapping) else {"gain": _named(given, asked)}
    if "gain" not in told and asked.labels and not set(told) & set(_KNOWN):
        told = {"gain": told}
    odd = [str(name) for name in told if name not in _KNOWN]
    if odd:
        raise UsageError("value_key", name=odd[0], names=nearest(odd[0], _KNOWN))
    said = dict(told)
    if "gain" in said:
        said["gain"] = _gains(said["gain"], names, asked)
    if said.get("nothing") is not None:
        said["nothing"] = str(names.get(said["nothing"], said["nothing"]))
    return define_worth(CardValue(**said), asked, Schema(columns=()))


def _gains(gain: Any, names: dict[Any, str], asked: Target) -> dict[str, dict[str, float]]:
    """By text of the label, whatever type it has in y."""
    table = gain if isinstance(gain, Mapping) else _named(gain, asked)
    rows = {str(names.get(actual, actual)): row for actual, row in table.items()}
    if not all(isinstance(row, Mapping) for row in rows.values()):
        raise UsageError("value_shape", shape=type(gain).__name__, classes=len(asked.labels))
    return {
        actual: {str(names.get(said, said)): float(worth) for said, worth in row.items()}
        for actual, row in rows.items()
    }


def _named(matrix: Any, asked: Target) -> dict[str, dict[str, float]]:
    try:
        cells = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError):
        raise UsageError("value_shape", shape=type(matrix).__name__, classes=len(asked.labels)) from None
    if not asked.labels or cells.shape != (len(asked.labels),) * 2:
        raise UsageError("value_shape", shape=str(cells.shape), classes=len(asked.labels))
    return {actual: dict(zip(asked.labels, row, strict=True)) for actual, row in zip(asked.labels, cells, strict=True)}
