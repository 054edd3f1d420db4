"""The walk of a person: from a dropped file to a prediction, in a browser; the studio is killed on the way."""

import json
import random
import re

import pytest
from studios import studio
from tests.support.browser import PHONE, violations

from hanpan.doors.cli import main

HOSTILE = "<img src=x onerror=alert(1)>"
CELL = "</script><script>alert(2)</script>"
SHORT = '\n[run]\ntrials = 2\nworkers = 0\ninsights = "none"\nalgorithms = ["decision_tree"]\n'


@pytest.fixture(scope="module")
def dropped(tmp_path_factory):
    """A table whose name, columns and cells are attacks."""
    draws = random.Random(0)
    path = tmp_path_factory.mktemp("files") / "a{{b}}'\"<i>.csv"
    lines = [f'"{HOSTILE}",code,y']
    for _ in range(160):
        x = round(draws.gauss(0, 1), 3)
        lines.append(f'{x},{draws.choice([101, 102, 103])},"{CELL if x + draws.gauss(0, 0.4) > 0 else "no"}"')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def settled(page):
    page.wait_for_function("!document.querySelector('.busy')")


def calm(seen, started):
    assert seen.dialogs == []
    assert seen.errors == []
    assert {each.split("/")[2] for each in seen.asked if each.startswith("http")} <= {started.address.split("/")[2]}


def test_from_a_dropped_file_to_a_prediction(dropped, opened, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    with studio(tmp_path) as started:
        page, seen = opened(started.entry)
        page.locator("input[type=file]").set_input_files(dropped)
        work = read_and_corrected(page)
        asked(page, started)
        card = tmp_path / "studies" / ".studio" / work / "hanpan.toml"
        card.write_text(card.read_text("utf-8") + SHORT, "utf-8")
        page.goto(f"{started.address}/modeling?work={work}")
        page.get_by_role("button", name="Start", exact=True).click()
        page.locator("p.answer", has_text=re.compile("Starting|Reading|board", re.IGNORECASE)).wait_for()
        calm(seen, started)
        started.process.kill()  # nobody says goodbye
    with studio(tmp_path) as started:
        page, seen = opened(started.entry)
        page.goto(f"{started.address}/modeling?work={work}")
        page.locator("p.answer", has_text="Done: judged").wait_for(timeout=240_000)
        page.get_by_text("Test design").wait_for()
        assert page.locator("table:visible", has_text="decision_tree").count() > 0
        compared(page)
        judged(page, started, work)
        served(page, started, work)
        calm(seen, started)
    (study,) = [path.parent for path in (tmp_path / "studies").glob("*/journal.sqlite")]
    with pytest.raises(SystemExit):
        main(["board", str(study), "--json"])
    assert "decision_tree" in json.dumps(json.loads(capsys.readouterr().out))


def read_and_corrected(page):
    """How the table was read; a code that is no number is told to be a category. Returns the name of the work."""
    page.locator("tbody tr").first.wait_for()
    assert HOSTILE in page.locator("tbody").inner_text()
    kind = page.get_by_label("Kind of “code”")
    kind.select_option(label="category")
    page.wait_for_function("document.querySelectorAll('tbody select')[1]?.selectedOptions[0].text === 'category'")
    assert violations(page) == []
    return page.url.partition("work=")[2]


def asked(page, started):
    """The question, with money in it: the card grows beside it."""
    page.locator("nav.phases a", has_text="Question").click()
    page.get_by_label("What is to be predicted?").select_option(label="y")
    page.get_by_text("this is a yes-or-no question").wait_for()
    page.get_by_label("What does it cost to act once").fill("cheap")
    page.get_by_label("What does it earn if acting").fill("$100")
    page.get_by_label("What does it earn if acting").blur()
    page.locator(".refusal", has_text="“cheap” is no amount of money").wait_for()
    page.get_by_label("What does it cost to act once").fill("$5")
    page.get_by_label("What does it cost to act once").blur()
    page.get_by_text("Acting pays from a probability").wait_for()
    assert "[value.gain." in page.locator("pre").first.inner_text()
    assert 'kind = "category"' in page.locator("pre").first.inner_text()
    assert violations(page) == []


def compared(page):
    """Two rows of the board, ticked by keyboard, held against one another."""
    boxes = page.locator("td input[type=checkbox]")
    for place in (0, 1):
        boxes.nth(place).press("Space")
    page.locator("button:enabled", has_text="Compare the two").press("Enter")
    page.locator("p.answer", has_text=re.compile("better|Undecided")).wait_for()
    assert violations(page) == []


def judged(page, started, work):
    """The verdict, and a cut-off that moves."""
    page.goto(f"{started.address}/evaluation?work={work}")
    page.locator("#summary .answer").wait_for()
    before = page.locator("hanpan-cutoff output").inner_text()
    page.locator("hanpan-cutoff input").press("ArrowLeft")
    page.locator("hanpan-cutoff input").press("ArrowLeft")
    assert page.locator("hanpan-cutoff output").inner_text() != before
    assert violations(page) == []


def served(page, started, work):
    """A prediction, a version in the registry, rows held against the training."""
    page.goto(f"{started.address}/deployment?work={work}")
    page.get_by_label(HOSTILE).fill("2.5")
    page.get_by_label(HOSTILE).blur()
    page.get_by_role("button", name="Predict").click()
    page.locator(".predicted").wait_for()
    assert page.locator(".predicted").inner_text().startswith("y = ")
    assert "%" in page.locator("table.narrow").inner_text()
    page.get_by_label("Name in the registry").fill("churn")
    page.get_by_role("button", name="Add to the registry").click()
    page.locator("table", has_text="champion").wait_for()
    page.get_by_label("Path or address").fill(f"studies/.studio/{work}/a_b_i.csv")
    page.get_by_role("button", name="Compare").click()
    page.locator("p.opening", has_text=re.compile(r"\w+")).first.wait_for()
    settled(page)
    assert violations(page) == []


def test_a_lost_file_leaves_no_work(started, opened):
    page, _ = opened(started.entry)
    page.evaluate("document.querySelector('hanpan-drop').dataset.most = '10'")
    page.locator("input[type=file]").set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n" * 9})
    page.locator("output", has_text="larger than 50 MB").wait_for()
    assert not list((started.folder / "studies").glob(".studio/x*"))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_cannot_be_opened_is_told_in_words(started, opened, language):
    page, _ = opened(started.entry, size=PHONE, language=language)
    page.locator(".way input[type=text]").fill("nowhere/<b>no</b>.csv")
    page.locator(".way button").click()
    page.locator(".refusal p").first.wait_for()
    assert "nowhere/<b>no</b>.csv" in page.locator(".refusal").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
