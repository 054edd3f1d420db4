"""Data understanding alone: a table read, its question defined if there is one, every column profiled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hanpan.business.card import Card
from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.joins import Joins
from hanpan.data.large.counting import count_all
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions, SizeOptions
from hanpan.data.profiling.profile import Profile
from hanpan.data.profiling.profiling import profile_table
from hanpan.data.question.task import define_problem
from hanpan.foundation.findings import Finding
from hanpan.study.before.large import look_through


@dataclass(frozen=True)
class Profiled:
    """What was read, what was asked (None without a target), and what was noticed about both."""

    dataset: Dataset
    problem: Problem | None
    profile: Profile


def profile_alone(
    table: Any,
    reading: ReadOptions,
    *,
    target: str | None = None,
    card: Card | None = None,
    size: SizeOptions | None = None,
) -> Profiled:
    """Profile a table, each column against the target if one is named here or on the card.

    Of a table larger than the memory (``size``) all rows are counted, and a sample of them is compared.

    Raises
    ------
    DataError
        The table cannot be read, or the target cannot be used.
    """
    card = card or Card()
    target = target or card.problem.target
    joins, keep = Joins.of(card), card.columns_needed()
    large = None if joins.tables else look_through(table, reading, size or SizeOptions(), [target, *keep])
    source = table if large is None else large.sample.raw
    dataset = load_dataset(source, reading, corrections=card.corrections(), target=target, keep=keep, joins=joins)
    problem: Problem | None = None
    found: list[Finding] = []
    if target:
        problem, dataset, noticed = define_problem(dataset, target, positive=card.problem.positive, card=card)
        found += noticed
    made = profile_table(dataset, problem)
    if large is not None:
        made = count_all(large.table, dataset.schema, target).told(made, len(dataset.frame))
    return Profiled(dataset, problem, replace(made, findings=[*found, *made.findings]))
