"""Phases 2 and 3 in a run: the table read, the problem defined, rows kept apart, columns checked, recipes planned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from hanpan.business.card import Success
from hanpan.business.metrics import PROFIT, check_limit
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes
from hanpan.data.belonging import copies, in_stretches, times_of
from hanpan.data.checks import Context, run_checks
from hanpan.data.dataset import Dataset
from hanpan.data.large.counting import Counted
from hanpan.data.load import load_dataset
from hanpan.data.profiling.profile import Profile
from hanpan.data.profiling.profiling import profile_table
from hanpan.data.profiling.roles import apply_roles
from hanpan.data.question.task import define_problem
from hanpan.data.question.worth import stakes_of
from hanpan.data.schema import Schema
from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import DataError, UsageError
from hanpan.foundation.events import Events
from hanpan.foundation.findings import Evidence, Finding
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.algorithms.catalogue import algorithms_for
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.design import DesignRecord, SplitBy, TestDesign, design_test
from hanpan.modeling.folds.ground import Ground, recipes_of
from hanpan.modeling.folds.lonely import lonely_labels
from hanpan.modeling.rare import ways_to_try
from hanpan.study.before.asking import Question
from hanpan.study.before.large import Large, look_through, refuse_besides
from hanpan.study.before.testfile import add_test_file
from hanpan.study.record import Study


@dataclass(frozen=True, kw_only=True)
class Understood(Ground):
    """All that is known before the first fit: the ground, and the table it comes from."""

    dataset: Dataset
    design: DesignRecord
    findings: list[Finding]
    left_out: list[tuple[str, str]]
    context: Context  # arrays of the table, for whoever describes it
    success: Success = field(default_factory=Success)
    protected: pd.DataFrame = field(default_factory=pd.DataFrame)  # these columns of the hold-out, used or not
    named: pd.DataFrame = field(default_factory=pd.DataFrame)  # its columns of ids; index: place in the table
    large: Large | None = None  # the table itself, where the rows above are only a sample of it
    counted: Counted | None = None  # exact numbers of all its rows

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return len(self.dataset.frame) if self.large is None else self.large.sample.rows

    def with_stakes(self, stakes: Stakes, design: TestDesign) -> Understood:
        """With what stands beside the rows of the table."""
        held = stakes.at(design.holdout)
        if design.record.strategy == "time" and self.problem.group is None:
            held = in_stretches(held, times_of(self.dataset.frame, self.problem), design.holdout)
        return replace(self, stakes=stakes.at(design.development), holdout_stakes=held)

    def tell_into(self, study: Study) -> None:
        """Keep the records."""
        study.problem, study.reading, study.schema = self.problem, self.dataset.reading, self.dataset.schema
        study.fingerprint, study.design = self.dataset.fingerprint, self.design
        study.recipes, study.left_out = self.recipes, self.left_out


@dataclass(frozen=True)
class _ReadNoticed:
    findings: list[Finding]
    left_out: list[tuple[str, str]]
    context: Context


def understand(table: Any, question: Question, events: Events) -> Understood:
    """Read, define, keep apart, check and plan; says what is left out before the long wait.

    Raises
    ------
    DataError
        The table cannot answer the question.
    """
    options = question.options
    card = question.card
    large = _large(table, question, events)
    dataset = _read(table, question, events, large)
    answered = dataset.frame[question.target].notna().to_numpy() if question.target in dataset.frame else None
    problem, dataset, findings = define_problem(
        dataset,
        question.target,
        task=options.problem.task,
        positive=options.problem.positive,
        metric=options.problem.metric,
        card=card,
    )
    _check_goal(card.success, problem)
    events.tell("problem", target=problem.target, task=problem.task, metric=problem.metric)
    if large is not None and answered is not None:
        large = large.asked(problem, dataset, answered)
    tested = add_test_file(dataset, problem, question, events)
    dataset, findings = tested.dataset, [*findings, *tested.findings]
    y = target_codes(dataset.frame[problem.target], problem)
    alike = row_groups(dataset, problem)
    design = _design(dataset, problem, y, _by(dataset, problem, alike, large), question, tested.rows)
    findings += [*tested.seen_before(alike), *_time_over_group(problem), *_lonely(problem, y, alike, tested.rows)]
    context = Context(dataset, problem, design.development)
    found = run_checks(dataset, problem, context=context)
    beside = stakes_of(dataset.frame, problem, dataset)
    findings = [*findings, *beside.findings, *_profit_ranking(problem, options.problem.metric), *found]
    dataset = apply_roles(dataset, findings)
    findings += _groups_left_out(problem, dataset.schema)
    left_out = [(c.name, c.role_reason or c.role) for c in dataset.schema if c.role in ("left_out", "id")]
    _tell_left_out(dataset, findings, left_out, design if large is None else None, events)
    if not dataset.schema.features:
        raise DataError("no_features", columns=", ".join(name for name, _ in left_out))
    algorithms = _algorithms(problem, dataset.schema, question, y[design.development])
    noticed = _ReadNoticed(findings, left_out, context)
    arranged = _arranged(dataset, problem, y, design, noticed, algorithms)
    stakes = _with_copies(beside.stakes, alike, y, problem)
    return replace(arranged, success=card.success, large=large).with_stakes(stakes, design)


def describe(understood: Understood, until: Deadline) -> Profile:
    """The table in numbers, for people: no fit waits for it, and it takes long where there are many columns."""
    findings = understood.findings
    profile = profile_table(
        understood.dataset, understood.problem, findings=findings, context=understood.context, until=until
    )
    rows = len(understood.dataset.frame)
    return profile if understood.counted is None else understood.counted.told(profile, rows)


def _large(table: Any, question: Question, events: Events) -> Large | None:
    options, wanted = question.options, [question.target, *question.card.columns_needed()]
    large = look_through(table, options.read, options.size, wanted, options.search.seconds, events)
    if large is not None:
        refuse_besides(question)
    return large


def _read(table: Any, question: Question, events: Events, large: Large | None) -> Dataset:
    card = question.card
    dataset = load_dataset(
        table if large is None else large.sample.raw,
        question.options.read,
        corrections=card.corrections(),
        target=question.target,
        keep=card.columns_needed(),
        joins=question.joins,
    )
    if large is not None:
        dataset = replace(dataset, fingerprint=large.fingerprint(dataset.fingerprint))
    events.tell(
        "read",
        rows=len(dataset.frame) if large is None else large.sample.rows,
        columns=len(dataset.schema),
        decisions=dataset.reading.decisions,
        notes=dataset.reading.notes,
    )
    return dataset


def _with_copies(stakes: Stakes, alike: np.ndarray, y: np.ndarray, problem: Problem) -> Stakes:
    """Where the card names no group, copies of one row belong together."""
    return stakes if stakes.group is not None else replace(stakes, group=copies(alike, y, bool(problem.labels)))


def _check_rows_differ(dataset: Dataset, problem: Problem, alike: np.ndarray) -> None:
    if problem.group is None and (alike == alike[0]).all():
        raise DataError("no_features", columns=", ".join(c.name for c in dataset.schema if c.name != problem.target))


def _check_goal(success: Success, problem: Problem) -> None:
    limit = success.at_least if success.at_least is not None else success.at_most
    if limit is not None:
        check_limit(success.metric or problem.metric, limit)


def _profit_ranking(problem: Problem, asked: str | None) -> list[Finding]:
    """What models are ranked by where profit was asked for."""
    if asked != PROFIT:
        return []
    return [Finding(code="profit_ranking", severity="info", evidence={"metric": problem.metric})]


def target_codes(target: pd.Series, problem: Problem) -> np.ndarray:
    """y as the models see it: float values, or the position of each label in ``problem.labels``."""
    if problem.task == "regression":
        return target.to_numpy(dtype=float)
    found, written = pd.factorize(target)
    return pd.Index(problem.labels).get_indexer(pd.Index(written))[found]


def _arranged(
    dataset: Dataset,
    problem: Problem,
    y: np.ndarray,
    design: TestDesign,
    noticed: _ReadNoticed,
    algorithms: tuple[Algorithm, ...],
) -> Understood:
    features = dataset.frame[[column.name for column in dataset.schema.features]]
    development = features.iloc[design.development].reset_index(drop=True)
    bench = Bench(problem, dataset.schema, development, y[design.development], design.folds)
    return Understood(
        dataset=dataset,
        design=design.record,
        findings=noticed.findings,
        context=noticed.context,
        bench=bench,
        holdout=features.iloc[design.holdout].reset_index(drop=True),
        holdout_y=y[design.holdout],
        places=np.concatenate([design.development, design.holdout]),
        algorithms=algorithms,
        recipes=recipes_of(bench, algorithms),
        left_out=noticed.left_out,
        protected=dataset.frame[list(problem.protected)].iloc[design.holdout].reset_index(drop=True),
        named=_named(dataset).iloc[design.holdout],
    )


def _named(dataset: Dataset) -> pd.DataFrame:
    """What names each row of the table: its columns of ids."""
    names = [column.name for column in dataset.schema if column.role == "id"]
    return dataset.frame[names].reset_index(drop=True)


def _design(
    dataset: Dataset, problem: Problem, y: np.ndarray, by: SplitBy, question: Question, given: int
) -> TestDesign:
    _check_rows_differ(dataset, problem, by.groups)
    return design_test(
        problem,
        y,
        by,
        options=question.options.design,
        seed=question.options.search.seed,
        given_holdout=given,
        width=len(dataset.schema.features),
    )


def _by(dataset: Dataset, problem: Problem, alike: np.ndarray, large: Large | None) -> SplitBy:
    if large is None:
        return SplitBy(alike, times_of(dataset.frame, problem))
    return SplitBy(alike, large.times, large.split)


def row_groups(dataset: Dataset, problem: Problem) -> np.ndarray:
    """(n,) numbers; rows of the card's group, or else rows with the same features, share one."""
    if problem.group is not None:
        return pd.factorize(dataset.frame[problem.group].astype(str))[0]
    names = [column.name for column in dataset.schema.features if column.name != problem.target]
    if not names:
        return np.arange(len(dataset.frame))
    return pd.factorize(pd.util.hash_pandas_object(dataset.frame[names], index=False))[0]


def _lonely(problem: Problem, y: np.ndarray, groups: np.ndarray, given: int) -> list[Finding]:
    """Classes of one row are learnt and not judged; in a test file of the person's own, they are."""
    labels = [] if given else lonely_labels(problem, y, groups)
    if not labels:
        return []
    evidence: dict[str, Evidence] = {"classes": ", ".join(labels), "count": len(labels)}
    return [Finding(code="lonely_class", severity="warning", subject=problem.target, evidence=evidence)]


def _time_over_group(problem: Problem) -> list[Finding]:
    """Time orders the split; that rows of one group stay on one side cannot be had as well."""
    if problem.time is None or problem.group is None:
        return []
    return [Finding(code="time_over_group", severity="warning", subject=problem.group, evidence={"time": problem.time})]


def _algorithms(problem: Problem, schema: Schema, question: Question, y: np.ndarray) -> tuple[Algorithm, ...]:
    """The entries of the catalogue that take part."""
    found = algorithms_for(
        problem.task,
        question.options.search.algorithms,
        grouped=bool(problem.groups),
        own=bool(question.networks),
        images=bool(schema.pixels),
        classes=len(problem.labels),
        balance=ways_to_try(problem, y, question.options.search.balance),
    )
    _need_what_they_ask(found, problem, question)
    return found


def _need_what_they_ask(algorithms: tuple[Algorithm, ...], problem: Problem, question: Question) -> None:
    """Refuse an algorithm that was asked for without the groups of columns, or the network, that it works with."""
    for entry in algorithms:
        if entry.grouped and not problem.groups:
            raise UsageError("algorithm_without_groups", name=entry.name)
        if entry.own and not question.networks:
            raise UsageError("algorithm_without_network")


def _groups_left_out(problem: Problem, schema: Schema) -> list[Finding]:
    """Columns of groups that no model sees."""
    features = {column.name for column in schema.features if column.kind != "id"}
    absent = {name: [one for one in columns if one not in features] for name, columns in problem.groups.items()}
    return [
        Finding(code="group_columns_left_out", severity="warning", subject=name, evidence={"columns": ", ".join(out)})
        for name, out in absent.items()
        if out
    ]


def _tell_left_out(
    dataset: Dataset,
    findings: list[Finding],
    left_out: list[tuple[str, str]],
    design: TestDesign | None,
    events: Events,
) -> None:
    missing = next((f for f in findings if f.code == "target_missing"), None)
    rows = int(str(missing.evidence["count"])) if missing else 0
    if rows or left_out:
        columns = [{"name": name, "reason": reason} for name, reason in left_out]
        events.tell("left_out", rows=rows, columns=columns)
    for finding in findings:
        told = {"severity": finding.severity, "subject": finding.subject, "evidence": finding.evidence}
        events.tell("finding", code=finding.code, **told)
    if design is None:  # told when all rows are dealt
        return
    record = design.record
    events.tell(
        "design",
        folds=record.folds,
        repeats=record.repeats,
        holdout_rows=record.holdout_rows,
        development_rows=record.development_rows,
    )
