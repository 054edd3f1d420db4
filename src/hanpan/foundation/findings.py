"""A Finding: something noticed, with its evidence, worded later in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hanpan.foundation.texts import text

Severity = Literal["info", "warning", "serious"]
Evidence = str | int | float | bool | list[str] | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing noticed about a column, the table, a model or the result.

    ``code`` names the texts ``finding.<code>.title``, ``.evidence`` and ``.advice``, whose placeholders are
    ``subject`` and the keys of ``evidence``. ``subject`` is a column or model name, or None for the whole.

    Examples
    --------
    >>> Finding(code="constant", severity="info", subject="country", evidence={"value": "KR"}).subject
    'country'
    """

    code: str
    severity: Severity
    subject: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def part(self, name: Literal["title", "evidence", "advice"], language: str) -> str:
        """One of the three texts of this finding in a language."""
        shown = {key: _shown(value) for key, value in self.evidence.items()}
        return text(f"finding.{self.code}.{name}", language, subject=self.subject or "", **shown)


def _shown(value: Evidence) -> object:
    return ", ".join(value) if isinstance(value, list) else value
