"""Runs that ended early, very wide tables, full boards, classes by the dozen."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from page_reader import read
from report_studies import hostile, make_study, row
from tests.support.reports import page

from hanpan.doors.report.page import render
from hanpan.foundation.findings import Finding
from hanpan.study.record import Study

RECORDS = ("problem", "reading", "schema", "profile", "design", "board", "evaluation", "shipped")


def changed(study: Study, **changes) -> Study:
    return replace(study, **changes)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("task", ["regression", "binary"])
def test_a_page_does_without_any_one_record(studies, task, name):
    assert read(page(changed(studies[task], **{name: None}), "ko")).all("h1")


@pytest.mark.parametrize("last", range(len(RECORDS)))
def test_a_page_shows_a_run_as_far_as_it_came(studies, last):
    gone = dict.fromkeys(RECORDS[last:], None)
    study = changed(studies["binary"], **gone, recipes={}, previews={}, left_out=[], environment={}, seconds={})
    study.complete, study.interrupted = False, True
    for language in ("ko", "en"):
        assert read(page(study, language)).all("h1")


def test_an_empty_study_still_has_a_page(tmp_path):
    told = read(page(Study(folder=tmp_path, name="x.csv", language="en", options={}), "en"))
    assert "x.csv" in told.text


def test_a_board_of_failures_is_shown(studies):
    study = studies["binary"]
    rows = [
        row(None, "svm", None, diagnosis="failed", note="failed_error", note_fields={"detail": "<b>", "seconds": 1})
    ]
    told = read(page(changed(study, board=replace(study.board, rows=rows, chosen=""), evaluation=None), "en"))
    assert "svm" in told.text


def test_no_signal_says_no(studies):
    study = studies["regression"]
    found = Finding(code="no_signal", severity="serious", evidence={"model": "m", "difference": 0.1, "low": -0.1})
    told = replace(study.evaluation, findings=[found], model="baseline", algorithm="baseline")
    board = replace(study.board, chosen="baseline")
    summary = read(page(changed(study, evaluation=told, board=board), "en")).all("section")[0].text
    assert "signal" in summary or "guessing" in summary


def test_three_hundred_columns_stay_readable(tmp_path):
    random = np.random.default_rng(0)
    names = [f"a rather long column name number {place}" for place in range(300)]
    frame = pd.DataFrame(random.normal(size=(120, 300)), columns=names)
    frame["y"] = frame[names[0]] * 3 + random.normal(size=120)
    made = render(make_study(tmp_path, frame), "en")
    for told, chapter in ((made.report, "understanding"), (made.learning, "columns")):
        assert len(told.encode()) < 5_000_000
        part = next(each for each in read(told).all("section") if each.attributes["id"] == chapter)
        assert len([each for each in part.all("tr") if not each.inside("details")]) < 100
    assert sum(name in part.text for name in ("number 299", "number 150")) == 2


def test_sixty_trials_stay_readable(studies):
    study = studies["binary"]
    rows = [row(place, f"lightgbm_{place}", 0.9 - place / 1000) for place in range(1, 61)]
    base = row(61, "baseline", 0.5, diagnosis="")
    board = replace(study.board, rows=[*rows, base], chosen="lightgbm_1")
    root = read(page(changed(study, board=board), "ko"))
    part = next(each for each in root.all("section") if each.attributes["id"] == "modeling")
    assert len([each for each in part.all("tr") if not each.inside("details")]) < 45
    assert "lightgbm_60" in part.text


def test_many_classes_are_judged_on_one_page(tmp_path):
    random = np.random.default_rng(1)
    x = random.normal(size=900)
    frame = pd.DataFrame(
        {"x": x, "z": random.normal(size=900), "y": [f"등급 {v}" for v in np.digitize(x, np.linspace(-1.2, 1.2, 14))]}
    )
    told = page(make_study(tmp_path, frame), "ko")
    assert "등급 7" in told
    assert len(told.encode()) < 1_000_000


def test_finding_without_its_evidence_is_shown_by_its_code(studies):
    found = [Finding(code="duplicate_rows", severity="warning", subject="x"), *hostile("a")]
    study = changed(studies["regression"], profile=replace(studies["regression"].profile, findings=found))
    assert "duplicate_rows" in page(study, "ko")


def test_numbers_without_end_are_dashes(studies):
    study = studies["regression"]
    told = {
        name: replace(judged, baseline=None, low=None, high=None) for name, judged in study.evaluation.metrics.items()
    }
    told["mape"] = replace(told["mape"], value=None)
    shown = read(page(changed(study, evaluation=replace(study.evaluation, metrics=told)), "ko"))
    assert "None" not in shown.text
    assert not [cell.text for cell in shown.all("td") if cell.text.strip() in ("nan", "inf", "None")]
