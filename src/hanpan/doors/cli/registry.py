"""Versions, events and comparisons drawn for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hanpan.doors.cli.tables import finding_lines, pairs_table, plain_table
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import number, shown

if TYPE_CHECKING:
    from rich.console import Group

    from hanpan.deployment.comparing import Comparison, ModelGap
    from hanpan.deployment.registry.record import ModelEvent, Version
    from hanpan.doors.telling.door import Door

_VERSIONS = ("name", "version", "aliases", "target", "model", "judged", "added")
_EVENTS = ("at", "by", "what", "reason")
_SHORT = 12  # digits of a SHA-256 that are shown


def versions_table(versions: Sequence[Version], door: Door, title: str) -> Group:
    """One line a version."""
    rows = [
        (
            one.name,
            str(one.version),
            ", ".join(one.aliases) or (door.text("cli.models.is_archived") if one.archived else ""),
            one.target,
            one.model,
            _judged(one),
            _minute(one.added),
        )
        for one in versions
    ]
    return plain_table(title, [door.text(f"cli.models.column.{name}") for name in _VERSIONS], rows)


def model_page(versions: Sequence[Version], events: Sequence[ModelEvent], door: Door) -> Group:
    """A model's versions and what was done to it."""
    from rich.console import Group

    title = door.text("cli.models.of", name=versions[0].name)
    return Group(versions_table(versions, door, title), _events_table(events, door))


def version_page(one: Version, events: Sequence[ModelEvent], door: Door) -> Group:
    """One version: where it comes from, how it was judged, what was done to it."""
    from rich.console import Group

    told = {
        "aliases": ", ".join(one.aliases) or "–",
        "target": one.target,
        "model": one.model,
        "trained_on": door.text(f"cli.models.trained_on.{one.trained_on}"),
        "judged": ", ".join(f"{name} {_interval(name, judged, door)}" for name, judged in one.metrics.items()) or "–",
        "added": f"{_minute(one.added)} {one.by}",
        "parent": str(one.parent) if one.parent else "–",
        "fingerprint": one.fingerprint,
        "hanpan": one.hanpan,
        "digest": f"{one.digest[:_SHORT]}… ({one.size:,})",
    }
    pairs = [(door.text(f"cli.models.column.{name}"), value, "") for name, value in told.items()]
    return Group(pairs_table(pairs, one.reference), _events_table(events, door))


def comparison_page(made: Comparison, door: Door) -> Group:
    """Two models side by side, the difference with its interval, and which is better."""
    from rich.console import Group
    from rich.text import Text

    names = ("measure", "first", "second", "difference")
    rows = [(made.metric, *_gap(made.score, lambda value: shown(made.metric, value), door))]
    if made.worth is not None:
        told = door.text("cli.models.worth")
        rows.append((told, *_gap(made.worth, lambda value: money(value, made.currency, signed=True), door)))
    title = door.text("cli.models.compared", rows=made.rows, first=made.first, second=made.second)
    verdict = door.text(f"cli.models.better.{made.better}", first=made.first, second=made.second)
    heads = [door.text(f"cli.models.column.{name}") for name in names]
    return Group(plain_table(title, heads, rows), Text(verdict, "bold"), finding_lines(list(made.findings), door))


def _events_table(events: Sequence[ModelEvent], door: Door) -> Group:
    rows = [(_minute(event.at), event.by, _what(event, door), event.reason) for event in events]
    heads = [door.text(f"cli.models.column.{name}") for name in _EVENTS]
    return plain_table(door.text("cli.models.history"), heads, rows)


def _what(event: ModelEvent, door: Door) -> str:
    told = door.text(
        f"cli.models.event.{event.what}", version=event.version, alias=event.alias, before=event.before or "–"
    )
    return told if event.comparison is None else f"{told} {_spoke(event.comparison, door)}"


def _spoke(comparison: dict[str, Any], door: Door) -> str:
    gap = comparison["worth"] or comparison["score"]
    fields = {name: number(gap[name]) for name in ("difference", "low", "high")}
    return door.text("cli.models.spoke", rows=comparison["rows"], **fields)


def _gap(gap: ModelGap, told: Any, door: Door) -> tuple[str, str, str]:
    between = door.text("range.between", low=told(gap.low), high=told(gap.high))
    return told(gap.first), told(gap.second), f"{told(gap.difference)} ({between})"


def _judged(one: Version) -> str:
    name = next((name for name in ("profit", "auc", "log_loss", "rmse") if name in one.metrics), "")
    return f"{name} {shown(name, one.metrics[name]['value'])}" if name else "–"


def _interval(name: str, judged: dict[str, Any], door: Door) -> str:
    low, high = shown(name, judged["low"]), shown(name, judged["high"])
    return f"{shown(name, judged['value'])} ({door.text('range.between', low=low, high=high)})"


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
