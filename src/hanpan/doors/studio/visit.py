"""A visit: one page being shown to one person, and how pages lead to one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlencode

from hanpan.doors.studio.desk.rooms import NetworkRooms
from hanpan.doors.studio.desk.works import StudioWork, Works
from hanpan.doors.studio.options import StudioOptions
from hanpan.doors.telling.words import Words
from hanpan.foundation.texts import LANGUAGES

START = "start"  # the page where a studio opens
THEMES = ("light", "dark")
KEPT = ("work", "locked")  # what an address carries from page to page


@dataclass(frozen=True)
class Studio:
    """What all visits share: how the studio was opened, and the works that lie in its folder.

    ``first`` is where it opens: a work that was named on the command line.
    """

    options: StudioOptions
    first: str = ""

    @cached_property
    def works(self) -> Works:
        """The works."""
        return Works(Path(self.options.folder))

    @cached_property
    def rooms(self) -> NetworkRooms:
        """The network rooms."""
        return NetworkRooms()


@dataclass(frozen=True)
class Visit:
    """One page being shown.

    Attributes
    ----------
    page
        Its name.
    query
        What its address says beside that: which work (``work``), what a lesson locks (``locked``), a page's own state.
    theme
        ``light``, ``dark``, or empty: as the machine has it.
    """

    studio: Studio
    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    theme: str = ""

    @cached_property
    def words(self) -> Words:
        """The texts of the visit's language."""
        return Words(self.language)

    def text(self, key: str, /, **fields: object) -> str:
        """A text of the catalogue."""
        return self.words.text(key, **fields)

    @cached_property
    def work(self) -> StudioWork | None:
        """The work that the address names, if it is there."""
        return self.studio.works.find(self.query.get("work", ""))

    @property
    def locked(self) -> frozenset[str]:
        """What a lesson's link keeps from being changed (``?locked=table,card``)."""
        return frozenset(filter(None, self.query.get("locked", "").split(",")))

    def to(self, page: str, /, **told: str) -> str:
        """The address of a page, with the work in hand."""
        kept = {name: self.query[name] for name in KEPT if self.query.get(name)}
        query = {name: value for name, value in {**kept, **told}.items() if value}
        return f"/{quote(page)}" + (f"?{urlencode(query)}" if query else "")

    def here(self, **told: str) -> str:
        """The address of this page, with all that it says."""
        query = {name: value for name, value in {**self.query, **told}.items() if value}
        return f"/{quote(self.page)}" + (f"?{urlencode(query)}" if query else "")

    def choosing(self, name: str, value: str) -> str:
        """The address that chooses a language or a theme and comes back."""
        return f"/choose?{urlencode({'name': name, 'value': value, 'to': self.here()})}"

    @property
    def other_language(self) -> str:
        """The one that is not spoken."""
        return next(one for one in LANGUAGES if one != self.language)
