"""A headless Chromium for tests, and what axe-core says of a page.

A room takes the fixtures into its ``conftest.py``: ``from tests.support.browser import chromium, opened``. The browser
lives as long as a module of tests: while it runs, its thread has an event loop, and nobody else there may start one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP, PHONE = (1280, 900), (390, 844)
GRAVE = ("serious", "critical")


@dataclass
class Seen:
    """What a page did besides being read: dialogs, errors in its scripts, and every address that it asked for."""

    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser that this machine has; the test is skipped where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is installed (CHROMIUM may name one)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., tuple[Page, Seen]]]:
    """Opens an address: ``opened(url, size=PHONE, dark=True, language="ko")`` gives the page and what it did."""
    contexts = []

    def open_page(url: str, *, size=DESKTOP, dark=False, language="en") -> tuple[Page, Seen]:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale={"ko": "ko-KR", "en": "en-US"}[language],
            reduced_motion="reduce",
        )
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        page.set_default_timeout(60_000)  # of a machine that does other work, too
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda told: seen.errors.append(told.text) if told.type == "error" else None)
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(url)
        return page, seen

    yield open_page
    for context in contexts:
        context.close()


def grave_violations(page: Page) -> list[str]:
    """Serious and critical violations that axe-core finds, each with the elements it means."""
    return violations(page, GRAVE)


def violations(page: Page, impacts: tuple[str, ...] = ("minor", "moderate", *GRAVE)) -> list[str]:
    """All violations that axe-core finds, or those of some impacts."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in impacts
    ]
