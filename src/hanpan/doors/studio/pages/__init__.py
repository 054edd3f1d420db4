"""One file a page, found by its name: ``pages/data.py`` is ``/data``.

A page has a function ``show(visit)`` that draws it below the header; the header leads to it by the text
``studio.page.<name>.title``. Those that ``PHASES`` names stand there in its order; a page with ``UNDER = "modeling"``
is reached from that page and not from the header; every other stands behind the phases.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache

from hanpan.doors.studio.visit import START, Visit

PHASES = ("business", "data", "preparation", "modeling", "evaluation", "deployment")


@dataclass(frozen=True)
class Page:
    """A page: its name, what draws it, and below which other page it is reached (empty: from the header)."""

    name: str
    show: Callable[[Visit], Awaitable[None] | None]
    under: str = ""

    @property
    def title(self) -> str:
        """The key of its title."""
        return f"studio.page.{self.name}.title"


@cache
def pages() -> dict[str, Page]:
    """All pages by name: the start, the phases, those beside them."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        code = importlib.import_module(f"{__name__}.{module.name}")
        found[module.name] = Page(module.name, code.show, getattr(code, "UNDER", ""))
    order = (START, *PHASES)
    names = sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))
    return {name: found[name] for name in names}
