"""Words: numbers, names and findings as one language says them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from hanpan.evaluation.wording import IN_PERCENT
from hanpan.foundation.findings import Finding
from hanpan.foundation.texts import has_text, text

LONGEST_NAME = 40
_PARTS: tuple[Literal["title", "evidence", "advice"], ...] = ("title", "evidence", "advice")
# Control and direction signs from a table could hide or turn around what the page says.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def number(value: float | None, digits: int = 4) -> str:
    """A number with about four telling digits.

    Examples
    --------
    >>> number(0.99123), number(126012.3), number(None), number(3.0), number(-12.3456)
    ('0.9912', '126,012', '–', '3', '-12.35')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{value:,.0f}"
    size = math.floor(math.log10(abs(float(f"{value:.{digits}g}"))))
    decimals = max(0, min(8, digits - 1 - size))
    return f"{value:,.{decimals}f}" if abs(value) >= 10**-6 else f"{value:.2e}"


def plain(value: float | None) -> str:
    """A value of the table: like ``number``, without zeros at the end.

    Examples
    --------
    >>> plain(21.2), plain(100.0), plain(0.385)
    ('21.2', '100', '0.385')
    """
    shown = number(value)
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown


def fixed(value: float | None, like: Iterable[float | None]) -> str:
    """A number with as many decimals as the largest of its column needs, so that columns line up.

    Examples
    --------
    >>> fixed(0.5, [0.5, 0.8123]), fixed(3.14159, [120.0, 3.14159])
    ('0.5000', '3.1')
    """
    known = [abs(other) for other in like if other is not None and math.isfinite(other) and other]
    if value is None or not math.isfinite(value):
        return "–"
    size = math.floor(math.log10(max(known))) if known else 0
    return f"{value:,.{max(0, min(6, 3 - max(size, -1)))}f}"


def seconds(value: float | None) -> str:
    """A duration in seconds, three digits.

    Examples
    --------
    >>> seconds(0.00123), seconds(0.0001), seconds(12.345), seconds(None)
    ('0.001', '< 0.001', '12.3', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value < 0.0005:
        return "< 0.001"
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3}f}"


def percent(value: float | None) -> str:
    """A share as per cent.

    Examples
    --------
    >>> percent(0.1234), percent(1.0), percent(None)
    ('12.3%', '100%', '–')
    """
    return "–" if value is None or not math.isfinite(value) else f"{value:.1%}".replace(".0%", "%")


def shown(name: str, value: float | None, like: Iterable[float | None] | None = None) -> str:
    """A score as its sentence tells it: a share of the true value as per cent; ``like`` others, or by itself.

    Examples
    --------
    >>> shown("mape", 0.1121), shown("rmse", 2.5, (2.5, 10.0)), shown("auc", 0.76934)
    ('11.2%', '2.50', '0.7693')
    """
    if name in IN_PERCENT:
        return percent(value)
    return number(value) if like is None else fixed(value, like)


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
    """The texts of one language, and the names that stand in them."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, key: str, /, **fields: object) -> str:
        """A text of the catalogue."""
        shown = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
        return text(key, self.language, **shown)

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
