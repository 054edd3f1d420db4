"""``hanpan course [DAY] --out DIR``: the course as notebooks that run."""

from __future__ import annotations

import click

from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    source = Flag(["--table", "source"], metavar="TABLE", help=door.text("cli.option.course_table"), section="problem")
    target = Flag(["--target"], metavar="Y", help=door.text("cli.option.course_target"), section="problem")
    out = Flag(["--out"], required=True, metavar="DIR", help=door.text("cli.option.course_out"), section="output")
    params = [click.Argument(["day"], required=False), source, target, out, *common_flags(door)]
    return Worded("course", door, params, lambda **values: course(door, **values))


def course(door: Door, day: str | None, source: str | None, target: str | None, out: str) -> None:
    """Write the notebooks and say how to open them."""
    from hanpan.doors.course.writing import write_course

    written = write_course(out, day or "", source=source or "", target=target or "", language=door.language)
    door.say(door.text("cli.course.open", path=str(written[0])))
    if door.json:
        door.document({"notebooks": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(str(path))
