"""Columns against the target where rows come in groups: chance is counted in groups, and no group is counted twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hanpan.business.problem import DEFAULT_METRIC, Problem
from hanpan.data.dataset import Dataset, Reading
from hanpan.data.pairs.comparing import compare_all
from hanpan.data.pairs.record import ClusterCount, Pair
from hanpan.data.schema import Column, Schema
from hanpan.data.values import Values
from hanpan.statistics.design_effects import of_levels

TASKS = ("regression", "binary", "multiclass")


def columns(rng: np.random.Generator, task: str, groups: int = 40, rows: int = 10) -> pd.DataFrame:
    """Columns that y does not follow, though half of its variance lies between the groups."""
    home = np.repeat(np.arange(groups), rng.poisson(rows - 1, groups) + 1)
    y = rng.normal(size=groups)[home] + rng.normal(size=len(home))
    if task != "regression":
        cuts = [0.5] if task == "binary" else [0.35, 0.7]
        y = np.array(["hi", "lo", "mid"])[np.digitize(y, np.quantile(y, cuts))]
    return pd.DataFrame(
        {
            "home": [f"h{one}" for one in home],
            "number": rng.normal(size=groups)[home],
            "two": rng.choice(["a", "b"], groups)[home],
            "four": rng.choice(list("pqrs"), groups)[home],
            "single": rng.normal(size=len(home)),
            "y": y,
        }
    )


def compared(frame: pd.DataFrame, task: str, group: str | None = "home") -> dict[str, Pair]:
    kinds = {name: "number" if cell.dtype.kind in "fi" else "category" for name, cell in frame.items()}
    schema = Schema(columns=tuple(Column(name=name, kind=kind) for name, kind in kinds.items()))
    labels = () if task == "regression" else tuple(sorted(frame["y"].unique()))
    cells = {name: cell.astype(float if kinds[name] == "number" else "str") for name, cell in frame.items()}
    reading = Reading(source="-", format="csv", rows=len(frame))
    dataset = Dataset(frame=pd.DataFrame(cells), schema=schema, reading=reading, fingerprint="")
    problem = Problem(target="y", task=task, metric=DEFAULT_METRIC[task], labels=labels, group=group)
    tested = [column for column in schema if column.name not in ("home", "y")]
    return {pair.column: pair for pair in compare_all(Values(dataset), problem, np.arange(len(frame)), tested)}


@pytest.mark.parametrize("task", TASKS)
def test_chance_between_groups_is_no_relation(task: str) -> None:
    tables = [columns(np.random.default_rng(seed), task) for seed in range(60)]
    in_groups = [compared(table, task) for table in tables]
    in_rows = [compared(table, task, None) for table in tables]
    for name in ("number", "two", "four"):
        fooled = np.mean([told[name].p < 0.05 for told in in_groups])
        assert fooled <= 0.15  # 5 % in long simulations
        assert np.mean([told[name].p < 0.05 for told in in_rows]) > 0.25


@pytest.mark.parametrize("task", TASKS)
def test_what_varies_within_groups_is_counted_as_before(task: str) -> None:
    table = columns(np.random.default_rng(0), task)
    alone, grouped = compared(table, task, None)["single"], compared(table, task)["single"]
    assert alone.test == grouped.test
    assert grouped.evidence.clusters.like > 0.6 * len(table)


@pytest.mark.parametrize("task", TASKS)
def test_copies_of_every_row_say_no_more(task: str) -> None:
    once = columns(np.random.default_rng(1), task, groups=150, rows=1).drop_duplicates("home")
    many = pd.concat([once] * 8, ignore_index=True)
    for name, pair in compared(many, task).items():
        single = compared(once, task, None)[name]
        assert pair.evidence.clusters.groups == len(once)
        assert pair.evidence.clusters.like == pytest.approx(len(once), rel=0.25)
        width, usual = (told.evidence.high - told.evidence.low for told in (pair, single))
        assert 0.6 < width / usual < 1.7


def test_a_relation_within_groups_is_found() -> None:
    table = columns(np.random.default_rng(2), "regression")
    table["y"] += table["single"]
    found = compared(table, "regression")["single"]
    assert found.p < 0.001
    assert found.evidence.low > 0.3


def test_two_groups_are_too_few() -> None:
    table = columns(np.random.default_rng(3), "regression", groups=2, rows=100)
    table["two"] = np.where(table["home"] == "h0", "a", "b")
    found = compared(table, "regression")["two"]
    assert found.p is None
    assert found.evidence.low is None
    assert found.evidence.clusters == ClusterCount(groups=2, like=None)


def test_groups_of_single_rows_change_nothing() -> None:
    table = columns(np.random.default_rng(4), "regression")
    table["home"] = [f"h{row}" for row in range(len(table))]
    assert compared(table, "regression") == compared(table, "regression", None)


def test_a_column_that_leaves_nothing_unexplained_counts_groups() -> None:
    group = np.repeat(np.arange(10), 6)
    level = np.repeat([0, 1], 30)
    assert of_levels(level, level[:, None].astype(float), group).inflation == 6
