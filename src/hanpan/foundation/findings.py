"""A Finding: something noticed, with its evidence, worded later in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["info", "warning", "serious"]
_ORDER: dict[Severity, int] = {"serious": 0, "warning": 1, "info": 2}
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


def loud(*noticed: Iterable[Finding]) -> list[Finding]:
    """Warnings and what is serious, the serious first, each once for its subject whoever noticed it.

    Examples
    --------
    >>> late = Finding(code="no_holdout", severity="warning")
    >>> [one.severity for one in loud([late], [late, Finding(code="leak_suspect", severity="serious", subject="x")])]
    ['serious', 'warning']
    """
    found = {(one.code, one.subject): one for each in reversed(noticed) for one in reversed(list(each))}
    kept = [one for one in reversed(found.values()) if one.severity != "info"]
    return sorted(kept, key=lambda one: _ORDER[one.severity])


class Findings(list[Finding], AsTable):
    """A list of findings that shows itself as a table, serious ones first.

    Examples
    --------
    >>> Findings([Finding(code="no_holdout", severity="warning", evidence={"rows": 30})]).speaking("en").headline()
    '1 finding'
    """

    worded: ClassVar[Mapping[str, str]] = {"severity": "record.severity.{}"}
    __repr__ = AsTable.__repr__

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        super().__init__(found)

    def headline(self) -> str:
        """How many there are."""
        return text("record.findings", self.language, count=len(self))

    def to_frame(self) -> pd.DataFrame:
        """One row per finding: how serious, about what, and its three sentences in the language it is shown in."""
        import pandas as pd

        rows = [
            [one.severity, one.subject or "", *(one.part(part, self.language) for part in _PARTS)]
            for one in sorted(self, key=lambda one: _ORDER[one.severity])
        ]
        return pd.DataFrame(rows, columns=["severity", "subject", *_PARTS])


_PARTS: tuple[Literal["title", "evidence", "advice"], ...] = ("title", "evidence", "advice")
