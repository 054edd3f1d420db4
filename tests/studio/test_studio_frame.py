"""What all pages share: header, languages, light; seen in a browser."""

from tests.support.browser import PHONE, violations

from hanpan.doors.studio.pages import PHASES, pages
from hanpan.foundation.texts import LANGUAGES, has_text


def test_every_page_has_its_title():
    assert [key for one in pages().values() for key in LANGUAGES if not has_text(one.title, key)] == []
    assert next(iter(pages())) == "start"


def test_the_header_leads_to_all_phases(started, opened):
    page, seen = opened(started.entry)
    page.locator("h2.title").wait_for()
    places = page.locator("nav.phases a").all_inner_texts()
    phases = [name for name in pages() if name in PHASES]
    assert len(places) >= len(phases)
    assert page.evaluate("document.documentElement.lang").startswith("en")
    page.get_by_text("한국어로 보기").click()
    page.locator("h2.title", has_text="어떤 표").wait_for()
    assert page.evaluate("document.documentElement.lang").startswith("ko")
    page.get_by_text("어둡게").click()
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert violations(page) == []
    assert {each.split("/")[2] for each in seen.asked if not each.startswith("data:")} == {
        started.address.split("/")[2]
    }
    assert seen.errors == []


def test_a_phone_has_no_sideways_scrolling(started, opened):
    page, _ = opened(started.entry, size=PHONE, language="ko")
    page.locator("h2.title").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_an_unknown_address_says_so(started, opened):
    page, _ = opened(started.entry)
    page.goto(f"{started.address}/nothing")
    page.locator("h2.title", has_text="No such page").wait_for()
