"""``hanpan studio [TABLE|STUDY]``: the whole process on a screen, on this machine."""

from __future__ import annotations

from typing import Any

import click

from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.doors.studio.options import StudioOptions

    params = [click.Argument(["table"], required=False), *flags(door, [("studio", StudioOptions)]), *common_flags(door)]
    return Worded("studio", door, params, lambda **values: studio(door, **values))


def studio(door: Door, table: str | None, **values: Any) -> None:
    """Open the studio and serve it until told to stop; one line with the address is printed."""
    from hanpan.doors.studio.options import StudioOptions
    from hanpan.foundation.extras import need
    from hanpan.foundation.options import check_value, option_specs

    options = StudioOptions(**given(values))
    for spec in option_specs(StudioOptions):
        if not spec.many:
            check_value(spec, getattr(options, spec.name))
    need("nicegui", "studio")
    from hanpan.doors.studio.running import serve

    def ready(address: str) -> None:
        if door.json:
            door.document({"address": address})
        else:
            click.echo(address)
        door.say(door.text("cli.studio.open"), "dim")

    serve(table, options, ready, door.language if door.chosen else None)
