"""The target: which task it asks for, its labels, and which of two is the positive one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from hanpan.business.metrics import PROFIT, metrics_for
from hanpan.business.problem import DEFAULT_METRIC, Task
from hanpan.data.columns.listings import counted_words, for_card
from hanpan.data.dataset import Dataset
from hanpan.data.labels import label_texts, natural_order, one_spelling
from hanpan.data.parsers.amounts.units import PERCENT, is_money
from hanpan.data.parsers.moments.clock import is_clock
from hanpan.data.schema import Column
from hanpan.foundation.errors import DataError

FEWEST_ROWS = 10
FEW_VALUES = 10
ROWS_PER_VALUE = 5  # fewer rows per whole number on average: it was measured, it is no class
MOST_CLASSES = 200
LARGEST = 1e140  # of a target: the sum of the squares of many still is a number
YES = {"1", "1.0", "yes", "true", "y", "t", "예", "네", "유", "positive", "양성"}
# What models are ranked by where profit is asked for; ranking by profit itself chose no better (see docs/value.md).
RANKED_FOR_PROFIT: dict[Task, str] = {**DEFAULT_METRIC, "regression": "mae"}


@dataclass(frozen=True, kw_only=True)
class Target:
    """The target on the rows that have one: labels (``str``) in classification, float64 in regression.

    ``reason`` and ``positive_reason`` name texts ``reason.<...>``. ``joined``: spellings of a label (1.0) by the one
    that they were taken for (1), in so many rows.
    """

    task: Task
    reason: str
    values: pd.Series
    labels: tuple[str, ...] = ()
    positive_reason: str = ""
    joined: dict[str, str] = field(default_factory=dict)
    joined_rows: int = 0


def define_target(dataset: Dataset, name: str, task: Task | None = None, positive: str | None = None) -> Target:
    """Settle the task and the labels; every row of the dataset has a target.

    Raises
    ------
    DataError
        The target is constant, a date, in too few rows, has too many classes, or does not fit the task; the
        positive class is none of its labels.
    """
    column, values = dataset.schema[name], dataset.frame[name]
    if column.kind == "date":
        raise DataError("target_is_date", target=name)
    labels, joined, rows = label_texts(dataset.spellings.get(name, values)).rename(name), dict[str, str](), 0
    if column.kind == "number":  # words were joined when they were read, unless the card says otherwise
        labels, joined, rows = one_spelling(labels)
    distinct = values.nunique() if column.kind == "number" else labels.nunique()
    if distinct < 2:
        told = {"target": name, "value": labels.iloc[0], "rows": len(labels)}
        if column.missing_words and column.kind != "number":  # the other answer may be one of them
            words = counted_words(column.missing_words)
            raise DataError("target_constant_but_missing", words=words, **for_card(name, "missing = []"), **told)
        raise DataError("target_constant", **told)
    chosen, reason = (task, "task.given") if task else find_task(column, values, distinct)
    if len(values) < FEWEST_ROWS:
        raise DataError("too_few_rows", rows=len(values), least=FEWEST_ROWS, target=name)
    if chosen == "regression":
        _refuse_positive(positive, chosen)
        return Target(task=chosen, reason=reason, values=_as_numbers(column, values))
    _check_classes(labels, chosen, name)
    ordered, why = _labels(labels, chosen, positive, column)
    made = Target(task=chosen, reason=reason, values=labels, labels=ordered, positive_reason=why)
    return replace(made, joined=joined, joined_rows=rows)


def find_task(column: Column, values: pd.Series, distinct: int) -> tuple[Task, str]:
    """The task of a target, and the text ``reason.<...>`` that says why.

    Two values make a binary task. Numbers with fractions, signs of money or many values make a regression; at most
    10 different whole numbers with at least 5 rows each on average are classes, as words are.
    """
    if distinct == 2:
        return "binary", "task.two_values"
    if column.kind != "number":
        return "multiclass", "task.words"
    if not _measured(column) and distinct <= FEW_VALUES and len(values) >= ROWS_PER_VALUE * distinct:
        return "multiclass", "task.few_whole_numbers"
    return "regression", "task.numbers"


def _measured(column: Column) -> bool:
    """Whether numbers are written as amounts are: with fractions, grouped thousands, money, per cent, as times."""
    grouped, amount = "grouped" in column.written, is_money(column.unit) or column.unit in PERCENT
    return not column.whole or grouped or amount or is_clock(column.reader)


def choose_metric(task: Task, metric: str | None, *, valued: bool = False) -> str:
    """The metric to rank models by.

    ``profit`` depends on the decision, which is learned last: models are ranked by ``RANKED_FOR_PROFIT``, and profit
    chooses the decision and is what the goal is judged by.

    Parameters
    ----------
    valued
        Whether the card states gains or costs.

    Raises
    ------
    DataError
        It is none of the task's, or profit without gains or costs.
    """
    names = [entry.name for entry in metrics_for(task)]
    if metric == PROFIT:
        if not valued:
            raise DataError("profit_without_value")
        return RANKED_FOR_PROFIT[task]
    if metric is not None and metric not in names:
        raise DataError("metric_unfit", metric=metric, task=task, names=", ".join(names))
    return metric or DEFAULT_METRIC[task]


def _as_numbers(column: Column, values: pd.Series) -> pd.Series:
    numbers = values if column.kind == "number" else pd.to_numeric(values, errors="coerce")
    odd = values[numbers.isna()]
    if len(odd):
        shown = ", ".join(f"“{text}”" for text in odd.unique()[:5])
        raise DataError("target_not_numeric", target=column.name, count=len(odd), examples=shown)
    refuse_too_large(column.name, numbers)
    return numbers.astype("float64")


def refuse_too_large(name: str, numbers: pd.Series) -> None:
    """Refuse a target whose squares, of which every measure of error is made, are beyond what a number can hold.

    Raises
    ------
    DataError
        It is as large as that.
    """
    largest = float(numbers.abs().max())
    if largest > LARGEST:
        raise DataError("target_too_large", target=name, largest=f"{largest:.2g}", limit=f"{LARGEST:.0e}")


def _check_classes(labels: pd.Series, task: Task, name: str) -> None:
    count = int(labels.nunique())
    if count > MOST_CLASSES or count > len(labels) / 2:
        raise DataError("too_many_classes", target=name, count=count, rows=len(labels))
    if (task == "binary") != (count == 2):
        raise DataError("task_classes", target=name, task=task, count=count, names=", ".join(labels.unique()[:8]))


def _labels(labels: pd.Series, task: Task, positive: str | None, column: Column) -> tuple[tuple[str, ...], str]:
    """Classes in the order of their codes: (negative, positive), or as the column is ordered, or as people sort."""
    present = natural_order([str(label) for label in labels.unique()])
    if task == "binary":
        chosen, reason = _positive(present, labels.value_counts(), positive)
        return (present[1 - present.index(chosen)], chosen), reason
    _refuse_positive(positive, task)
    if column.kind == "ordered":
        present.sort(key=column.categories.index)
    return tuple(present), ""


def _positive(names: list[str], counts: pd.Series, given: str | None) -> tuple[str, str]:
    if given is not None:
        name = str(given).strip()
        if name not in names:
            raise DataError("positive_absent", positive=given, names=", ".join(names))
        return name, "positive.given"
    yes = [name for name in names if name.casefold() in YES]
    if len(yes) == 1:
        return yes[0], "positive.yes"
    if counts[names[0]] == counts[names[1]]:
        return names[1], "positive.last"
    return (names[0] if counts[names[0]] < counts[names[1]] else names[1]), "positive.rarer"


def _refuse_positive(positive: str | None, task: Task) -> None:
    if positive is not None:
        raise DataError("positive_without_two", positive=positive, task=task)
