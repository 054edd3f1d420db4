"""Names, labels and values from a table are text, whatever they look like."""

import pytest
from page_reader import read
from report_studies import hostile, make_study, table
from tests.support.reports import page

ATTACKS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</script></style></svg></title><script>alert(2)</script>",
    "--></textarea><svg onload=alert(3)>",
    "$\\frac{x}{y}$",
    "{{ 7 * 7 }}{% raw %}",
    "{0.__class__} %s {name}",
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A study whose every name and label is hostile."""
    frame = table("binary")
    frame.columns = [*ATTACKS[:4], ATTACKS[2] + "y"]
    frame[ATTACKS[2]] = frame[ATTACKS[2]].map(
        {"서울": ATTACKS[0], "부산": ATTACKS[4], "대구": ATTACKS[5], "광주": ATTACKS[6]}
    )
    frame[ATTACKS[2] + "y"] = frame[ATTACKS[2] + "y"].map({"LEAVE": ATTACKS[1], "STAY": ATTACKS[5]})
    made = make_study(tmp_path_factory.mktemp("hostile"), frame, ATTACKS[2] + "y")
    made.findings, made.name = hostile(ATTACKS[1]), f"{ATTACKS[0]}.csv"
    return made


@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_from_the_table_becomes_markup(study, language):
    root = read(page(study, language))
    scripts = root.all("script")
    assert len([each for each in scripts if each.attributes.get("type") != "application/json"]) == 1
    assert not root.all("img", "iframe", "textarea", "object")
    assert not [name for each in root.walk() for name in each.attributes if name.startswith("on")]
    assert "alert(1)" in root.all("section")[0].text + root.all("section")[2].text


def test_templates_and_formulas_in_names_stay_as_written(study):
    told = read(page(study, "en")).text
    assert "{{ 7 * 7 }}" in told
    assert "49{%" not in told


def test_signs_that_steer_a_screen_are_made_visible(tmp_path):
    frame = table("regression").rename(columns={"age": "age\u202egnp.exe\x1b[31m"})
    told = page(make_study(tmp_path, frame), "en")
    assert "\u202e" not in told
    assert "\x1b" not in told


def test_long_names_are_cut_and_kept_in_a_title(tmp_path):
    name = "아주 긴 열 이름 " * 30
    told = read(page(make_study(tmp_path, table("regression").rename(columns={"age": name})), "ko"))
    cells = [each for each in told.all("td", "th") if each.attributes.get("title", "").startswith("아주 긴")]
    assert cells
    assert all(
        len(each.text) < 60 for each in told.all("td", "th") if "아주 긴" in each.text and not each.inside("details")
    )
