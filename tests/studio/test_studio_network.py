"""The network room in a browser: built, trained, looked into, taken along; and found again after a reload."""

import pytest
from tests.support.browser import DESKTOP, PHONE, violations

READY = "hanpan-network [data-do=step]"
STEP = "Number(document.querySelector('hanpan-network').dataset.step)"
SHELLS = ("landmark-", "region")  # of the frame around, which has tests of its own


@pytest.fixture(scope="module")
def entered(started):
    """The address of the room, key and link in it."""
    return lambda link: f"{started.address}/network?{started.entry.partition('?')[2]}&{link}"


def at_step(page, least: int) -> None:
    page.wait_for_function(f"{STEP} >= {least}")


def grave(page) -> list[str]:
    return [one for one in violations(page) if not one.startswith(SHELLS)]


def test_a_walk_through_the_room(opened, entered, started) -> None:
    page, seen = opened(entered("data=xor&layers=4-tanh,3-relu"), size=DESKTOP)
    page.wait_for_selector(READY)
    page.click("[data-do=step]")
    at_step(page, 1)
    page.click("[data-keep='n1.1']")
    assert page.locator("[data-part=numbers] tbody tr").count() == 3
    assert page.locator("[data-part=numbers] th").count() == 7  # with gradient and new weight
    page.click("[data-do=back]")
    page.wait_for_function(f"{STEP} === 0")
    page.fill("[data-part=numbers] tbody tr:first-child input[type=number]", "1.25")
    page.press("[data-part=numbers] tbody tr:first-child input[type=number]", "Enter")
    page.wait_for_function("document.querySelector('hanpan-network').state.edited")
    page.click("[data-part=numbers] tbody tr:nth-child(2) input[type=checkbox]")
    page.click("[data-keep=more2]")
    page.wait_for_selector("[data-keep='n2.3']")
    page.select_option("[data-keep=speed]", "fast")
    page.click("[data-do=play]")
    at_step(page, 300)
    page.select_option("[data-keep=rate]", "0.003")
    page.click("[data-do=play]")
    page.wait_for_function("!document.querySelector('hanpan-network').state.playing")
    page.click("[data-do=code]")
    assert "def build(" in page.locator("[data-part=code] pre").inner_text()
    page.click("[data-part=tables] summary")
    page.wait_for_selector("[data-part=tablesIn] table")
    assert page.locator("[data-part=tablesIn] table").count() == 3
    assert grave(page) == []
    there = page.evaluate(STEP)
    page.reload()
    page.wait_for_selector(READY)
    page.wait_for_function(f"{STEP} === {there}")
    assert page.locator("[data-keep=rate]").input_value() == "0.003"
    assert (seen.errors, seen.dialogs) == ([], [])
    assert {address.split("/")[2] for address in seen.asked} == {started.address.split("/")[2]}


def test_on_a_phone_in_korean_at_night_with_a_lesson_that_hides(opened, entered) -> None:
    link = "data=arms&layers=5-relu&hide=data,optimizer,share"
    page, seen = opened(entered(link), size=PHONE, dark=True, language="ko")
    page.wait_for_selector(READY)
    page.click("[data-do=epoch]")
    at_step(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert not page.locator("[data-keep=optimizer]").is_visible()
    assert not page.locator("[data-keep=copy]").is_visible()
    assert page.locator("[data-do=play]").get_attribute("aria-label") == "학습 시작"
    assert grave(page) == []
    assert seen.errors == []


def test_a_hostile_link_is_told_and_runs_nothing(opened, entered) -> None:
    page, seen = opened(entered("data=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"))
    page.wait_for_selector("[role=alert]")
    assert "<img" in page.locator("[role=alert]").first.inner_text()
    assert seen.dialogs == []


def test_a_network_of_ones_own_is_opened_from_its_code(opened, entered) -> None:
    page, seen = opened(entered("hide=play"))
    page.wait_for_selector("hanpan-network")
    page.click("details.bring summary")
    assert grave(page) == []
    page.fill("textarea", "keras.Sequential([L.Input((2,)), L.Dense(5, 'relu'), L.Dense(3, 'softmax')])")
    page.locator("textarea").blur()
    page.locator(".way button").click()
    page.wait_for_selector("hanpan-network [data-keep='n1.4']")
    assert "network=" in page.url
    assert page.evaluate("document.querySelector('hanpan-network').says(0).length") == 3
    page.reload()
    page.wait_for_selector("hanpan-network [data-keep='n1.4']")
    assert seen.errors == []
