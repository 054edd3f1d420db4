"""``hanpan serve MODEL…``: predictions over HTTP."""

from __future__ import annotations

from typing import Any

import click

from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.cli.verbs.models import registry_flag
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.doors.service.options import ServeOptions

    told = door.text("cli.option.new_key")
    key = Flag(["--new-key"], metavar="NAME", help=told, section="service")
    own = flags(door, [("service", ServeOptions)])
    params = [click.Argument(["models"], nargs=-1), *own, key, registry_flag(door), *common_flags(door)]
    return Worded("serve", door, params, lambda **values: serve(door, **values))


def serve(door: Door, models: tuple[str, ...], new_key: str | None, registry: str | None, **values: Any) -> None:
    """Serve models until told to stop; or add a key to the file of keys."""
    from hanpan.doors.service.options import ServeOptions
    from hanpan.foundation.errors import UsageError
    from hanpan.foundation.extras import need
    from hanpan.foundation.options import check_value, option_specs

    options = ServeOptions(**given(values))
    for spec in option_specs(ServeOptions):
        if (value := getattr(options, spec.name)) is not None:
            check_value(spec, value)
    if new_key is not None:
        _add_key(door, options.keys, new_key)
        return
    if not models:
        raise UsageError("cli_missing", name="MODELS...", command="hanpan serve")
    for module in ("fastapi", "uvicorn", "prometheus_client"):
        need(module, "service")
    from hanpan.doors.service.keys import Keys
    from hanpan.doors.service.processes import running
    from hanpan.doors.service.shelf import Shelf

    running.check(options)
    keys = Keys.read(options.keys)
    shelf = Shelf(models, name=options.name, registry=registry)
    for served in shelf.models:
        door.say(door.text("cli.serve.model", name=served.name, version=served.version, source=served.source), "dim")
    running.serve(shelf, options, keys, quiet=door.quiet, ready=lambda address: _ready(door, address, shelf))


def _ready(door: Door, address: str, shelf: Any) -> None:
    if door.json:
        door.document({"address": address, "models": {one.name: one.version for one in shelf.models}})
    else:
        click.echo(address)


def _add_key(door: Door, path: str | None, name: str) -> None:
    from hanpan.doors.service.keys import new_key
    from hanpan.foundation.errors import UsageError

    if path is None:
        raise UsageError("key_without_file")
    key = new_key(path, name)
    door.say(door.text("cli.serve.key", path=path))
    if door.json:
        door.document({"name": name, "key": key})
    else:
        click.echo(key)
