"""Fairness and worst segments where rows come in groups: chance between people is no difference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hanpan.insights.fairness.work import fairness, of_classes, of_values
from hanpan.insights.segments.work import Errors
from hanpan.statistics.between import excess_in_groups
from hanpan.statistics.estimates import in_groups

PEOPLE, VISITS, TABLES = 40, 8, 80


def people(seed: int) -> tuple[np.random.Generator, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    person = np.repeat(np.arange(PEOPLE), VISITS)
    return random, person, random.permutation(np.arange(PEOPLE) % 2 == 0)[person]


def told(seed: int, clusters: bool, classes: bool) -> bool:
    """Whether a difference is told between two kinds of people who differ by nothing."""
    random, person, kind = people(seed)
    off = random.normal(size=PEOPLE)[person] + random.normal(size=len(person))
    y = np.zeros(len(person), dtype=int)
    counted = of_classes(y, (off > 0).astype(int), 3) if classes else of_values(y.astype(float), off)
    group = person if clusters else None
    found = fairness("kind", [("a", kind), ("b", ~kind)], counted, used=False, clusters=group)
    assert found is not None
    return any(gap.beyond_chance for gap in found.gaps)


@pytest.mark.parametrize("classes", [False, True])
def test_people_alike_are_told_alike(classes: bool) -> None:
    assert np.mean([told(seed, clusters=True, classes=classes) for seed in range(TABLES)]) <= 0.1
    assert np.mean([told(seed, clusters=False, classes=classes) for seed in range(TABLES)]) > 0.25


@pytest.mark.parametrize("cut", [None, 0.5])
def test_limits_of_a_mean_and_a_share_hold_over_groups(cut: float | None) -> None:
    held = []
    for seed in range(200):
        random, person, _ = people(seed)
        values = random.normal(size=PEOPLE)[person] + random.normal(size=len(person))
        found = in_groups(values if cut is None else values > 0, person)
        assert found.low is not None
        assert found.high is not None
        held.append(found.low <= (0 if cut is None else cut) <= found.high)
    assert np.mean(held) > 0.9


def test_one_group_has_no_limits() -> None:
    found = in_groups(np.array([1.0, 2, 3]), np.zeros(3, dtype=int))
    assert (found.value, found.low, found.high) == (2, None, None)


def test_segments_are_confirmed_by_groups() -> None:
    p, alone = [], []
    for seed in range(TABLES):
        random, person, kind = people(seed)
        error = np.exp(random.normal(size=PEOPLE)[person] + 0.3 * random.normal(size=len(person)))
        frame = pd.DataFrame({"x": person})
        p.append(Errors(frame, error, person).excess(kind).p)
        alone.append(Errors(frame, error).excess(kind).p)
    assert np.mean(np.array(p) < 0.05) <= 0.12
    assert np.mean(np.array(alone) < 0.05) > 0.2


def test_an_excess_that_is_there_is_found() -> None:
    random, person, kind = people(0)
    wrong = random.random(len(person)) < np.where(kind, 0.6, 0.2)
    found = excess_in_groups(wrong, kind, person)
    assert found.p < 0.001
    assert 0.1 < found.low < found.value < found.high
