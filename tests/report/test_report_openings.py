"""The sentences at the head of each chapter, and the menu of its parts."""

import re
from dataclasses import replace

import pytest
from page_reader import read
from report_studies import make_study, table
from tests.support.reports import page

from hanpan.business.card import Success
from hanpan.doors.report.contents import numbered
from hanpan.doors.report.naming import named_slice
from hanpan.doors.report.sections.opening import opening
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words

CHAPTERS = ("value", "reasons", "evaluation", "business", "understanding", "preparation", "modeling", "deployment")
TOLD = 6  # those with a conclusion at their head
CASES = [(task, language) for task in ("regression", "binary", "multiclass") for language in ("ko", "en")]


def openings(html):
    return [one.text for one in read(html).all("p") if one.attributes.get("class") == "opening"]


@pytest.mark.parametrize("case", CASES)
def test_every_chapter_opens_with_its_conclusion(pages, case):
    told = openings(pages[case])
    assert len(told) == TOLD
    assert all(one.endswith(".") and "{" not in one and "None" not in one for one in told)


def test_the_board_is_told_by_its_own_numbers(studies):
    study = studies["regression"]
    told = opening("modeling", study, Words("en"))
    assert f"{len(study.board.ranked)} models" in told
    assert study.board.ranked[0].model in told


def test_the_strongest_column_is_told_only_where_it_is_clear(studies):
    study, words = studies["regression"], Words("en")
    assert "most closely related to “y” by itself is “사용량”" in opening("understanding", study, words)
    unclear = [replace(column, p=None if column.test is None else 0.4) for column in study.profile.columns]
    doubtful = replace(study, profile=replace(study.profile, columns=unclear))
    assert "No column by itself is clearly related" in opening("understanding", doubtful, words)


def test_a_verdict_comes_with_its_goal_and_lost_classes_are_named(studies):
    study, words = studies["multiclass"], Words("en")
    judged = replace(
        study.evaluation,
        verdict="not_reached",
        goal=Success(metric="accuracy", at_least=0.99),
        classes=[replace(row, recall=0.0) if at == 0 else row for at, row in enumerate(study.evaluation.classes)],
    )
    told = opening("evaluation", replace(study, evaluation=judged), words)
    assert told.startswith("Goal not reached (Accuracy of at least 0.99).")
    assert "No row is answered rightly of:" in told
    assert "No row is answered rightly of:" not in opening("evaluation", study, words)


def test_without_records_nothing_is_concluded(studies, tmp_path):
    bare = make_study(tmp_path, table("binary"))
    bare.problem = bare.profile = bare.board = bare.evaluation = bare.shipped = None
    bare.recipes = {}
    assert [opening(chapter, bare, Words("ko")) for chapter in CHAPTERS] == [""] * len(CHAPTERS)


def test_the_menu_names_every_part_and_can_be_folded_by_the_keyboard(pages):
    root = read(pages["binary", "en"])
    menu, ids = root.all("nav")[0], {one.attributes.get("id") for one in root.walk()}
    folds = menu.all("details")
    chapters = [one for one in root.all("section") if one.attributes["id"] in CHAPTERS]
    assert len(folds) == sum(bool(one.all("h3")) for one in chapters)
    assert all(fold.all("summary")[0].attributes["aria-label"] for fold in folds)  # a summary takes the focus by itself
    headings = [one for one in root.all("main")[0].all("h3") if not one.inside("details")]
    linked = {one.attributes["href"][1:] for one in menu.all("a") if one.attributes["href"].startswith("#")}
    assert linked <= ids
    assert {one.attributes["id"] for one in headings if "id" in one.attributes} <= linked
    assert "nav, .skip { display: none; }" in pages["binary", "en"]  # never on paper


def test_headings_keep_their_names_and_words():
    content, parts = numbered("x", '<h3>A &amp; B</h3><p>h3</p><h3 id="own">C</h3>')
    assert [(part.name, str(part.title)) for part in parts] == [("x-1", "A &amp; B"), ("own", "C")]
    assert re.findall(r'id="([^"]+)"', content) == ["x-1", "own"]


def test_a_share_is_told_as_its_sentence_tells_it(studies):
    study = studies["regression"]
    study = replace(study, problem=replace(study.problem, metric="mape"))
    judged = study.evaluation.metrics["mape"]
    html = page(study, "en")
    tiles = [one.text for one in read(html).all("p") if one.attributes.get("class", "").startswith("value")]
    assert shown("mape", judged.value) in tiles
    assert shown("mape", judged.value).endswith("%")


def test_missing_cells_have_a_name_in_words():
    assert named_slice("age ≥ 30 & city = NA", Words("en")) == "age ≥ 30 & city is missing"
    assert named_slice("성별 = NA", Words("ko")) == "성별 결측"
