"""Readings of thousands of made curves: one verdict each, no two that contradict each other, and no nonsense."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hanpan.modeling.curves.curve_reading import SHORTEST, UNTRAINED, judge, verdict
from hanpan.modeling.curves.curve_signals import Facts, Signals, look, looks, measure

VERDICTS = {
    "short",
    "nan",
    "nan_data",
    "nan_rate",
    "nan_rate_kept",
    "dead_start",
    "slow",
    "rate_high",
    "rate_far_high",
    "not_converged",
    "underfit",
    "overfit",
    "overfit_kept",
    "overconfident",
    "overconfident_kept",
    "by_heart",
    "weak",
    "fine",
    "settled",
}
NOTES = {"noisy_validation", "validation_better", "validation_better_counted", "lucky_epoch", "unvalidated", "retried"}
COUNT = 3000


def course(random: np.random.Generator, epochs: int) -> np.ndarray:
    """A loss that falls, at some pace, from some height to some level, perhaps rises later, with some noise."""
    k = np.arange(epochs)
    level, height = 10 ** random.uniform(-3, 2), 10 ** random.uniform(-1, 2)
    curve = level * (1 + height * np.exp(-k / (epochs * 10 ** random.uniform(-2, 1.5))))
    if random.random() < 0.4:
        turn = random.uniform(0, 1) * epochs
        curve = curve + level * 10 ** random.uniform(-2, 1) * np.maximum(0, k - turn) / epochs
    if random.random() < 0.6:
        curve = curve * np.exp(10 ** random.uniform(-4, -0.3) * random.normal(size=epochs))
    if random.random() < 0.05:
        curve[:] = level
    return curve


def made(number: int) -> tuple[np.ndarray, np.ndarray, Facts]:
    random = np.random.default_rng(number)
    epochs = int(random.integers(1, 250))
    train = course(random, epochs)
    other = random.random()
    validation = (
        np.empty(0)
        if other < 0.05
        else course(random, epochs)
        if other < 0.5
        else (train * random.uniform(0.8, 2) * np.exp(random.uniform(0, 0.1) * random.normal(size=epochs)))
    )
    if random.random() < 0.05:
        train[random.integers(epochs) :] = random.choice([np.nan, np.inf])
    kept = bool(random.random() < 0.4)
    facts = Facts(
        baseline=float(10 ** random.uniform(-3, 3)) if random.random() < 0.8 else None,
        kept=kept,
        inference=kept,
        best_known=float(10 ** random.uniform(-3, 1)) if random.random() < 0.2 else None,
        learning_rate=0.01 if random.random() < 0.7 else None,
        penalty=bool(random.random() < 0.2),
        planned=epochs + int(random.integers(0, 2)) * 50,
        validation_rows=100,
        finite_data=bool(random.random() < 0.9),
    )
    return train, validation, facts


@cache
def cases() -> list[tuple[np.ndarray, np.ndarray, Facts]]:
    return [made(number) for number in range(COUNT)]


def read(train: np.ndarray, validation: np.ndarray, facts: Facts) -> tuple[Signals, list[str]]:
    signals = measure(train.tolist(), validation.tolist(), ((), ()), facts)
    return signals, [one.code.removeprefix("curve_") for one in judge(signals, facts)]


@cache
def readings() -> list[tuple[Signals, list[str]]]:
    return [read(*case) for case in cases()]


def test_there_is_one_verdict_and_it_comes_first() -> None:
    for _, (first, *others) in readings():
        assert first in VERDICTS
        assert set(others) <= NOTES
        assert len(set(others)) == len(others)
    assert {codes[0] for _, codes in readings()} >= VERDICTS - {"nan", "overconfident", "overconfident_kept"}


def test_units_do_not_matter() -> None:
    for (train, validation, facts), (_, codes) in zip(cases()[::3], readings()[::3], strict=True):
        known = [None if loss is None else 1024 * loss for loss in (facts.baseline, facts.best_known)]
        larger = replace(facts, baseline=known[0], best_known=known[1])
        assert read(1024 * train, 1024 * validation, larger)[1] == codes


def test_what_is_said_is_so() -> None:
    for (train, validation, facts), (signals, (first, *_)) in zip(cases(), readings(), strict=True):
        if signals.epochs < SHORTEST or signals.broken:
            assert first.startswith(("short", "nan"))
            continue
        judged = validation if len(validation) else train
        judged, train = judged[: signals.epochs], train[: signals.epochs]
        end, low = look(judged, 1.0), looks(judged).min()
        ended_by_itself = facts.planned is None or signals.epochs >= facts.planned
        if first in ("not_converged", "slow"):
            assert end < look(judged, 0.75)
            assert end <= 1.05 * low
            assert ended_by_itself
        if first in ("overfit", "overconfident"):
            assert end > 1.05 * low
            assert look(train, 1.0) < looks(train)[int(np.argmin(looks(judged)))]
            assert not facts.kept
        if first.startswith("rate"):
            smooth = np.all(np.diff(judged) < 0)
            assert not smooth or look(judged, 0.75) < 1.01 * end  # what falls at every epoch has at least come to rest
        if first == "fine":
            assert len(validation)
            assert end <= 1.05 * low or facts.kept
            assert signals.gap <= 0.5 or signals.apart <= 0.05
        assert first.endswith("_kept") <= bool(facts.kept)


def falling(epochs: int, pace: float) -> list[float]:
    return (3 * np.exp(-np.arange(epochs) / (pace * epochs)) + 0.01).tolist()


@pytest.mark.parametrize("epochs", [5, 6, 7, 10, 50, 300])
@pytest.mark.parametrize("pace", [0.5, 1, 4])
@pytest.mark.parametrize("facts", [Facts(), Facts(baseline=2.0), Facts(baseline=2.0, kept=True, learning_rate=1.0)])
def test_a_loss_still_falling_fast_is_never_called_anything_else(epochs: int, pace: float, facts: Facts) -> None:
    curve = falling(epochs, pace)
    assert verdict(measure(curve, curve, ((), ()), facts), facts) in ("not_converged", "slow")


@pytest.mark.parametrize("level", [1e-4, 1.0, 1e4])
@pytest.mark.parametrize("rise", [0.2, 1.0, 10.0])
def test_a_clear_turn_is_told_whatever_the_first_loss_was(level: float, rise: float) -> None:
    k = np.arange(120)
    train = level * (1 + 1000 * 0.8**k - k / 200)
    validation = level * (2 + 1000 * 0.8**k + rise * 2 * np.maximum(0, k - 40) / 80)
    signals = measure(train.tolist(), validation.tolist())
    assert verdict(signals, Facts()) == "overfit"
    assert 30 <= signals.best_epoch <= 50


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_sentence_can_be_said(language: str) -> None:
    for (_, _, facts), (signals, _) in zip(cases()[::5], readings()[::5], strict=True):
        for one in judge(signals, facts):
            for told in (one.part("title", language), one.part("evidence", language), one.part("advice", language)):
                assert told
                assert not any(nonsense in told for nonsense in ("{", "nan%", "inf%", "-0.", "loss nan", "loss inf"))


def test_what_was_not_trained_to_its_end_is_a_verdict() -> None:
    assert {code.removeprefix("curve_") for code in UNTRAINED} < VERDICTS
