"""From the card's ``[value]`` to a Worth that fits the target, and to what stands beside each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import pandas as pd

from hanpan.business.card import CardValue
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes, Worth
from hanpan.data.belonging import groups_of
from hanpan.data.dataset import Dataset
from hanpan.data.labels import label_texts
from hanpan.data.names import nearest, require_names, same_name
from hanpan.data.question.target import Target
from hanpan.data.schema import Schema
from hanpan.foundation.errors import DataError
from hanpan.foundation.findings import Finding


def define_worth(told: CardValue | None, asked: Target, schema: Schema) -> Worth | None:
    """Check what the card says answers are worth against the target and the table.

    Returns
    -------
    Worth or None
        None where the card says nothing.

    Raises
    ------
    DataError
        A matrix of gains that is incomplete or has labels that the target does not have; costs of the wrong task, one
        without the other, negative or not finite; a column that is absent or holds no amounts; ``nothing`` that cannot
        be predicted.
    """
    if told is None:
        return None
    amount, rule = (name and require_names([name], schema.names)[0] for name in (told.amount, told.rule))
    if amount is not None and schema[amount].kind != "number":
        raise DataError("value_amount_kind", column=amount, kind=schema[amount].kind)
    if told.capacity is not None and told.capacity < 1:
        raise DataError("value_capacity", value=told.capacity)
    columns = Worth(
        currency=told.currency, capacity=told.capacity, amount=amount, rule=rule, nothing_given=told.nothing is not None
    )
    return _of_classes(told, asked, columns) if asked.labels else _of_values(told, columns)


def _of_classes(told: CardValue, asked: Target, columns: Worth) -> Worth:
    odd = [name for name in ("over", "under") if getattr(told, name) is not None]
    if odd:
        raise DataError("value_for_regression", names=", ".join(odd), task=asked.task, example=asked.labels[0])
    gain = _matrix(told.gain, asked.labels)
    if told.nothing is not None:
        return replace(columns, gain=gain, nothing=float(_code(told.nothing, asked.labels, "value.nothing")))
    commonest = asked.values.value_counts().idxmax() if asked.task == "multiclass" else asked.labels[0]
    return replace(columns, gain=gain, nothing=float(asked.labels.index(commonest)))


def _matrix(gain: dict[str, dict[str, float]], labels: Sequence[str]) -> tuple[tuple[float, ...], ...]:
    """Every actual class with every predicted one."""
    if not gain:
        raise DataError("value_without_gain", example=labels[-1], labels=", ".join(labels))
    rows = {labels[_code(actual, labels, "value.gain")]: told for actual, told in gain.items()}
    _complete(rows, labels, "value.gain")
    cells = []
    for actual in labels:
        place = f"value.gain.{actual}"
        row = {labels[_code(said, labels, place)]: float(worth) for said, worth in rows[actual].items()}
        _complete(row, labels, place)
        for said, worth in row.items():
            _finite(worth, f"{place}.{said}")
        cells.append(tuple(row[said] for said in labels))
    return tuple(cells)


def _complete(told: Iterable[str], labels: Sequence[str], place: str) -> None:
    present = set(told)
    absent = [label for label in labels if label not in present]
    if absent:
        raise DataError("value_gain_missing", place=place, names=", ".join(absent), count=len(labels))


def _code(label: str, labels: Sequence[str], place: str) -> int:
    name = same_name(label)
    if name not in labels:
        raise DataError("value_label_unknown", place=place, label=label, names=nearest(name, labels))
    return list(labels).index(name)


def _finite(worth: float, place: str) -> None:
    if not isfinite(worth):
        raise DataError("value_not_finite", place=place, value=worth)


def _of_values(told: CardValue, columns: Worth) -> Worth:
    if told.gain:
        raise DataError("value_for_classes", labels=", ".join(list(told.gain)[:5]))
    over, under = told.over, told.under
    if over is None or under is None:
        given = [name for name in ("over", "under") if getattr(told, name) is not None]
        raise DataError("value_one_side", given=given[0] if given else "-")
    for name, cost in (("over", over), ("under", under)):
        _finite(cost, f"value.{name}")
        if cost < 0 or over + under == 0:
            raise DataError("value_negative_cost", name=name, value=f"{cost:g}")
    return replace(columns, over=float(over), under=float(under), nothing=_number(told.nothing))


def _number(told: str | None) -> float | None:
    if told is None:
        return None
    try:
        value = float(told.replace(",", ""))
    except ValueError:
        raise DataError("value_nothing_number", value=told) from None
    _finite(value, "value.nothing")
    return value


@dataclass(frozen=True)
class Beside:
    """What stands beside the rows of a table, and what was noticed on the way."""

    stakes: Stakes
    findings: list[Finding]


def stakes_of(frame: pd.DataFrame, problem: Problem, dataset: Dataset | None = None) -> Beside:
    """Amounts, today's decisions and groups of some rows.

    Parameters
    ----------
    frame
        Rows with typed columns; a column that is absent stands beside no row.
    problem
        With ``value`` and ``group``.
    dataset
        Where class labels stand as in the file.

    Raises
    ------
    DataError
        An amount below zero, or a decision that is no label of the target (or no number).
    """
    group = groups_of(frame[problem.group]) if problem.group in frame else None
    worth = problem.value
    if worth is None:
        return Beside(Stakes(group=group), [])
    amount, rule = (frame.get(name) if name else None for name in (worth.amount, worth.rule))
    if rule is not None and dataset is not None:
        rule = dataset.spellings.get(str(worth.rule), rule)
    amounts, few = _amounts(amount)
    rules, silent = _rules(rule, problem)
    return Beside(Stakes(amounts, rules, group), [*few, *silent, *_odd_gains(problem, worth)])


def _amounts(column: pd.Series | None) -> tuple[np.ndarray | None, list[Finding]]:
    """Amounts (n,); where one is missing, the mean of the others, which is said."""
    if column is None or not column.notna().any():
        return None, []
    values = column.to_numpy(dtype=float)
    missing, below = np.isnan(values), int((values < 0).sum())
    if below:
        raise DataError("value_amount_negative", column=column.name, count=below, rows=len(values))
    found = _missing("amount_missing", str(column.name), missing)
    return np.where(missing, np.nanmean(values), values), found


def _rules(column: pd.Series | None, problem: Problem) -> tuple[np.ndarray | None, list[Finding]]:
    """Today's decisions (n,) as codes or values; where there is none, nothing is done."""
    if column is None or not column.notna().any():
        return None, []
    missing = column.isna().to_numpy()
    values = _decided(column, problem)
    nothing = problem.value.nothing if problem.value is not None else None
    filled = float(np.nanmean(values)) if nothing is None else nothing
    return np.where(missing, filled, values), _missing("rule_missing", str(column.name), missing)


def _decided(column: pd.Series, problem: Problem) -> np.ndarray:
    if not problem.labels:
        numbers = pd.to_numeric(column, errors="coerce")
        odd = column[numbers.isna() & column.notna()]
        if len(odd):
            shown = ", ".join(map(str, odd.unique()[:3]))
            raise DataError("value_rule_number", column=column.name, examples=shown, count=len(odd))
        return numbers.to_numpy(dtype=float)
    texts = label_texts(column)
    codes = texts.map({label: code for code, label in enumerate(problem.labels)})
    odd = texts[codes.isna() & texts.notna()]
    if len(odd):
        shown = ", ".join(odd.unique()[:3])
        names = ", ".join(problem.labels)
        raise DataError("value_rule_labels", column=column.name, examples=shown, count=len(odd), names=names)
    return codes.to_numpy(dtype=float)


def _missing(code: str, name: str, missing: np.ndarray) -> list[Finding]:
    if not missing.any():
        return []
    evidence = {"count": int(missing.sum()), "rows": len(missing)}
    return [Finding(code=code, severity="warning", subject=name, evidence=evidence)]


def _odd_gains(problem: Problem, worth: Worth) -> list[Finding]:
    """Classes for which a wrong answer pays more than the right one: two labels may have changed places."""
    found = []
    for code, row in enumerate(worth.gain):
        best = int(np.argmax(row))
        if row[best] > row[code]:
            evidence: dict[str, str | float] = {
                "said": problem.labels[best],
                "right": row[code],
                "wrong": row[best],
                "currency": worth.currency,
            }
            found.append(
                Finding(code="wrong_answer_pays", severity="warning", subject=problem.labels[code], evidence=evidence)
            )
    return found
