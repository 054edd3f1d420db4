"""What is not in the report, and why: every part that is not there, in one list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

_LEISURE = ("time", "slow", "off", "failed")  # reasons that ``hanpan insights`` does away with


def absent(study: Study, missing: Collection[str], words: Words) -> dict[str, Any] | None:
    """Parts by reason, those first that can still be had; None where all are there.

    Parameters
    ----------
    missing
        Names of the panels that showed nothing.
    """
    if study.board is None:
        return None
    reasons = {name: _reason(name, study) for name in missing if words.known(f"insight.{name}")} | study.absent
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        title = words.text(f"insight.{name}") if words.known(f"insight.{name}") else name
        by_reason.setdefault(reason, []).append(title)
    if not by_reason:
        return None
    order = sorted(by_reason, key=lambda reason: (reason not in _LEISURE, reason))
    lines = [
        words.text("absent.line", names=", ".join(by_reason[reason]), reason=words.text(f"absent.reason.{reason}"))
        for reason in order
    ]
    again = any(reason in _LEISURE for reason in study.absent.values())
    return {
        "title": words.text("absent.title", count=len(reasons)),
        "lines": lines,
        "again": words.text("absent.again") if again else "",
        "command": f"hanpan insights {study.folder}" if again else "",
    }


def _reason(name: str, study: Study) -> str:
    """Of a part that is no insight, or of one that has nothing to show."""
    classes = bool(study.problem and study.problem.labels)
    own = {"hypotheses": "not_asked", "intervals": "task" if classes else "rows"}
    return study.absent.get(name) or own.get(name, "nothing")
