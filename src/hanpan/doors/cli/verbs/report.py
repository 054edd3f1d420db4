"""``hanpan report STUDY``: the report of a study, in either language."""

from __future__ import annotations

from pathlib import Path

import click

from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    out = Flag(["--out"], metavar="FILE", help=door.text("cli.option.report_out"), section="output")
    params = [click.Argument(["study"]), out, *common_flags(door)]
    return Worded("report", door, params, lambda study, out: report(door, study, out))


def report(door: Door, study: str, out: str | None) -> None:
    """Write ``report.<language>.html`` and what teaches beside it into the study, and print the path of the first."""
    from hanpan.doors.report import beside, write_report
    from hanpan.foundation.errors import UsageError
    from hanpan.study.folder import open_study

    door.require_room(out)
    opened = open_study(study)
    if opened.board is None:
        raise UsageError("study_unfinished", folder=study)
    path = write_report(opened, door.language, Path(out) if out else None)
    door.made(path, {"report": str(path), "learning": str(beside(path)), "language": door.language})
