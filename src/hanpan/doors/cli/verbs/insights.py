"""``hanpan insights STUDY [NAME ...]``: what a run left out, worked out afterwards, and the report written anew."""

from __future__ import annotations

from typing import Any

import click

from hanpan.doors.cli.flags import Whole, apart, common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.modeling.options import ClusterOptions

    names = click.Argument(["names"], nargs=-1, metavar="[NAME]...")
    told = door.text("option.workers")
    workers = Flag(["--workers"], type=Whole("workers", least=0), metavar="N", help=told, section="search")
    elsewhere = flags(door, [("cluster", ClusterOptions)])
    params = [click.Argument(["study"]), names, workers, *elsewhere, *common_flags(door)]
    return Worded("insights", door, params, lambda **values: insights(door, **values))


def insights(door: Door, study: str, names: tuple[str, ...], workers: int | None, **values: Any) -> None:
    """Work out the open parts of a study, or those named, and write its report in the person's language."""
    from hanpan.doors.report import write_report
    from hanpan.doors.telling.screen import screen
    from hanpan.foundation.events import Events
    from hanpan.modeling.options import ClusterOptions
    from hanpan.study.after.afterwards import open_ones, work_out
    from hanpan.study.folder import open_study

    opened, cluster = open_study(study), apart(ClusterOptions, given(values))
    wanted = names or open_ones(opened)
    if not wanted:
        door.say(door.text("cli.insights.none"))
    with screen(door) as listener:
        made = work_out(opened, names, workers=workers, cluster=cluster, events=Events(listener))
    path = write_report(made, door.language)
    for name in wanted:
        door.say(_outcome(door, name, made.absent.get(name)), "" if name in made.insights else "dim")
    told = {name: made.absent.get(name, "done") for name in wanted}
    door.made(path, {"report": str(path), "language": door.language, "insights": told})


def _outcome(door: Door, name: str, reason: str | None) -> str:
    """One line: it is there now, or why it is not."""
    title = door.text(f"insight.{name}")
    if reason is None:
        return door.text("cli.insights.done", name=title)
    return door.text("cli.insights.absent", name=title, reason=door.text(f"absent.reason.{reason}"))
