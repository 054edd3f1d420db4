"""The page as a file: whole, offline, the same twice, in both languages."""

import base64
import hashlib
import inspect
import re
import subprocess
import sys

import pytest
from markupsafe import escape
from page_reader import read
from report_studies import make_study, table
from tests.support.reports import both, page

from hanpan.doors.report import write_report
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.page import Pages, render
from hanpan.doors.telling.metrics import board_legend
from hanpan.foundation.errors import AccessError
from hanpan.foundation.texts import catalogue
from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES

METHOD = ("business", "understanding", "preparation", "modeling", "deployment")
UNREAD = ("script", "style", "svg")
CASES = [(task, language) for task in ("regression", "binary", "multiclass") for language in ("ko", "en")]


def test_the_report_lies_in_the_study_folder_under_its_language(studies):
    study = studies["regression"]
    path = write_report(study, "ko")
    assert path == study.folder / "report.ko.html"
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert not list(study.folder.glob(".report*"))


def test_the_report_can_be_written_elsewhere_or_says_why_not(studies, tmp_path):
    assert write_report(studies["binary"], "en", tmp_path / "x.html").is_file()
    with pytest.raises(AccessError, match="report"):
        write_report(studies["binary"], "en", tmp_path / "absent" / "report.html")


@pytest.mark.parametrize("case", CASES)
def test_a_page_has_an_answer_and_then_what_speaks_for_it_before_data_and_method(pages, case):
    ids = chapters(pages[case], case)
    result = ["value", "reasons", "evaluation"] if case[0] == "binary" else ["reasons", "evaluation"]
    assert ids == ["summary", *result, *METHOD]


@pytest.mark.parametrize("case", CASES)
def test_what_teaches_has_a_file_of_its_own(pages, learnings, case):
    taught = ("learning", "columns", "numbers", "algorithms", "curves", "networks", "glossary")
    assert set(chapters(learnings[case], case)) <= set(taught)
    assert {"columns", "numbers", "algorithms", "glossary"} <= set(chapters(learnings[case], case))
    for files, other in ((pages, "report.learn.html"), (learnings, "report.html")):
        assert other in {link.attributes["href"] for link in read(files[case]).all("nav")[0].all("a")}
    there = {f"report.learn.html#{name}" for name in chapters(learnings[case], case)}
    assert {link for link in re.findall(r'href="([^"]+)"', pages[case]) if "html#" in link} <= there


@pytest.mark.parametrize("case", CASES)
def test_the_first_file_can_be_read_in_one_go(pages, case):
    words = sum(len("".join(one.texts).split()) for one in read(pages[case]).walk() if not one.inside(*UNREAD))
    assert words <= 5000


def chapters(page, case):
    """Names of the sections, each of which the menu leads to."""
    root = read(page)
    ids = [each.attributes["id"] for each in root.all("section")]
    assert root.all("html")[0].attributes["lang"] == case[1]
    assert {f"#{name}" for name in ids} <= {link.attributes["href"] for link in root.all("nav")[0].all("a")}
    assert len(page.encode()) < 1_000_000
    return ids


@pytest.mark.parametrize("case", CASES)
def test_how_diagnoses_are_found_is_told_beside_the_board(studies, pages, case):
    task, language = case
    lines = board_legend(studies[task].board, language)
    assert lines
    assert all(str(escape(line)) in pages[case] for line in lines)


@pytest.mark.parametrize("case", CASES)
def test_a_page_needs_nothing_from_anywhere(pages, case):
    assert not re.findall(r"""(?:src|href|action|data|poster)\s*=\s*["']?\s*(?:\w+:)?//""", pages[case])
    assert not re.findall(r"""url\(\s*["']?(?!#)""", pages[case])
    assert not re.findall(r"https?://|@import", pages[case])
    root = read(pages[case])
    assert not root.all("link", "iframe", "object", "embed", "img", "base")


@pytest.mark.parametrize("case", CASES)
def test_only_our_own_script_may_run(pages, case):
    root = read(pages[case])
    policy = next(m for m in root.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy")
    rules = policy.attributes["content"]
    assert "default-src 'none'" in rules
    script = next(each for each in root.all("script") if each.attributes.get("type") != "application/json")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in rules
    assert not [name for each in root.walk() for name in each.attributes if name.startswith("on")]


@pytest.mark.parametrize("case", CASES)
def test_names_on_a_page_are_unique_and_lead_somewhere(pages, case):
    elements = list(read(pages[case]).walk())
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    told = [each.attributes for each in elements]
    asked = {name for one in told for key in ("aria-labelledby", "for") for name in one.get(key, "").split()}
    asked |= {one["href"][1:] for one in told if one.get("href", "").startswith("#")}
    assert asked <= set(ids)


@pytest.mark.parametrize("case", CASES)
def test_colours_follow_the_page_and_letters_its_fonts(pages, case):
    assert "#0a0b" not in pages[case]
    assert "DejaVu" not in pages[case]
    used = set(re.findall(r"var\((--[\w-]+)", pages[case]))
    assert used <= set(re.findall(r"(--[\w-]+)\s*:", pages[case]))


def test_the_same_study_gives_the_same_bytes(studies, pages, learnings, monkeypatch):
    monkeypatch.setattr(Chart, "svg", inspect.unwrap(Chart.svg))  # drawn again, though it was drawn before
    for (task, language), first in pages.items():
        assert render(studies[task], language) == Pages(first, learnings[task, language])


def test_where_the_table_lay_is_not_told(pages, tmp_path):
    study = make_study(tmp_path, table("regression"))
    study.name = "/home/somebody/secret folder/houses.csv"
    told = page(study, "en")
    assert "houses.csv" in told
    assert "somebody" not in told


def test_every_sentence_of_a_page_comes_from_the_catalogue(monkeypatch, studies):
    """In a language whose every text stands in brackets, nothing with letters stands outside of them."""
    pseudo = {key: f"⟦{words}⟧" for key, words in catalogue("en").items()}
    monkeypatch.setattr("hanpan.foundation.texts._part", lambda language, first: pseudo)
    monkeypatch.setattr("hanpan.doors.report.sections.glossary.chapter.catalogue", lambda _: pseudo)
    for study in studies.values():
        names = set(_data_words(study))
        outside = {words for words in _outside_brackets(both(study, "qps")) if not _is_data(words, names)}
        assert not outside


def _outside_brackets(told: str):
    for element in read(told).walk():
        if element.inside("pre", "code", "style", "script"):
            continue
        text = "".join(element.texts)
        depth, kept = 0, ""
        for sign in text:
            depth += (sign == "⟦") - (sign == "⟧")
            kept += sign if depth == 0 and sign not in "⟦⟧" else " "
        yield from (part.strip() for part in re.split(r"[,;:=·()…]|\s–\s", kept) if re.search(r"[^\W\d_]{2}", part))


def _data_words(study):
    yield from ("hanpan", "missing", "표.csv", "data/표.csv", "K", "accuracy", "loss", study.fingerprint)
    yield from (study.reading.source, study.reading.format, study.shipped.file)
    yield from ACTIVATION_NAMES
    yield from (column.name for column in study.profile.columns)
    yield from study.problem.labels
    yield from (name for column in study.profile.columns for name in column.counts)
    yield from study.reading.decisions.values()
    yield from study.environment
    yield from study.options
    yield from (str(value) for value in study.options.values())
    for row in study.board.rows:
        yield from (row.model, *row.parameters, *map(str, row.parameters.values()))
    for shown in study.previews.values():
        yield from shown.columns
    yield from (step for recipe in study.recipes.values() for one in recipe.steps for step in one.parameters)
    yield from (curve.parameter for curve in study.board.curves)


def _is_data(words: str, names: set[str]) -> bool:
    words = words.strip(" ★±%")
    return (
        words in names or any(words == part for name in names for part in name.split()) or words.split(" ")[0] in names
    )


def test_asking_for_a_report_loads_nothing_heavy():
    code = "import sys, hanpan.doors.report; print({'matplotlib', 'jinja2', 'pandas', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
