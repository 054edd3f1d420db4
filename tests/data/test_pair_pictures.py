"""What pictures of pairs are drawn from: shapes as statsmodels and scipy have them, the right kind for the types."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hand_tables import classification, regression
from scipy import stats

from hanpan.data.pairs.pictures import MOST_POINTS, picture_of
from hanpan.data.pairs.record import PairPicture
from hanpan.data.pairs.shapes import density, smooth
from hanpan.data.periods import periods_of
from hanpan.data.profiling.profiling import profile_table
from hanpan.data.values import Values


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def picture(table, column="x"):
    values = Values(table[0])
    return picture_of(values, table[1], np.arange(len(table[0].frame)), table[0].schema[column])


def test_the_smooth_curve_is_that_of_statsmodels(rng):
    from statsmodels.nonparametric.smoothers_lowess import lowess

    x = rng.uniform(0, 10, 400)
    y = np.sin(x) + rng.normal(scale=0.2, size=400)
    ours = smooth(x, y)
    known = lowess(y, x, frac=0.5, it=0, xvals=np.array(ours.x))
    assert ours.y == pytest.approx(list(known), abs=0.01)


def test_a_density_is_near_the_truth_and_near_scipys(rng):
    x, grid = rng.normal(size=1500), np.linspace(-3, 3, 81)
    ours = np.array(density(x, grid))
    assert np.abs(ours - stats.norm.pdf(grid)).max() < 0.04
    assert np.abs(ours - stats.gaussian_kde(x)(grid)).max() < 0.03
    assert density(np.ones(50), grid) is None


def test_two_numbers_are_points_and_many_rows_are_cells(rng):
    small = picture(regression(pd.DataFrame({"x": rng.normal(size=90), "y": rng.normal(size=90)}), "y"))
    assert small.kind == "scatter"
    assert len(small.x) == 90
    x = rng.normal(size=MOST_POINTS + 1)
    y = 3 - 2 * x
    large = picture(regression(pd.DataFrame({"x": x, "y": y}), "y"))
    assert not large.x
    assert np.sum(large.cells.counts) + large.outside == MOST_POINTS + 1
    assert large.line == pytest.approx([3, -2])


def test_a_number_between_classes_is_densities_or_boxes(rng):
    x = rng.normal(size=120)
    two = picture(classification(pd.DataFrame({"x": x, "y": rng.choice(["p", "q"], 120)}), "y"))
    assert two.kind == "densities"
    assert [one.label for one in two.classes] == ["p", "q"]
    assert sum(one.n for one in two.classes) == 120
    assert picture(classification(pd.DataFrame({"x": x, "y": rng.choice(list("pqrst"), 120)}), "y")).kind == "boxes"


def test_categories_are_boxes_against_numbers_and_a_mosaic_against_classes(rng):
    x = rng.choice(["a", "b"], 60)
    assert picture(regression(pd.DataFrame({"x": x, "y": rng.normal(size=60)}), "y")).kind == "boxes"
    assert picture(classification(pd.DataFrame({"x": x, "y": rng.choice(["p", "q"], 60)}), "y")).kind == "mosaic"


def test_dates_are_means_or_shares_per_period(rng):
    when = pd.Series(pd.date_range("2023-01-01", periods=800, freq="D"))
    y = when.dt.month.astype(float)
    told = picture(regression(pd.DataFrame({"x": when, "y": y}), "y"))
    assert (told.kind, told.unit) == ("periods", "month")
    assert told.starts[:2] == ["2023-01", "2023-02"]
    assert told.series[0].value[:12] == pytest.approx(list(range(1, 13)))
    shares = picture(classification(pd.DataFrame({"x": when, "y": np.where(y > 6, "yes", "no")}), "y"))
    assert shares.series[0].label == "yes"
    assert shares.series[0].value[:12] == [0.0] * 6 + [1.0] * 6


def test_weeks_begin_on_monday():
    days = np.array([pd.Timestamp(day).timestamp() / 86400 for day in ("2024-01-01", "2024-01-07", "2024-04-01")])
    told = periods_of(days)
    assert told.unit == "week"
    assert told.place.tolist() == [0, 0, 13]
    assert (told.starts[0], told.starts[-1]) == ("2024-01-01", "2024-04-01")


@pytest.mark.parametrize("x", [[1.0] * 40, [np.nan] * 40, [1e300, -1e300] * 20, [1e12, 1e12 + 1e-4] * 20])
def test_what_cannot_be_drawn_is_not(x):
    assert picture(regression(pd.DataFrame({"x": x, "y": np.arange(40.0)}), "y")) == PairPicture()


def test_the_profile_keeps_pictures_of_the_six_strongest(rng):
    frame = pd.DataFrame({f"x{i}": rng.normal(size=300) for i in range(9)})
    y = sum(frame[f"x{i}"] * (i + 1) for i in range(9))
    extra = profile_table(*regression(frame.assign(y=y), "y")).extra
    assert list(extra.pictures)[:2] == ["x8", "x7"]
    assert len(extra.pictures) == 6
    assert extra.pairs["x8"].strength == pytest.approx(abs(np.corrcoef(frame.x8, y)[0, 1]))


def test_numbers_of_few_values_are_shown_like_categories(rng):
    x = rng.choice([1.0, 2.0, 3.0], 90)
    told = picture(classification(pd.DataFrame({"x": x, "y": rng.choice(["p", "q"], 90)}), "y"))
    assert (told.kind, told.order) == ("mosaic", ["1", "2", "3"])
    assert sum(row.n for row in told.shares) == 90
    told = picture(regression(pd.DataFrame({"x": x, "y": x * 10}), "y"))
    assert [group.mean for group in told.groups] == [10, 20, 30]


def test_whole_numbers_have_a_cell_each(rng):
    x = rng.integers(0, 24, 2000).astype(float)
    told = picture(regression(pd.DataFrame({"x": x, "y": rng.normal(size=2000)}), "y"))
    assert np.diff(told.cells.x_edges) == pytest.approx(1)
    assert np.min(np.sum(told.cells.counts, axis=1)) > 40
