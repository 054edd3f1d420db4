"""Planted in generated tables each finding is found; in clean ones none is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hand_tables import classification, clean_frame, regression

from hanpan.business.problem import Problem
from hanpan.data.checks import run_checks
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Finding

TABLES = 50
SIZES = (60, 120, 300)
Table = tuple[Dataset, Problem]
Rng = np.random.Generator


def make(task: str, frame: pd.DataFrame, rng: Rng) -> Table:
    """A clean table of a task: y follows score and age, with noise."""
    signal = frame["score"].fillna(0) + frame["age"].fillna(40) / 40 + rng.normal(size=len(frame))
    if task == "regression":
        return regression(frame.assign(y=signal * 10), "y")
    bins = 2 if task == "binary" else 3
    labels = pd.qcut(signal, bins, labels=["no", "so", "yes"][-bins:]).astype(str)
    return classification(frame.assign(y=labels), "y")


def tables(task: str) -> list[tuple[Rng, pd.DataFrame]]:
    seeds = [np.random.default_rng([seed, len(task)]) for seed in range(TABLES)]
    return [(rng, clean_frame(rng, SIZES[place % len(SIZES)])) for place, rng in enumerate(seeds)]


def findings(table: Table) -> list[Finding]:
    return run_checks(*table)


def number_id(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    numbers = rng.choice(np.arange(1000, 90000), len(frame), replace=False)
    return frame.assign(customer_id=numbers.astype(float))


def code_id(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    numbers = rng.choice(np.arange(1000, 90000), len(frame), replace=False)
    return frame.assign(접수=[f"C-{number}" for number in numbers])


def row_number(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    return frame.assign(seq=np.arange(1.0, len(frame) + 1))


def constant(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    return frame.assign(country="KR") if rng.random() < 0.5 else frame.assign(year=2024.0)


def duplicate_column(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    return frame.assign(copy=frame[rng.choice(frame.columns)])


def mostly_missing(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    cells = np.full(len(frame), np.nan)
    cells[rng.integers(len(frame))] = 3.0
    return frame.assign(rare=cells)


def duplicate_rows(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    return pd.concat([frame, frame.sample(3, random_state=1)], ignore_index=True)


def empty_rows(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    emptied = frame.copy()
    emptied.loc[int(rng.integers(len(frame))), :] = np.nan
    return emptied


def many_categories(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    return frame.assign(street=[f"street {place}" for place in rng.integers(0, 400, len(frame))])


def hidden_missing(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    pressure = rng.normal(80, 8, len(frame)).round()
    pressure[rng.choice(len(frame), 6, replace=False)] = rng.choice([0.0, -1.0, 999.0])
    return frame.assign(pressure=pressure)


def time_order(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    return frame.assign(day=pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 90, len(frame)), unit="D"))


def infinite(frame: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    ratio = rng.normal(size=len(frame))
    ratio[rng.integers(len(frame))] = np.inf
    return frame.assign(ratio=ratio)


PLANTS: list[tuple[str, Callable[[pd.DataFrame, Rng], pd.DataFrame]]] = [
    ("id_like", number_id),
    ("id_like", code_id),
    ("id_like", row_number),
    ("constant", constant),
    ("duplicate_column", duplicate_column),
    ("mostly_missing", mostly_missing),
    ("empty_rows", empty_rows),
    ("many_categories", many_categories),
    ("hidden_missing", hidden_missing),
    ("time_order", time_order),
    ("infinite", infinite),
]


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_clean_tables_are_left_in_peace(task):
    told = Counter(finding.code for rng, frame in tables(task) for finding in findings(make(task, frame, rng)))
    assert all(count <= 0.02 * TABLES for count in told.values()), told


@pytest.mark.parametrize(("code", "plant"), PLANTS, ids=[plant.__name__ for _, plant in PLANTS])
def test_planted_in_columns(code, plant):
    found = 0
    for rng, frame in tables("binary"):
        planted = plant(frame, rng)
        told = [(finding.code, finding.subject) for finding in findings(make("binary", planted, rng))]
        new = [*set(planted.columns) - set(frame.columns), None]
        found += any((code, name) in told for name in new)
        assert {told_code for told_code, _ in told} <= {code}  # and nothing else is said
    assert found >= 0.95 * TABLES


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_planted_duplicate_rows(task):
    found = 0
    for rng, frame in tables(task):
        dataset, _ = make(task, frame, rng)
        plain = duplicate_rows(dataset.frame, rng)
        table = regression(plain, "y") if task == "regression" else classification(plain, "y")
        found += any(finding.code == "duplicate_rows" and finding.evidence["count"] == 3 for finding in findings(table))
    assert found >= 0.95 * TABLES


def leaking(task: str, y: pd.Series, rng: Rng, how: str) -> pd.Series:
    """A column that gives y away: recorded afterwards as a number, as a word, or by its absence."""
    codes = y if task == "regression" else pd.Series(pd.factorize(y, sort=True)[0], dtype=float)
    if how == "number":
        return codes * 3 + rng.normal(scale=0.05 * codes.std(), size=len(y))
    if how == "word":
        return "after " + (codes.round(0) if task == "regression" else codes).astype(str)
    return codes.where(codes > codes.min(), np.nan) * 0 + rng.normal(size=len(y))


@pytest.mark.parametrize(
    ("task", "how"),
    [
        ("regression", "number"),
        ("binary", "number"),
        ("binary", "word"),
        ("binary", "absence"),
        ("multiclass", "number"),
        ("multiclass", "word"),
    ],
)
def test_planted_leaks(task, how):
    found = 0
    for rng, frame in tables(task):
        dataset, _ = make(task, frame, rng)
        planted = dataset.frame.assign(closing=leaking(task, dataset.frame["y"], rng, how))
        table = regression(planted, "y") if task == "regression" else classification(planted, "y")
        told = [finding.subject for finding in findings(table) if finding.code == "leak_suspect"]
        assert set(told) <= {"closing"}
        found += bool(told)
    assert found >= 0.95 * TABLES


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
@pytest.mark.parametrize("moving", ["y", "score"])
def test_planted_time_drift(task, moving):
    found = 0
    for rng, frame in tables(task):
        if len(frame) < 100:
            continue
        start = pd.Timestamp("2023-01-01")
        when = start + pd.to_timedelta(np.sort(rng.integers(0, 700, len(frame))), unit="D")
        way = np.linspace(-2, 2, len(frame))
        planted = frame.assign(score=frame.score + way) if moving == "score" else frame
        dataset, _ = make(task, planted, rng)
        table = dataset.frame.assign(when=when)
        if moving == "y" and task == "regression":
            table["y"] = table["y"] + way * table["y"].std()
        elif moving == "y":
            table["y"] = table["y"].where(rng.random(len(frame)) > 0.7, np.where(way > 0, "yes", "no"))
        made = regression(table, "y") if task == "regression" else classification(table, "y")
        told = [finding.subject for finding in findings(made) if finding.code == "time_drift"]
        found += told == ["when"]
    assert found >= 0.95 * sum(len(frame) >= 100 for _, frame in tables(task))


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
@pytest.mark.parametrize("how", ["code", "number"])
def test_planted_group_leak(task, how):
    """Five rows of each patient, who keeps a level of their own."""
    found = 0
    for rng, frame in tables(task):
        patient = rng.permutation(np.arange(len(frame)) // 5)
        level = rng.normal(scale=3, size=len(frame))[patient]
        dataset, _ = make(task, frame.assign(score=frame.score + level), rng)
        name = pd.Series(patient).map("P{:04d}".format) if how == "code" else 7000.0 + patient
        table = dataset.frame.assign(score=frame.score, patient=name)
        made = regression(table, "y") if task == "regression" else classification(table, "y")
        told = [finding.subject for finding in findings(made) if finding.code == "group_leak"]
        assert set(told) <= {"patient"}
        found += bool(told)
    assert found >= 0.95 * TABLES


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_time_and_groups_that_mean_nothing_are_no_findings(task):
    told: Counter[str] = Counter()
    for rng, frame in tables(task):
        when = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 700, len(frame)), unit="D")
        patient = pd.Series(rng.permutation(np.arange(len(frame)) // 5)).map("P{:04d}".format)
        dataset, _ = make(task, frame, rng)
        table = dataset.frame.assign(when=when, patient=patient)
        made = regression(table, "y") if task == "regression" else classification(table, "y")
        told.update(finding.code for finding in findings(made))
    assert told["time_drift"] <= 0.02 * TABLES
    assert told["group_leak"] <= 0.02 * TABLES


@pytest.mark.parametrize("positives", [5, 8, 20])
def test_noise_beside_a_rare_class_is_no_leak(positives):
    told = 0
    for rng, frame in tables("binary"):
        label = np.where(rng.permutation(len(frame)) < positives, "yes", "no")
        noise = {f"noise{place}": rng.normal(size=len(frame)) for place in range(20)}
        words = {f"word{place}": rng.choice(40, len(frame)).astype(str) for place in range(10)}
        table = classification(frame.assign(**noise, **words, y=label), "y")
        told += any(finding.code == "leak_suspect" for finding in findings(table))
    assert told <= 0.02 * TABLES


@pytest.mark.parametrize("share", [0.03, 0.08])
def test_planted_imbalance(share):
    for rng, frame in tables("binary"):
        label = np.where(rng.permutation(len(frame)) < max(1, int(share * len(frame))), "yes", "no")
        told = {finding.code: finding for finding in findings(classification(frame.assign(y=label), "y"))}
        assert told["imbalance"].evidence["rest"] == (label == "yes").sum()


def test_planted_rare_class():
    for rng, frame in tables("multiclass"):
        label = rng.choice(["a", "b"], len(frame))
        label[:4] = "c"
        told = {finding.code: finding for finding in findings(classification(frame.assign(y=label), "y"))}
        assert told["rare_class"].evidence["classes"] == ["c (4)"]


def test_planted_target_outliers():
    for rng, frame in tables("regression"):
        y = rng.normal(100, 10, len(frame))
        y[3] = 100_000
        told = {finding.code: finding for finding in findings(regression(frame.assign(y=y), "y"))}
        assert told["target_outliers"].evidence["extreme"] == 100_000
