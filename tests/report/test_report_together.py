"""Columns together on the page: missing cells, associations, inflation in words, drift, groups."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from page_reader import read
from report_studies import make_study
from tests.support.problems import define
from tests.support.reports import page

from hanpan.data.load import load_dataset
from hanpan.data.profiling.profile import Details
from hanpan.data.profiling.profiling import profile_table
from hanpan.doors.report.parts.together import panel as together
from hanpan.doors.telling.words import Words


def frame(rows: int = 240) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    x, home = rng.normal(size=rows), np.repeat(np.arange(rows // 4), 4)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows), unit="D")
    y = x + np.linspace(0, 5, rows) + rng.normal(size=rows // 4)[home]
    table = pd.DataFrame({"x": x, "copy": x + 0.1 * rng.normal(size=rows), "z": rng.normal(size=rows)})
    table.loc[::5, ["x", "copy"]] = np.nan
    return table.assign(when=when, home=[f"H{k:03d}" for k in home], y=y)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    made = make_study(tmp_path_factory.mktemp("together"), frame())
    problem, dataset, _ = define(load_dataset(frame()), "y", group="home")
    made.problem, made.profile = problem, profile_table(dataset, problem)
    return made


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_tells_of_columns_together(study, language):
    text, words = page(study, language), Words(language)
    headings = {each.text for each in read(text).all("h3", "h4")}
    wanted = (
        "together.title",
        "together.missing.title",
        "together.related.title",
        "vif.title",
        "drift.title",
        "grouping.title",
    )
    assert {words.text(key) for key in wanted} <= headings


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_column_that_others_explain_is_dropped_and_said(study, language):
    prepared = study.previews["linear_regression"]
    notes = [note for note in prepared.notes if note.code == "collinear"]
    assert {note.column for note in notes} & {"x", "copy"}
    assert not {note.column for note in notes} & set(prepared.columns)
    told = read(page(study, language)).text
    for note in notes:
        assert Words(language).text("preparation.note.collinear", column=note.column, **note.values) in told


def test_sentences_follow_the_numbers(study):
    told = together.build(study, Words("en"))
    missing, related = told["charts"]
    assert "tend to be missing on the same rows" in missing.finding()
    assert "80%" in missing.finding()
    assert "“x” and “copy”" in related.finding()
    assert "above 10" in told["inflation"]["told"]
    assert "It changes over time" in told["drift"]["charts"][0].finding()
    assert "240 rows into 60 groups of 4 to 4 rows" in told["grouping"][0]
    assert told["sample"] == ""


def test_a_study_without_these_records_has_no_such_part(study):
    bare = replace(study, profile=replace(study.profile, extra=Details()))
    assert together.build(bare, Words("ko")) is None
