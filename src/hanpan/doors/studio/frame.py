"""The frame of a page: header, phases, language and light, and what is said where a page fails."""

from __future__ import annotations

import inspect
from functools import cache
from importlib.resources import files

from nicegui import ui

from hanpan.doors.studio.pages import PHASES, Page, pages
from hanpan.doors.studio.parts import fault, link, paragraph, refusal, section, tag, title
from hanpan.doors.studio.visit import START, Visit
from hanpan.doors.telling.look import look
from hanpan.doors.telling.words import Words, short
from hanpan.foundation.errors import HanpanError

_HERE = """<script>addEventListener("load", () => setTimeout(() => document.querySelector(
  "nav.phases [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" }), 50))</script>"""


@cache
def _style() -> str:
    own = (files("hanpan.doors.studio") / "static" / "studio.css").read_text("utf-8")
    return f"<style>{look()}\n{own}</style>"


def head(visit: Visit, title: str) -> None:
    """What stands before anything is seen: title, style, and the theme that was chosen."""
    ui.page_title(f"{title} · hanpan")
    ui.add_head_html(_style())
    ui.add_head_html(_HERE)
    if visit.theme:
        ui.add_head_html(f"<script>document.documentElement.dataset.theme = '{visit.theme}'</script>")


async def framed(page: Page, visit: Visit) -> None:
    """The page in its frame; what is refused while it is drawn is told in its place."""
    head(visit, visit.text(page.title))
    link(visit.text("studio.skip"), "#content", "skip")
    _top(visit)
    _phases(page, visit)
    with ui.element("div").props("id=content tabindex=-1").classes("studio"):
        try:
            shown = page.show(visit)
            if inspect.isawaitable(shown):
                await shown
        except HanpanError as error:
            with section():
                title(visit.text("studio.refused"))
                refusal(error, visit)
        except Exception as error:
            with section():
                title(visit.text("studio.refused"))
                fault(error, visit)


def absent(visit: Visit) -> None:
    """What an address without a page gets."""
    head(visit, visit.text("studio.absent.title"))
    _top(visit)
    with ui.element("div").props("id=content").classes("studio"), section():
        title(visit.text("studio.absent.title"))
        paragraph(visit.text("studio.absent.lead"))
        link(visit.text("studio.absent.back"), visit.to(START))


def _top(visit: Visit) -> None:
    with ui.element("header").classes("top"):
        link("hanpan", "/start", "brand", aria_label=visit.text("studio.home"))
        tag("h1", short(visit.work.told.title) if visit.work else visit.text("studio.what"), "what")
        light = visit.theme or "auto"
        for theme in ("auto", "light", "dark"):
            chosen = {"aria_current": "true"} if theme == light else {}
            link(visit.text(f"studio.theme.{theme}"), visit.choosing("theme", theme), "choice theme", **chosen)
        other = visit.other_language
        link(
            Words(other).text("page.own_language"),
            visit.choosing("language", other),
            "choice",
            lang=other,
            hreflang=other,
        )


def _phases(page: Page, visit: Visit) -> None:
    here = page.under or page.name
    with _nav(visit), ui.element("ol"):
        for one in pages().values():
            if one.under or one.name == START:
                continue
            place = f"{PHASES.index(one.name) + 1} " if one.name in PHASES else ""
            current = {"aria_current": "page"} if one.name == here else {}
            with ui.element("li"):
                link(place + visit.text(one.title), visit.to(one.name), **current)


def _nav(visit: Visit) -> ui.element:
    made = ui.element("nav").classes("phases")
    made.props["aria-label"] = visit.text("studio.phases")
    return made
