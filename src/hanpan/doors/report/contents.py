"""The parts of a chapter: every heading gets a name to go to, and the menu lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

_HEADING = re.compile(r'<h3(?: id="([^"]+)")?>(.*?)</h3>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """A heading: its name on the page, and its words (HTML as the template escaped them)."""

    name: str
    title: Markup


def numbered(chapter: str, content: str) -> tuple[Markup, list[Heading]]:
    """A rendered chapter with names for its headings, and its parts in order.

    Examples
    --------
    >>> numbered("modeling", '<h3>The board</h3><h3 id="own">A &amp; B</h3>')[0]
    Markup('<h3 id="modeling-1">The board</h3><h3 id="own">A &amp; B</h3>')
    """
    parts: list[Heading] = []

    def named(found: re.Match[str]) -> str:
        name = found[1] or f"{chapter}-{len(parts) + 1}"
        parts.append(Heading(name, Markup(found[2])))  # noqa: S704 - a template escaped it
        return f'<h3 id="{name}">{found[2]}</h3>'

    return Markup(_HEADING.sub(named, content)), parts  # noqa: S704 - a template escaped it
