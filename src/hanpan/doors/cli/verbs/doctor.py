"""``hanpan doctor``: what this machine offers, and what is wrong with it."""

from __future__ import annotations

import click

from hanpan.doors.cli.door import Door
from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Worded


def command(door: Door) -> click.Command:
    """Build the command."""
    return Worded("doctor", door, [*common_flags(door)], lambda: doctor(door))


def doctor(door: Door) -> None:
    """Look at everything and show it."""
    from rich.console import Group

    from hanpan.doors.cli.examination import examine
    from hanpan.doors.cli.tables import pairs_table

    checks = examine()
    styles = {"ok": "green", "note": "", "warning": "yellow", "missing": "red"}
    rows = [
        (door.text(f"cli.doctor.{check.name.partition(':')[0]}", part=check.name.partition(":")[2]),
         _told(door, check.value, check.remark), styles[check.state])
        for check in checks
    ]  # fmt: skip
    ill = [check for check in checks if check.state in ("warning", "missing")]
    verdict = door.text("cli.doctor.well") if not ill else door.text("cli.doctor.ill", count=len(ill))
    table = pairs_table(rows, door, door.text("cli.doctor.title"))
    door.answer({"well": not ill, "checks": checks}, Group(table, verdict))


def _told(door: Door, value: str, remark: str) -> str:
    shown = value or "–"
    return f"{shown} · {door.text(f'cli.doctor.remark.{remark}')}" if remark else shown
