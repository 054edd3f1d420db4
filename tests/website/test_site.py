"""The site: whole, in both languages, without anything from elsewhere, and every link leads somewhere."""

import doctest
import importlib
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.website.served import served
from website.assembling import DOCS
from website.reference.card import SECTIONS
from website.reference.files import described
from website.reference.python import MODULES
from website.words import words

from hanpan.doors.cli.group import VERBS
from hanpan.doors.course.days import DAYS
from hanpan.foundation.options import option_specs
from hanpan.study.options import GROUPS

ELSEWHERE = re.compile(r"^(https?:)?//")
FETCHED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}
SAID = ("canonical", "next", "prev")  # links of a page's head that nothing is loaded from


class Read(HTMLParser):
    """The links of a page, the names it can be entered by, and what it loads from elsewhere."""

    def __init__(self):
        super().__init__()
        self.links, self.names, self.foreign = [], set(), []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.names |= {told[name] for name in ("id", "name") if told.get(name)}
        for name, value in attrs:
            if name in ("href", "src") and value and not ELSEWHERE.match(value):
                self.links.append(value)
            foreign = (tag, name) in FETCHED and value and ELSEWHERE.match(value)
            if foreign and told.get("rel") not in SAID:
                self.foreign.append(value)


@cache
def read(page):
    told = Read()
    told.feed(page.read_text("utf-8"))
    return told


def html_of(site):
    return sorted(site.rglob("*.html"))


def test_every_link_leads_somewhere(site):
    lost = []
    for page in html_of(site):
        for link in read(page).links:
            parts = urlsplit(link)
            if parts.scheme or page.name == "404.html":  # data:, mailto:; the page for lost ways has absolute links
                continue
            aim = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not aim.is_file() and not (aim / "index.html").is_file():
                lost.append(f"{page.relative_to(site)}: {link}")
            elif (
                parts.fragment and aim.suffix == ".html" and unquote(parts.fragment) not in {*read(aim).names, "__skip"}
            ):
                lost.append(f"{page.relative_to(site)}: {link} (no such place)")
    assert not lost


def test_nothing_comes_from_elsewhere(site):
    assert not {page.name: read(page).foreign for page in html_of(site) if read(page).foreign}
    styles = " ".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"url\(['\"]?(?:https?:)?//", styles)


def test_both_languages_have_the_same_pages(site):
    korean = {path.relative_to(site / "ko") for path in html_of(site / "ko")}
    assert korean == {path.relative_to(site) for path in html_of(site) if "ko" not in path.relative_to(site).parts[:1]}


def test_the_words_of_the_site_are_there_in_both_languages():
    assert set(words("ko")) == set(words("en"))
    hangul = re.compile("[가-힣]")
    assert not [
        key for key, told in words("en").items() if hangul.search(told) and "NAME" not in told and "나이" not in told
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_reference_has_everything(site, language):
    place = site / ("" if language == "en" else "ko") / "reference"
    assert {path.stem for path in (place / "commands").glob("*.html")} == set(VERBS)
    assert {path.stem for path in (place / "python").glob("*.html")} == set(MODULES)
    options = (place / "options.html").read_text("utf-8")
    assert not [spec.flag for spec in option_specs(*GROUPS) if f"<code>{spec.flag}</code>" not in options]
    card = (place / "card.html").read_text("utf-8")
    assert not [section for section in SECTIONS if section.replace("[", "").replace("]", "") not in card]


def test_the_files_of_a_study_are_those_described(desk):
    told = {name.replace("LANG", "en").rstrip("/") for name in described("files.study.")}
    there = {path.name for path in (desk / "studies" / "churn-CHURN").iterdir() if not path.name.startswith(".")}
    assert there <= told
    assert {"study.toml", "journal.sqlite", "board.csv", "profile.json", "evaluation.json", "model.hanpan"} <= there


def test_the_columns_of_predictions_are_those_described(desk):
    import hanpan

    model = hanpan.load(desk / "studies" / "churn-CHURN" / "model.hanpan")
    made = hanpan.predict(model, desk / "new.csv", keep=["id"], reasons=2, top=3)
    told = {name for names in described("columns.predictions.") for name in names.split(", ")}
    own = [re.sub(r"probability_.*", "probability_LABEL", name) for name in made.columns if name != "id"]
    assert not [name for name in own if not any(name in one for one in told)]


def test_every_lesson_of_the_course_is_a_page(site):
    for place in (site, site / "ko"):
        there = {path.stem.split("-", 2)[-1] for path in (place / "lessons").glob("*-*.html")}
        assert there == {name for names in DAYS.values() for name in names}


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in (DOCS / "pictures").iterdir()}
    assert {"report.en.png", "report.ko.png"} <= set(sizes)
    assert max(sizes.values()) <= 150_000


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("ko", "모델", "모델을"),  # a word is found with its particle
        ("ko", "홀드아웃을", "홀드아웃"),  # and asked for with one
        ("ko", "CP949", "CP949"),
        ("ko", "기준 모델", "기준 모델"),
        ("ko", "budget", "--budget"),
        ("en", "hold-out", "hold-out"),
        ("en", "unknown_at_prediction", "unknown_at_prediction"),
    ],
)
def test_the_search_finds_words(site, opened, language, asked, found):
    with served(site) as address:
        page, seen = opened(f"{address}/{'' if language == 'en' else 'ko/'}index.html", language=language)
        page.locator("[data-md-component=search-query]").click()
        page.keyboard.type(asked)
        first = page.locator(".md-search-result__item").first
        first.wait_for()
        told = " ".join(page.locator(".md-search-result__list").inner_text().split())
        assert found.casefold() in told.casefold()
        assert not [url for url in seen.asked if not url.startswith(address)]


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_fit_their_window_and_make_no_errors(site, opened, size, dark):
    with served(site) as address:
        for path in ("index.html", "ko/how-to/costs.html", "ko/reference/commands/run.html", "gallery/index.html"):
            page, seen = opened(f"{address}/{path}", size=size, dark=dark)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            assert not seen.errors


def test_a_page_leads_to_itself_in_the_other_language(site):
    told = read(site / "how-to" / "costs.html").links
    assert "../ko/how-to/costs.html" in told
    back = Path(site / "ko" / "how-to" / "costs.html")
    assert "../../how-to/costs.html" in read(back).links


@pytest.mark.parametrize("module", ["website.markdown", "website.reference.docstrings"])
def test_examples_in_the_code_of_the_site_are_right(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0
