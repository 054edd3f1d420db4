"""Which findings take a column out of modelling, and which only say so."""

from __future__ import annotations

from collections.abc import Iterable

from hanpan.foundation.findings import Finding

LEAVES_OUT = ("constant", "duplicate_column", "id_like", "mostly_missing")


def left_out_by_checks(findings: Iterable[Finding]) -> dict[str, str]:
    """Columns no model should see, with the reason as key of the text ``left_out.<reason>``.

    A column with nothing in it, one value, the content of another column or a row's name is left out. A leak
    suspect never is: whether a value is known at prediction time only a person can tell.

    Examples
    --------
    >>> left_out_by_checks([Finding(code="constant", severity="info", subject="country")])
    {'country': 'constant'}
    """
    reasons: dict[str, str] = {}
    for finding in findings:
        if finding.subject and _leaves_out(finding):
            reasons.setdefault(finding.subject, finding.code)
    return reasons


def _leaves_out(finding: Finding) -> bool:
    if finding.code == "mostly_missing":
        return finding.evidence.get("present") == 0
    return finding.code in LEAVES_OUT
