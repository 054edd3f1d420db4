"""Both files in a real browser: for everyone's eyes and hands, on a phone, in the dark and on paper."""

from dataclasses import replace

import pytest
from report_studies import table
from test_report_inside import insights
from test_report_watching import training
from tests.support.browser import DESKTOP, PHONE, chromium, opened, violations  # noqa: F401 - fixtures
from tests.support.recordings import keep_recording, made_recording

from hanpan.doors.report import write_report
from hanpan.doors.report.write import beside
from hanpan.insights.watching.record import Watching

WAYS = {"phone by day": (PHONE, False), "desk at night": (DESKTOP, True)}
OPEN_ALL = "for (const one of document.querySelectorAll('main details')) one.open = true"
# Elements that move under a finger and cannot be reached by the keyboard: neither they nor anything in them.
UNREACHED = """[...document.querySelectorAll('main *')].filter(one => one.scrollWidth > one.clientWidth + 1
    && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX)
    && one.tabIndex < 0 && !one.querySelector('a, button, input, [tabindex]')).map(one => one.outerHTML.slice(0, 99))"""


@pytest.fixture(scope="module")
def written(studies, tmp_path_factory):
    """Where the files of each task lie, with what networks learned in them."""
    folder, made = tmp_path_factory.mktemp("reports"), {}
    for task, study in studies.items():
        kept = keep_recording(made_recording(table(task), "y"), folder)
        watched = Watching(networks=[training(recording=kept)])
        told = replace(study, folder=folder, insights=insights(task).with_found({"watching": watched}))
        report = write_report(told, "ko" if task == "binary" else "en", folder / f"{task}.html")
        made[task, "report"], made[task, "learning"] = report, beside(report)
    return made


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("file", ["report", "learning"])
@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_nobody_is_kept_out(opened, written, task, file, way):  # noqa: F811
    size, dark = WAYS[way]
    page, seen = opened(written[task, file].as_uri(), size=size, dark=dark)
    page.evaluate(OPEN_ALL)
    assert violations(page) == []
    assert page.evaluate(UNREACHED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert (seen.errors, seen.dialogs, len(seen.asked)) == ([], [], 1)


def test_one_looks_into_a_network_epoch_by_epoch(opened, written):  # noqa: F811
    page, seen = opened(written["multiclass", "learning"].as_uri())
    epoch = page.locator("hanpan-network [data-at=epoch]")
    assert epoch.inner_text() == "5"  # the one whose weights the model answers with
    page.locator("hanpan-network [data-part=scrub]").press("Home")
    assert epoch.inner_text() == "0"
    page.locator("hanpan-network [data-keep='n1.0']").press("Enter")
    assert page.locator("hanpan-network [data-part=numbers] tbody tr").count() > 3
    page.locator("hanpan-network [data-keep=mode]").select_option("map")
    page.locator("hanpan-network [data-keep=axis1]").select_option("2")
    assert (seen.errors, len(seen.asked)) == ([], 1)


def test_each_file_leads_to_the_other(opened, written):  # noqa: F811
    page, _ = opened(written["binary", "report"].as_uri())
    page.locator("nav li.other a").click()
    assert page.url == written["binary", "learning"].as_uri()
    page.locator("nav li.other a").click()
    assert page.url == written["binary", "report"].as_uri()
    page.locator("#modeling .further a").first.click()
    assert page.url.startswith(written["binary", "learning"].as_uri() + "#")
    assert page.locator(f"section{page.evaluate('location.hash')} h2").is_visible()


def test_what_is_folded_stays_folded_on_paper(opened, written):  # noqa: F811
    page, _ = opened(written["regression", "learning"].as_uri())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    folded = page.locator("main details.block:not([open]) dl")
    assert folded.count() > 0
    assert not any(one.is_visible() for one in folded.all())


def test_the_answer_and_what_to_do_next_stand_on_the_first_screen(opened, written):  # noqa: F811
    page, _ = opened(written["binary", "report"].as_uri())
    for place in ("h1", ".answer", ".cards", ".todo"):
        box = page.locator(f"#summary {place}").bounding_box()
        assert box["y"] + box["height"] <= DESKTOP[1], place
