"""What pages are made of: headings, sentences, tables, what to type in a terminal. Text is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from hanpan.doors.studio.visit import Visit
from hanpan.doors.telling.words import clean
from hanpan.foundation.errors import HanpanError


def tag(name: str, text: object = "", classes: str = "", **attributes: str) -> TextElement:
    """An element of HTML with text in it."""
    made = TextElement(tag=name, text=clean(text))
    if classes:
        made.classes(classes)
    for attribute, value in attributes.items():
        made.props[attribute.replace("_", "-").strip("-")] = value
    return made


def heading(level: int, text: object) -> TextElement:
    """A heading."""
    return tag(f"h{level}", text)


def paragraph(text: object, classes: str = "") -> TextElement:
    """A sentence or two."""
    return tag("p", text, classes)


@contextmanager
def section(title: str = "", classes: str = "") -> Iterator[ui.element]:
    """A card of the page, with its heading."""
    with ui.element("section").classes(classes) as made:
        if title:
            heading(2, title)
        yield made


def fragment(markup: Markup) -> ui.html:
    """A part of the report: HTML that a template of ours wrote, with all that came from a table escaped.

    Raises
    ------
    TypeError
        A text that nobody vouches for: show it as text.
    """
    if not isinstance(markup, Markup):
        raise TypeError("only what an escaping template wrote may stand as markup")
    return ui.html(str(markup), sanitize=False).classes("fragment")


def table(
    heads: Sequence[object], rows: Iterable[Sequence[object]], caption: str = "", classes: str = ""
) -> ui.element:
    """A table of texts; numbers come written already."""
    with ui.element("div").classes("scroll").props("tabindex=0 role=region") as around:
        around.props["aria-label"] = clean(caption or heads[0])
        with ui.element("table").classes(classes):
            if caption:
                tag("caption", caption, "small")
            with ui.element("thead"), ui.element("tr"):
                for head in heads:
                    tag("th", head, scope="col")
            with ui.element("tbody"):
                for row in rows:
                    with ui.element("tr"):
                        for cell in row:
                            tag("td", cell)
    return around


def terminal(visit: Visit, command: str) -> None:
    """The same in a terminal."""
    with ui.element("details").classes("terminal"):
        tag("summary", visit.text("studio.terminal"))
        tag("pre", command, tabindex="0")


def banner(text: object, classes: str = "") -> TextElement:
    """A sentence that stands out, and that a screen reader says at once."""
    return tag("p", text, f"banner {classes}", role="status")


def refusal(error: HanpanError, visit: Visit) -> None:
    """What was refused: what happened, what was expected, what to do."""
    with ui.element("div").classes("banner refusal").props("role=alert"):
        for line in error.message(visit.language).splitlines():
            tag("p", line)


def link(text: object, to: str, classes: str = "", **attributes: str) -> TextElement:
    """A link within the studio."""
    return tag("a", text, classes, href=to, **attributes)


def button(text: str, on_click: Any, classes: str = "") -> ui.element:
    """A button; text alone, large enough to be hit."""
    made = tag("button", text, f"act {classes}", type="button")
    made.on("click", on_click)
    return made
