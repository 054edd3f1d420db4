"""A watch drawn for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hanpan.doors.cli.tables import plain_table
from hanpan.doors.telling.monitoring import change_of, output_name, state_of, told_watch
from hanpan.doors.telling.numbers import p_value, percent

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

    from hanpan.deployment.monitoring.drift import ColumnDrift
    from hanpan.deployment.monitoring.record import Watch
    from hanpan.doors.telling.door import Door
    from hanpan.doors.telling.monitoring import ToldFinding

_STYLE = {"keep": "bold green", "watch": "bold yellow", "retrain": "bold red", "roll_back": "bold red", "none": "bold"}
_SEVERITY = {"serious": "bold red", "warning": "yellow", "info": ""}
_MOST_COLUMNS = 20
_HEADS = ("name", "change", "shift", "psi", "p", "missing", "odd", "state")


def watch_page(watch: Watch, door: Door) -> Group:
    """Verdict, why, columns and answers beside the training, quality, what was not watched, what to do."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    told = told_watch(watch, door.language)
    shown: list[RenderableType] = [
        Text(told.verdict, _STYLE[watch.verdict or "none"]),
        Text(told.because),
        Text(told.size, "dim"),
    ]
    for one in told.findings:
        shown += [Text(one.title, _SEVERITY[one.severity]), *(Padding(Text(part), (0, 2)) for part in _parts(one))]
    for key, columns in (("columns", watch.columns), ("outputs", watch.outputs)):
        if columns:
            shown.append(_table(door.text(f"monitor.title.{key}"), columns, watch.task, door, outputs=key == "outputs"))
    quality = [*told.measured, *told.expected, told.assumption, told.domain]
    shown += [Text(line) for line in quality if line]
    shown += [Text(line, "dim") for line in told.unwatched]
    if watch.verdict in ("retrain", "roll_back", "watch"):
        shown.append(Text(door.text("monitor.next.command", command=watch.command)))
    return Group(*shown)


def _parts(one: ToldFinding) -> tuple[str, str]:
    return one.evidence, one.advice


def _table(title: str, columns: Sequence[ColumnDrift], task: str, door: Door, *, outputs: bool) -> Group:
    """Those that differ most first."""
    order = sorted(columns, key=lambda one: (not one.drifted, not one.missing_rose, -(one.psi or 0.0)))
    rows = [
        (
            output_name(one.name, task, door.language) if outputs else one.name,
            change_of(one, door.language),
            "–" if one.shift is None else f"{one.shift:.2f}",
            "–" if one.psi is None else f"{one.psi:.3f}",
            "–" if one.p is None else p_value(one.p),
            f"{percent(one.missing.training)} → {percent(one.missing.now)}",
            percent(one.unseen + one.outside),
            door.text(f"monitor.state.{state_of(one)}"),
        )
        for one in order[:_MOST_COLUMNS]
    ]
    return plain_table(title, [door.text(f"monitor.column.{name}") for name in _HEADS], rows)
