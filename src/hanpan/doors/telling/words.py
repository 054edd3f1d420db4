"""Words: names and findings as one language says them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from hanpan.business.unit import Unit
from hanpan.doors.telling.numbers import IN_PERCENT, number
from hanpan.foundation.findings import Finding
from hanpan.foundation.texts import has_text, text

LONGEST_NAME = 40
_PARTS: tuple[Literal["title", "evidence", "advice"], ...] = ("title", "evidence", "advice")
# Control and direction signs from a table could hide or turn around what the page says.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean(value: object) -> str:
    r"""What a table said, without signs that cannot be seen.

    Examples
    --------
    >>> clean("a\x00b\u202ec")
    'a�b�c'
    """
    return _UNSEEN.sub("�", str(value))


def short(value: object, longest: int = LONGEST_NAME) -> str:
    """At most so many characters; the middle gives way, as endings tell names apart.

    Examples
    --------
    >>> short("abcdefghij", 7)
    'abc…hij'
    """
    shown = clean(value).replace("\n", " ")
    if len(shown) <= longest:
        return shown
    half = (longest - 1) // 2
    return f"{shown[: longest - 1 - half]}…{shown[-half:]}"


class Words:
    """The texts of one language, and the names that stand in them; ``unit`` says what a row stands for."""

    def __init__(self, language: str, unit: str = "") -> None:
        self.language = language
        self.unit = Unit(clean(unit), language)
        self._always = self.unit.fields

    def text(self, key: str, /, **fields: object) -> str:
        """A text of the catalogue."""
        shown = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
        return text(key, self.language, **{**self._always, **shown})

    def between(self, low: str, high: str) -> str:
        """A range, as the language writes it."""
        return self.text("range.between", low=low, high=high)

    def known(self, *keys: str, **fields: object) -> str:
        """The first of some texts that exists, else nothing."""
        key = next((key for key in keys if has_text(key, self.language)), None)
        return "" if key is None else self.text(key, **fields)

    def algorithm(self, name: str) -> str:
        """What an algorithm is called; its fixed name where there is no page of it."""
        return self.known(f"algorithm.{name}.title", f"report.algorithm.{name}") or name

    def balance(self, way: str) -> str:
        """How rare classes were learnt, in brackets; nothing where they were as they are."""
        told = self.known(f"balance.way.{way}")
        return f" ({told})" if told else ""

    def metric(self, name: str) -> str:
        """What a metric is called."""
        return self.known(f"metric.{name}.name") or name

    def parameter(self, name: str) -> str:
        """What a parameter is called: in words where no library knows its name."""
        return self.known(f"parameter.{name}") or name

    def gap(self, metric: str, value: float | None, digits: int = 4) -> str:
        """How far two scores lie apart: in percentage points where ``shown`` tells them as per cent."""
        if metric not in IN_PERCENT or value is None:
            return number(value, digits)
        return self.text("report.points", value=number(100 * value, digits))

    def diagnosis(self, name: str) -> str:
        """The word of a diagnosis, nothing for the baseline and ensembles."""
        return self.known(f"diagnosis.{name}.title") if name else ""

    def finding(self, finding: Finding) -> dict[str, str]:
        """Title, evidence and advice; the bare code where the evidence named by a text did not come along."""
        metric = finding.evidence.get("metric")
        if isinstance(metric, str):  # by the name that people know
            finding = replace(finding, evidence={**finding.evidence, "metric": self.metric(metric)})
        told = {"severity": finding.severity, "code": finding.code, "subject": clean(finding.subject or "")}
        told |= {part: self._part(finding, part) for part in _PARTS}
        told["title"] = told["title"] or " ".join(filter(None, (finding.code, finding.subject)))
        return told

    def _part(self, finding: Finding, part: Literal["title", "evidence", "advice"]) -> str:
        try:
            return clean(finding.part(part, self.language))
        except (KeyError, ValueError):
            return ""
