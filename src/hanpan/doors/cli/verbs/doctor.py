"""``hanpan doctor``: what this machine offers, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Worded
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from hanpan.doors.cli.examination import Check

_STYLES = {"ok": "green", "note": "", "warning": "yellow", "missing": "red"}


def command(door: Door) -> click.Command:
    """Build the command."""
    return Worded("doctor", door, [*common_flags(door)], lambda: doctor(door))


def doctor(door: Door) -> None:
    """Look at everything and show it."""
    from rich.console import Group

    from hanpan.doors.cli.examination import examine
    from hanpan.doors.cli.tables import pairs_table

    door.say(door.text("cli.doctor.looking"), "dim")
    checks = examine()
    rows = [(_label(door, check), _told(door, check), _STYLES[check.state]) for check in checks]
    ill = sum(check.state in ("warning", "missing") for check in checks)
    verdict = door.text("cli.doctor.ill", count=ill) if ill else door.text("cli.doctor.well")
    table = pairs_table(rows, door.text("cli.doctor.title"))
    door.answer({"well": not ill, "checks": checks}, Group(table, verdict))


def _label(door: Door, check: Check) -> str:
    kind, _, part = check.name.partition(":")
    if kind == "library":
        return part
    return door.text(f"cli.doctor.{kind}_{part}" if kind == "place" else f"cli.doctor.{kind}")


def _told(door: Door, check: Check) -> str:
    shown = check.value or "–"
    return f"{shown} · {door.text(f'cli.doctor.remark.{check.remark}')}" if check.remark else shown
