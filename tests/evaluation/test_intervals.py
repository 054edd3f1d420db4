"""Prediction intervals: they cover as often as they say, and widen where the errors do."""

import numpy as np
import pytest

from hanpan.evaluation.explanation.intervals import judged_intervals, prediction_intervals


def draw(random, n, *, uneven=False, skewed=False):
    output = random.uniform(5, 50, n)
    noise = random.exponential(size=n) - 1 if skewed else random.normal(size=n)
    return output + noise * (output / 10 if uneven else 2.0), output


@pytest.mark.parametrize(("uneven", "skewed"), [(False, False), (False, True), (True, False)])
def test_coverage_is_as_promised(uneven, skewed):
    random = np.random.default_rng(0)
    covered = {0.8: [], 0.95: []}
    for _ in range(150):
        told = prediction_intervals(*draw(random, 300, uneven=uneven, skewed=skewed))
        for level in judged_intervals(told, *draw(random, 400, uneven=uneven, skewed=skewed)).levels:
            covered[level.level].append(level.coverage.value)
    for level, shares in covered.items():
        assert np.mean(shares) == pytest.approx(level, abs=0.012)
        assert np.mean(shares) >= level - 0.005


def test_uneven_errors_get_other_widths():
    random = np.random.default_rng(1)
    told = prediction_intervals(*draw(random, 1000, uneven=True))
    assert len(told.at) == 12
    assert told.size == pytest.approx(np.asarray(told.at) / 10 * np.sqrt(2 / np.pi), rel=0.35)
    low, high = told.limits(np.array([6.0, 49.0]), 0.95)
    assert (high - low)[1] > 2.5 * (high - low)[0]
    assert prediction_intervals(*draw(random, 1000)).even


def test_few_rows_allow_few_levels():
    random = np.random.default_rng(2)
    assert [one.level for one in prediction_intervals(*draw(random, 30)).levels] == [0.8]
    assert prediction_intervals(*draw(random, 8)) is None
    y, output = draw(random, 39)
    told = prediction_intervals(y, output)
    error = y - output
    assert (told.levels[-1].low, told.levels[-1].high) == (error.min(), error.max())
    assert told.limits(output, 0.5) is None


def test_what_never_was_negative_stays_so_and_gaps_are_left_out():
    random = np.random.default_rng(3)
    output = random.uniform(0, 3, 200)
    y = np.maximum(0, output + random.normal(size=200))
    told = prediction_intervals(y, np.where(np.arange(200) < 50, np.nan, output))
    assert told.rows == 150
    low, _ = told.limits(np.array([0.1]), 0.95)
    assert low[0] == 0


def test_many_rows_are_drawn_as_parts_of_the_page():
    from hanpan.doors.report.parts.intervals.chart import IntervalsChart
    from hanpan.doors.telling.words import Words

    y, output = draw(np.random.default_rng(4), 800, uneven=True)
    points = {"predicted": output.tolist(), "actual": y.tolist()}
    chart = IntervalsChart(Words("en"), prediction_intervals(y, output), points, target="y", finding="")
    shown = str(chart.svg())
    assert "<image" not in shown  # a bitmap would not follow the colours of the page
    assert len(shown) < 150_000
    assert len(chart.table().rows) == 2 * 12
