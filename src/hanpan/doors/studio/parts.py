"""What pages are made of: headings, sentences, tables, what to type in a terminal. Text is text, never markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from hanpan.doors.studio.visit import Visit
from hanpan.doors.telling.words import clean
from hanpan.foundation.errors import HanpanError

T = TypeVar("T")


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


def title(text: object) -> TextElement:
    """What the page is called; above it stands what the work is called, the first heading of all its pages."""
    return tag("h2", text, "title")


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


def fragment(markup: Markup) -> ui.element:
    """A part of the report: HTML that a template of ours wrote, with all that came from a table escaped.

    Raises
    ------
    TypeError
        A text that nobody vouches for: show it as text.
    """
    if not isinstance(markup, Markup):
        raise TypeError("only what an escaping template wrote may stand as markup")
    made = ui.element("div").classes("fragment")
    made.props["innerHTML"] = str(markup)  # not ui.html: the numbers of the cut-off lie in a script that never runs
    return made


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


def fault(error: Exception, visit: Visit) -> None:
    """What nobody expected, without the insides."""
    with ui.element("div").classes("banner refusal").props("role=alert"):
        tag("p", visit.text("studio.fault", kind=type(error).__name__, reason=" ".join(str(error).split())[:200]))


def link(text: object, to: str, classes: str = "", **attributes: str) -> TextElement:
    """A link within the studio."""
    return tag("a", text, classes, href=to, **attributes)


def button(text: str, on_click: Any, classes: str = "") -> ui.element:
    """A button; text alone, large enough to be hit."""
    made = tag("button", text, f"act {classes}", type="button")
    made.on("click", on_click)
    return made


@dataclass(frozen=True)
class _WorkedOut:
    """What came of something that was worked out beside the page."""

    found: Any = None
    refused: Exception | None = None


def _attempt(load: Callable[[], Any]) -> _WorkedOut:
    try:
        return _WorkedOut(load())
    except Exception as error:
        return _WorkedOut(refused=error)


def later(visit: Visit, load: Callable[[], T], draw: Callable[[T], object], busy: str = "studio.busy") -> ui.element:
    """What takes a moment: said so at once, worked out beside the page, drawn when it is there."""
    with ui.element("div").classes("later") as place:
        tag("p", visit.text(busy), "busy", role="status")

    async def fill() -> None:
        made = await run.io_bound(_attempt, load)
        if made is None or place.is_deleted:  # the studio is being closed, or the page is gone
            return
        place.clear()
        with place:
            if made.refused is None:
                draw(made.found)
            elif isinstance(made.refused, HanpanError):
                refusal(made.refused, visit)
            else:
                fault(made.refused, visit)

    ui.timer(0.01, fill, once=True)
    return place


_SAID = "(event) => emit(event.target.value)"


def _labelled(label: str, hint: str, classes: str) -> ui.element:
    around = ui.element("label").classes(f"field {classes}")
    with around:
        tag("span", label, "label")
        if hint:
            tag("span", hint, "hint")
    return around


def entry(label: str, value: object, on_change: Callable[[str], Any], hint: str = "", **attributes: str) -> TextElement:
    """A line to write into."""
    with _labelled(label, hint, ""):
        made = tag("input", "", "", type="text", autocomplete="off", **attributes)
        made.props["^value"] = str(value)  # what it begins with: a page drawn anew leaves alone what was written since
        made.on("change", lambda event: on_change(str(event.args)), js_handler=_SAID)
    return made


def writing(label: str, value: str, on_change: Callable[[str], Any], hint: str = "", rows: int = 3) -> TextElement:
    """Some lines to write into."""
    with _labelled(label, hint, "wide"):
        made = TextElement(tag="textarea", text=value)
        made.props["rows"] = str(rows)
        made.on("change", lambda event: on_change(str(event.args)), js_handler=_SAID)
    return made


def choice(
    label: str,
    among: Mapping[str, str],
    chosen: str,
    on_change: Callable[[str], Any],
    classes: str = "",
) -> TextElement:
    """One of some; values stay on this side, the page knows places only."""
    values = list(among)
    with _labelled(label, "", classes):
        made = tag("select")
        with made:
            for place, shown in enumerate(among.values()):
                option = tag("option", shown, value=str(place))
                if values[place] == chosen:
                    option.props["selected"] = True

        def changed(event: Any) -> Any:
            told = str(event.args)
            return on_change(values[int(told)]) if told.isdecimal() and int(told) < len(values) else None

        made.on("change", changed, js_handler=_SAID)
    return made
