"""Expected calibration error: by hand, and against chance."""

import numpy as np
import pytest

from hanpan.insights.calibrated.work import calibrated, expected_error


def test_by_hand():
    said = np.repeat(np.linspace(0.05, 0.95, 10), 10)
    came = np.tile(np.arange(10) < 5, 10)  # half of each bin
    assert expected_error(said, came) == pytest.approx(np.abs(np.linspace(0.05, 0.95, 10) - 0.5).mean())


def test_right_probabilities_pass_and_bold_ones_do_not():
    random, false, found = np.random.default_rng(0), 0, 0
    for seed in range(40):
        truth = random.beta(2, 2, 400)
        came = random.random(400) < truth
        false += calibrated(truth, came, seed).beyond_chance
        bold = calibrated(np.clip(0.5 + 1.8 * (truth - 0.5), 0, 1), came, seed)
        found += bold.beyond_chance
        assert bold.low <= bold.error <= bold.high
    assert false <= 6
    assert found >= 36


def test_too_few_rows_say_nothing():
    assert calibrated(np.full(10, 0.5), np.ones(10, dtype=bool)) is None


def test_of_very_many_rows_a_sample_is_judged():
    random = np.random.default_rng(0)
    truth = random.random(30_000)
    found = calibrated(truth, random.random(30_000) < truth, group=np.arange(30_000) // 2)
    assert found.rows == 20_000
    assert found.error < 0.03
