"""From a question to a Problem: the target settled, and every column given its role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from hanpan.business.card import Card, CardValue
from hanpan.business.hypothesis import Hypothesis
from hanpan.business.problem import TASKS, Problem, Task
from hanpan.data.columns.listings import counted_words, for_card
from hanpan.data.dataset import Dataset
from hanpan.data.names import require_names
from hanpan.data.question.target import Target, choose_metric, define_target
from hanpan.data.question.worth import define_worth
from hanpan.data.schema import Column, Role, Schema
from hanpan.foundation.errors import DataError
from hanpan.foundation.findings import Finding, Severity


def define_problem(
    dataset: Dataset,
    target: str,
    *,
    task: str | None = None,
    positive: str | None = None,
    metric: str | None = None,
    card: Card | None = None,
) -> tuple[Problem, Dataset, list[Finding]]:
    """Settle the task and give every column its role.

    Parameters
    ----------
    task, positive, metric
        Instead of what is inferred.
    card
        What it says of the Problem that no flag can say is heeded; its ``positive`` and ``metric`` are not looked at.

    Returns
    -------
    tuple
        The Problem; the Dataset without the rows whose target is missing, its target as labels (``str``) or float64;
        and Findings (``target_missing``, ``id_like``).

    Raises
    ------
    DataError
        A column is absent; the target is missing throughout, constant, in too few rows, or does not fit the task;
        no column is left to learn from.

    Examples
    --------
    >>> from hanpan.data.load import load_dataset
    >>> problem, dataset, findings = define_problem(load_dataset("sklearn:breast_cancer"), "target")
    >>> problem.task, problem.metric, problem.labels, len(findings)
    ('binary', 'auc', ('benign', 'malignant'), 0)
    """
    card = card or Card()
    said, value = card.problem, None if card.value == CardValue() else card.value
    names = dataset.schema.names
    target = require_names([target], names, "target_absent")[0]
    parts = _ColumnParts(
        target,
        said.group and require_names([said.group], names)[0],
        said.time and require_names([said.time], names)[0],
        tuple(require_names(said.unknown_at_prediction, names)),
        require_names([value.rule], names)[0] if value is not None and value.rule else None,
    )
    parts.check(dataset.schema)
    known, findings = _rows_with_target(dataset, target)
    asked = define_target(known, target, _known_task(task), positive)
    worth = define_worth(value, asked, known.schema)
    problem = Problem(
        target=target,
        task=asked.task,
        metric=choose_metric(asked.task, metric, valued=worth is not None),
        labels=asked.labels,
        task_reason=asked.reason,
        positive_reason=asked.positive_reason,
        question=said.question,
        unit=said.unit or (known.schema[target].unit if asked.task == "regression" else ""),
        unit_of_analysis=said.unit_of_analysis,
        contact=said.contact,
        group=parts.group,
        time=parts.time,
        unknown_at_prediction=parts.unknown,
        protected=_known_protected(said.protected, names, target),
        hypotheses=_known_hypotheses(card.hypotheses, names, target),
        groups=_known_groups(card.groups, target, names),
        value=worth,
    )
    columns = tuple(parts.give(_as_asked(column, asked, target)) for column in known.schema)
    frame = known.frame.copy(deep=False)
    frame[target] = asked.values
    ready = replace(known, frame=frame, schema=replace(known.schema, columns=columns))
    _require_features(ready, target)
    return problem, ready, [*findings, *_label_findings(dataset, asked, target), *_id_findings(ready)]


class _ColumnParts(NamedTuple):
    """Columns with a part of their own."""

    target: str
    group: str | None
    time: str | None
    unknown: tuple[str, ...]
    rule: str | None = None

    def check(self, schema: Schema) -> None:
        """Refuse a column with two parts, and a time that cannot put rows in order."""
        hidden = [name for name in self.unknown if name != self.time]
        named = [name for name in (self.target, self.group, self.time, self.rule, *hidden) if name]
        twice = [name for name in named if named.count(name) > 1]
        if twice:
            raise DataError("role_clash", column=twice[0])
        if self.time:
            column = schema[self.time]
            if column.kind not in ("date", "number"):
                raise DataError("time_not_sortable", column=self.time, kind=column.kind)
            if column.missing:
                raise DataError("time_gaps", column=self.time, count=column.missing)

    def give(self, column: Column) -> Column:
        """The column with its role; ``role_reason`` names the text ``left_out.<role_reason>``.

        A time column puts rows in order and is a feature as well (trend, season), unless it is unknown at prediction.
        """
        given: dict[str | None, Role] = {self.target: "target", self.group: "group"}
        if column.name in given:
            return replace(column, role=given[column.name], role_reason="")
        if {column.name, column.source} & set(self.unknown):
            return replace(column, role="left_out", role_reason="unknown_at_prediction")
        if column.name == self.rule:
            return replace(column, role="left_out", role_reason="todays_rule")
        return replace(column, role="id", role_reason="id") if column.kind == "id" else column


def _known_hypotheses(hypotheses: Sequence[Hypothesis], names: Sequence[str], target: str) -> tuple[Hypothesis, ...]:
    xs = require_names([told.x for told in hypotheses], names)
    if target in xs:
        raise DataError("hypothesis_about_target", target=target)
    return tuple(replace(told, x=x) for told, x in zip(hypotheses, xs, strict=True))


def _known_protected(protected: Sequence[str], names: Sequence[str], target: str) -> tuple[str, ...]:
    known = tuple(require_names(protected, names))
    if target in known:
        raise DataError("protected_target", target=target)
    return known


def _known_groups(groups: Mapping[str, Sequence[str]], target: str, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Groups of columns as the table spells them; the target feeds nothing."""
    known = {name: tuple(dict.fromkeys(require_names(columns, names))) for name, columns in groups.items()}
    for name, columns in known.items():
        if target in columns:
            raise DataError("group_holds_target", group=name, target=target)
    return known


def _known_task(task: str | None) -> Task | None:
    if task is not None and task not in TASKS:
        raise DataError("task_unknown", task=task, names=", ".join(TASKS))
    return task


def _rows_with_target(dataset: Dataset, target: str) -> tuple[Dataset, list[Finding]]:
    """Rows without an answer teach nothing: left out, counted and said."""
    if len(dataset.schema) == 1:
        raise DataError("one_column", target=target)
    present = dataset.frame[target].notna().to_numpy()
    n, known = len(present), int(present.sum())
    if known == 0:
        raise DataError("target_missing_all", target=target, rows=n)
    if known == 1:
        raise DataError("one_row", target=target)
    if known == n:
        return dataset, []
    frame = dataset.frame[present].reset_index(drop=True)
    spellings = {name: series[present].reset_index(drop=True) for name, series in dataset.spellings.items()}
    finding = Finding(
        code="target_missing",
        severity="warning",
        subject=target,
        evidence={"count": n - known, "rows": n, "share": (n - known) / n},
    )
    return replace(dataset, frame=frame, spellings=spellings), [finding]


def _label_findings(dataset: Dataset, asked: Target, target: str) -> list[Finding]:
    """Words of the target that count as missing, and spellings of a label that became one: with how to keep them."""
    told = dict[str, dict[str, Any]]()
    words = dataset.schema[target].missing_words
    if words:
        told["words_missing"] = {"words": counted_words(words), **for_card(target, "missing = []")}
    for key, fields in dataset.reading.notes:
        if fields.get("column") == target and key == "spellings_joined":
            told[key] = {name: value for name, value in fields.items() if name != "column"}
    if asked.joined:
        told["spellings_joined"] = _joined_numbers(asked, target)
    findings: dict[str, tuple[str, Severity]] = {
        "words_missing": ("target_words_missing", "warning") if asked.labels else ("target_words_in_numbers", "info"),
        "spellings_joined": ("labels_joined", "warning"),
    }
    return [
        Finding(code=findings[key][0], severity=findings[key][1], subject=target, evidence=fields)
        for key, fields in told.items()
    ]


def _joined_numbers(asked: Target, target: str) -> dict[str, Any]:
    """Labels of one number, written in more than one way: 1 and 1.0."""
    pairs = ", ".join(f"“{old}” → “{new}”" for old, new in list(asked.joined.items())[:4])
    told = {"count": asked.joined_rows, "pairs": pairs, "categories": len(asked.labels)}
    spellings = len(asked.labels) + len(asked.joined)
    return {**told, "spellings": spellings, **for_card(target, "join_spellings = false")}


def _as_asked(column: Column, asked: Target, target: str) -> Column:
    """The target's column as the task has it; every other as it is."""
    if column.name != target:
        return column
    if asked.labels:
        plain = replace(column, kind="category", reader="", unit="", written={}, whole=False, low=None, high=None)
        return replace(plain, categories=asked.labels, n_distinct=len(asked.labels))
    low, high = float(asked.values.min()), float(asked.values.max())
    whole = bool((asked.values % 1 == 0).all())
    return replace(column, kind="number", categories=(), low=low, high=high, whole=whole)


def _require_features(dataset: Dataset, target: str) -> None:
    if not dataset.schema.features:
        others = ", ".join(name for name in dataset.schema.names if name != target)
        raise DataError("nothing_to_learn_from", target=target, names=others)


def _id_findings(dataset: Dataset) -> list[Finding]:
    return [
        Finding(
            code="id_like",
            severity="info",
            subject=column.name,
            evidence={"sign": "kind", "distinct": column.n_distinct, "rows": len(dataset.frame)},
        )
        for column in dataset.schema
        if column.role == "id"
    ]
