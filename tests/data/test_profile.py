"""The profile: numbers as pandas has them, robust against strange columns, whole after JSON."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hand_tables import classification, clean_frame, dataset, regression
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpan.data.profiling.profile import ColumnProfile, LongestGap, Profile
from hanpan.data.profiling.profiling import profile_table
from hanpan.foundation.files import from_json, to_json
from hanpan.foundation.texts import has_text


def columns_of(profile: Profile) -> dict[str, ColumnProfile]:
    return {column.name: column for column in profile.columns}


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    plain = clean_frame(rng, 200)
    plain.loc[[3, 4, 5], "income"] = np.nan
    plain.loc[[7, 8], "city"] = np.nan
    return plain.assign(day=pd.date_range("2024-02-28", periods=200, freq="D"), y=rng.normal(size=200))


def test_numbers_are_summarised_as_pandas_does(frame):
    column = columns_of(profile_table(dataset(frame)))["income"]
    known = frame["income"].describe()
    names = {"mean": "mean", "std": "std", "min": "min", "q25": "25%", "median": "50%", "q75": "75%", "max": "max"}
    for ours, theirs in names.items():
        assert column.summary[ours] == pytest.approx(known[theirs])
    assert column.missing == 3
    assert column.n_distinct == frame["income"].nunique()
    assert columns_of(profile_table(dataset(frame)))["visits"].summary["zeros"] == (frame["visits"] == 0).sum()


def test_categories_are_counted_by_falling_frequency(frame):
    column = columns_of(profile_table(dataset(frame)))["city"]
    assert list(column.counts.items()) == list(frame["city"].value_counts().items())
    assert (column.missing, column.n_distinct, column.other) == (2, 4, 0)


def test_only_thirty_categories_are_named():
    names = pd.Series([f"c{place}" for place in range(40)] + [f"c{place}" for place in range(30)])
    column = columns_of(profile_table(dataset(pd.DataFrame({"c": names}))))["c"]
    assert len(column.counts) == 30
    assert column.other == 10


def test_dates_have_a_first_and_a_last_day(frame):
    summary = columns_of(profile_table(dataset(frame)))["day"].summary
    assert summary == {"earliest": "2024-02-28T00:00:00", "latest": "2024-09-14T00:00:00"}


def test_histogram_counts_every_present_number(frame):
    for name in ("income", "age", "score", "visits"):
        histogram = columns_of(profile_table(dataset(frame)))[name].histogram
        assert sum(histogram["counts"]) == frame[name].notna().sum()
        assert len(histogram["edges"]) == len(histogram["counts"]) + 1
        assert len(histogram["counts"]) <= 40


def test_few_whole_numbers_have_a_bar_each():
    histogram = columns_of(profile_table(dataset(pd.DataFrame({"n": [1.0, 1, 2, 4]}))))["n"].histogram
    assert histogram == {"edges": [0.5, 1.5, 2.5, 3.5, 4.5], "counts": [2, 1, 0, 1]}


def test_without_a_problem_nothing_is_compared(frame):
    profile = profile_table(dataset(frame))
    assert all(column.test is None and column.p is None for column in profile.columns)
    assert profile.missing_cells == 5
    assert profile.rows == 200


def test_marginals_use_all_rows_and_pairs_only_development_rows(frame):
    frame["x"] = np.where(np.arange(200) < 100, frame["y"], -frame["y"])
    table = regression(frame, "y")
    first, second = (profile_table(*table, rows=rows) for rows in (np.arange(100), np.arange(100, 200)))
    assert columns_of(first)["x"].effect == pytest.approx(1)
    assert columns_of(second)["x"].effect == pytest.approx(-1)
    for name in ("income", "city", "x"):
        one, other = columns_of(first)[name], columns_of(second)[name]
        assert (one.summary, one.counts, one.histogram) == (other.summary, other.counts, other.histogram)
    assert first.extra.rows_paired == 100


def test_held_out_rows_never_change_what_is_said_about_pairs(frame):
    rows = np.arange(120)
    changed = frame.copy()
    changed.loc[120:, "y"] = 0.0
    before, after = (profile_table(*regression(table, "y"), rows=rows) for table in (frame, changed))
    assert before.extra == after.extra


def test_left_out_columns_are_marked_and_not_tested(frame):
    frame["country"], frame["copy"] = "KR", frame["score"]
    columns = columns_of(profile_table(*regression(frame, "y")))
    assert columns["country"].role == columns["copy"].role == "left_out"
    assert columns["copy"].test is None
    assert columns["score"].test == "pearson"


def test_profile_survives_json(frame):
    frame.loc[0, "score"] = np.inf
    frame["empty"] = np.nan
    for table in (regression(frame, "y"), classification(frame.assign(y=frame["y"].gt(0).astype(str)), "y")):
        profile = profile_table(*table)
        again = from_json(to_json(profile), Profile)
        assert again == profile
        assert to_json(again) == to_json(profile)


CELLS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([0.0, -0.0, 1e308, -1e308, 5e-324]))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    numbers=st.lists(CELLS, min_size=0, max_size=25),
    words=st.lists(st.one_of(st.none(), st.text(max_size=3)), min_size=25, max_size=25),
    labels=st.lists(st.sampled_from("abc"), min_size=25, max_size=25),
)
def test_no_table_is_too_strange(numbers, words, labels):
    n = len(numbers)
    frame = pd.DataFrame(
        {"x": np.array(numbers, dtype=float), "w": pd.Series(words[:n], dtype="str"), "y": labels[:n], "z": range(n)}
    )
    for table in (classification(frame, "y", w="category"), regression(frame, "z", w="category"), (dataset(frame),)):
        profile = profile_table(*table)
        assert profile.rows == n
        assert from_json(to_json(profile), Profile) == profile


@pytest.mark.parametrize("language", ["ko", "en"])
def test_labels_are_worded(language, frame):
    shown = {key for column in profile_table(dataset(frame)).columns for key in column.summary}
    for label in shown | {"missing", "distinct", "rows", "missing_cells", "duplicate_rows", "test", "effect", "p"}:
        assert has_text(f"profile.{label}", language)


def test_dates_are_counted_by_period_with_their_longest_gap():
    when = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-09"]))
    told = columns_of(profile_table(dataset(pd.DataFrame({"when": when}))))["when"].periods
    assert (told.unit, told.counts, told.empty) == ("day", [1, 2, 0, 0, 0, 0, 0, 0, 1], 6)
    assert told.longest_gap == LongestGap(days=7.0, after="2024-01-02T00:00", before="2024-01-09T00:00")
    assert told.span_days == 8
