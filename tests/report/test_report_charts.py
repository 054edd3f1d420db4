"""No picture without its words and its numbers."""

import importlib
import inspect
import pkgutil
import re

import pytest
from drawn_pictures import Picture
from page_reader import read

from hanpan.doors import report
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.evaluation.charts.confusion import ConfusionChart
from hanpan.doors.report.sections.evaluation.charts.rates import RateChart
from hanpan.doors.telling.words import Words

CASES = [(task, language) for task in ("regression", "binary", "multiclass") for language in ("ko", "en")]
EXPECTED = {
    "regression": {"board", "predicted", "error", "importance", "curve0", "iteration0", "iteration1"},
    "binary": {"board", "confusion", "roc", "pr", "calibration", "importance", "curve0", "iteration0"},
    "multiclass": {"board", "confusion", "calibration", "importance", "curve0", "iteration0"},
}


def chart_classes():
    for module in pkgutil.walk_packages(report.__path__, f"{report.__name__}."):
        for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, Chart) and each is not Chart and each.__module__ == module.name:
                yield each


def test_a_chart_cannot_be_made_without_its_parts():
    assert {"title", "finding", "alt", "table", "draw"} <= Chart.__abstractmethods__
    made = {each for each in chart_classes() if not inspect.isabstract(each)}
    assert len(made) >= 12


@pytest.mark.parametrize("case", CASES)
def test_every_figure_has_a_description_a_finding_and_a_table(pages, learnings, case):
    figures = [figure for page in (pages[case], learnings[case]) for figure in read(page).all("figure")]
    assert len(figures) >= 8
    for figure in figures:
        svg = figure.all("svg")[0]
        assert svg.attributes["role"] == "img"
        named = {each.attributes["id"]: each.text for each in figure.walk() if "id" in each.attributes}
        assert all(named[name].strip() for name in svg.attributes["aria-labelledby"].split())
        assert figure.all("figcaption")[0].text.strip()
        table = figure.all("details")[0].all("table")[0]
        assert table.all("thead")[0].text.strip()
        assert table.all("tbody")[0].all("tr")


@pytest.mark.parametrize("case", CASES)
def test_each_task_has_its_pictures(pages, learnings, case):
    found = set(re.findall(r'aria-labelledby="([\w-]+)-title', pages[case] + learnings[case]))
    assert EXPECTED[case[0]] <= found


@pytest.mark.parametrize("case", CASES)
def test_small_pictures_in_cells_are_named_too(pages, case):
    sparks = [svg for svg in read(pages[case]).all("svg") if svg.attributes.get("class") == "spark"]
    assert sparks
    assert all(svg.attributes["aria-label"].strip() for svg in sparks)


def test_numbers_in_pictures_are_short(pages):
    for told in pages.values():
        places = re.findall(r'<(?:path|use|rect|text)\b[^>]*?\b(?:d|x|y)="([^"]*)"', told)
        assert not [place for place in places if re.search(r"\d\.\d{4,}", place)]


def test_hangul_stays_text(pages):
    assert ">서울</text>" in pages["regression", "ko"] or "서울" in pages["regression", "ko"]
    assert "도시" in "".join(re.findall(r"<text[^>]*>([^<]*)</text>", pages["regression", "ko"]))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_four_counts_of_two_classes_are_named_where_they_stand(language):
    words = Words(language)
    chart = ConfusionChart(words, "confusion", ("no", "yes"), [[40, 3], [5, 20]])  # true no; true yes
    drawn = {text.strip() for _, _, text in Picture(chart).texts}
    named = {name: words.text(f"report.outcome.{name}") for name in ("tp", "fp", "fn", "tn")}
    assert all(told.startswith(name.upper()) for name, told in named.items())
    assert drawn == {"40", "3", "5", "20", *named.values()}
    places = {text: (x, round(y)) for x, y, text in Picture(chart).texts}
    for name, count in {"tp": "20", "fp": "3", "fn": "5", "tn": "40"}.items():
        assert places[named[name]] == places[count]
        assert f"{name.upper()} {count}" in chart.finding()


def test_more_classes_have_no_such_names():
    chart = ConfusionChart(Words("ko"), "confusion", ("a", "b", "c"), [[4, 1, 0], [0, 3, 2], [1, 0, 5]])
    assert not [text for _, _, text in Picture(chart).texts if "TP" in text]
    assert "TP" not in chart.finding()


def test_precision_and_recall_begin_where_the_first_cut_off_lies():
    """Where many rows share the highest probability, nothing is drawn to the left of them."""
    points = {"recall": [0.4, 1.0], "precision": [0.8, 0.5]}
    picture = Picture(RateChart(Words("en"), "pr", points, None, 0.3))
    assert [line.x.tolist() for line in picture.lines if line.y.tolist() == [0.8, 0.5]] == [[0.4, 1.0]]
