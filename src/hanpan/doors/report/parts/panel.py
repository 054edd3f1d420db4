"""Panel: a part of a chapter that stands by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


@dataclass(frozen=True)
class Panel:
    """A part of a chapter, shown after the chapter's own content.

    ``chapter`` names it, or tells from the study which it is. ``build(study, words)`` gives what the template shows as
    ``panel``, or None for nothing. The template is ``panel.html`` of its own folder; where one is named it is that
    of ``templates/``, and ``plain`` is one for a ``title``, ``sentences`` and ``charts``.
    """

    name: str
    chapter: str | Callable[[Study], str]
    build: Callable[[Study, Words], dict[str, Any] | None]
    template: str = ""

    def chapter_in(self, study: Study) -> str:
        """The chapter in which a study shows it."""
        return self.chapter if isinstance(self.chapter, str) else self.chapter(study)

    @property
    def file(self) -> str:
        """Where the template lies, below the report."""
        return f"templates/{self.template}.html" if self.template else f"parts/{self.name}/panel.html"
