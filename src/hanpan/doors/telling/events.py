"""Events in words, for a terminal and for plain lines alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from hanpan.doors.telling.numbers import number, shown
from hanpan.foundation.events import Event
from hanpan.foundation.findings import Finding
from hanpan.foundation.texts import has_text, text

_LOUD = ("warning", "serious")
# Told by the counter of the search, or by a line of their own elsewhere.
_SILENT = ("trial_started", "trial_done", "done", "design_started", "epoch", "checkpoint")
_BARS = "▁▂▃▄▅▆▇█"


def lines(event: Event, language: str) -> list[tuple[str, str]]:
    """What to say about an event: (line, style) pairs, none where there is nothing to say."""
    if event.kind in _SILENT:
        return []
    if event.kind == "read":
        return _read(event.fields, language)
    if event.kind == "left_out":
        return _left_out(event.fields, language)
    if event.kind == "finding":
        return _finding(event.fields, language)
    if event.kind == "phase":
        return [(f"{text('cli.phase.' + event.fields['name'], language)} …", "dim")]
    if event.kind == "problem":
        fields = {**event.fields, "task": text(f"cli.task.{event.fields['task']}", language)}
        return [(text("event.problem", language, **fields), "")]
    if event.kind == "search_started":
        key = "event.search_for" if event.fields.get("seconds") is not None else "event.search_trials"
        return [(text(key, language, **event.fields), "")]
    if event.kind == "trial_failed":
        told = {"reason": failure(event.fields.get("reason"), language)}
        fields = {**event.fields, **told, "algorithm": algorithm_title(event.fields["algorithm"], language)}
        return [(text("event.trial_failed", language, **fields), "yellow")]
    known = has_text(f"event.{event.kind}", language)
    return [(text(f"event.{event.kind}", language, **event.fields), "")] if known else []


def improvement(event: Event, language: str, metric: str) -> str:
    """A finished trial that leads the board, or is the first of its algorithm."""
    fields = event.fields
    return text(
        "event.trial_done",
        language,
        algorithm=algorithm_title(fields["algorithm"], language),
        metric=metric,
        score=shown(metric, fields["score"]),
        best=shown(metric, fields["best"]),
        seconds=fields["seconds"],
        done=fields["done"],
    )


def epoch_line(event: Event, language: str) -> str:
    """How far a network in training is, the course of its loss as small bars."""
    told = {**event.fields, "algorithm": algorithm_title(event.fields["algorithm"], language)}
    key = "epoch_judged" if told.get("val_loss") is not None else "epoch"
    shown = {**told, "loss": number(told.get("loss")), "val_loss": number(told.get("val_loss"))}
    return f"{text(f'event.{key}', language, **shown)} {bars(told.get('course', ()))}".rstrip()


def bars(values: Sequence[float | None]) -> str:
    """Values as bars, the largest and the smallest of them filling the height.

    Examples
    --------
    >>> bars([3.0, 2.0, 1.5, 1.0]), bars([1.0])
    ('█▅▃▁', '')
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    way = (high - low) or 1.0
    return "".join(_BARS[round((value - low) / way * (len(_BARS) - 1))] for value in known)


def algorithm_title(name: str, language: str) -> str:
    """What an algorithm is called in a language; the fixed name where there is no page of it."""
    key = f"algorithm.{name}.title"
    return text(key, language) if has_text(key, language) else name


def failure(kind: str | None, language: str) -> str:
    """Why a trial failed."""
    key = f"cli.failure.{kind}"
    return text(key, language) if has_text(key, language) else str(kind)


def reason(name: str, language: str) -> str:
    """Why a column was left out."""
    key = f"left_out.{name}"
    return text(key, language) if has_text(key, language) else name


def finding_title(finding: Finding, language: str) -> str:
    """The title of a finding; its code where the evidence that the title names did not come along."""
    try:
        return finding.part("title", language)
    except (KeyError, ValueError):
        return f"{finding.code} ({finding.subject})" if finding.subject else finding.code


def _read(fields: dict[str, Any], language: str) -> list[tuple[str, str]]:
    """The size, and whatever had to be decided or changed on the way in."""
    told = [(text("event.read", language, rows=fields["rows"], columns=fields["columns"]), "")]
    return told + [(note, "dim") for note in reading_notes(fields.get("notes", ()), language)]


def reading_notes(notes: Iterable[tuple[str, dict[str, Any]]], language: str) -> list[str]:
    """What the reader of the table noted, in words."""
    known = [(f"reading.{name}", fields) for name, fields in notes]
    return [text(key, language, **fields) for key, fields in known if has_text(key, language)]


def _left_out(fields: dict[str, Any], language: str) -> list[tuple[str, str]]:
    told = []
    if fields.get("rows"):
        told.append((text("event.left_out_rows", language, rows=fields["rows"]), "yellow"))
    grouped: dict[str, list[str]] = {}
    for column in fields.get("columns", []):
        grouped.setdefault(reason(column["reason"], language), []).append(column["name"])
    for why, names in grouped.items():
        told.append((text("event.left_out_columns", language, names=", ".join(names), reason=why), "yellow"))
    return told


def _finding(fields: dict[str, Any], language: str) -> list[tuple[str, str]]:
    if fields.get("severity") not in _LOUD:
        return []
    finding = Finding(
        code=fields["code"],
        severity=fields["severity"],
        subject=fields.get("subject"),
        evidence=fields.get("evidence") or {},
    )
    line = text(f"cli.severity.{finding.severity}", language, title=finding_title(finding, language))
    return [(line, "red" if finding.severity == "serious" else "yellow")]
