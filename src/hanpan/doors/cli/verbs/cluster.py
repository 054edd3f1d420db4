"""``hanpan cluster start|worker``: the members of a cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from hanpan.doors.cli.flags import apart, common_flags, flags, given
from hanpan.doors.cli.help import Worded, WordedGroup
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command with its parts."""
    return WordedGroup("cluster", door, common_flags(door), PARTS)


def _start(door: Door) -> click.Command:
    from hanpan.modeling.options import SchedulerOptions

    params = [*flags(door, [("cluster", SchedulerOptions)]), *common_flags(door)]
    return Worded("start", door, params, lambda **values: start(door, **values), group="cluster")


def start(door: Door, **values: Any) -> None:
    """Be a scheduler."""
    from hanpan.modeling.options import SchedulerOptions
    from hanpan.modeling.workers.cluster.encryption import security_of
    from hanpan.modeling.workers.cluster.members import run_scheduler

    options = apart(SchedulerOptions, given(values))

    def tell(address: str) -> None:
        door.say(door.text("cli.cluster.scheduler", address=address))
        door.say(door.text("cli.cluster.code"), "dim")
        _ready(door, {"address": address})

    run_scheduler(options.host, options.port, security_of(options), tell)


def _worker(door: Door) -> click.Command:
    from hanpan.modeling.options import MemberOptions

    params = [click.Argument(["address"]), *flags(door, [("cluster", MemberOptions)]), *common_flags(door)]
    return Worded("worker", door, params, lambda **values: worker(door, **values), group="cluster")


def worker(door: Door, address: str, **values: Any) -> None:
    """Be a worker."""
    from hanpan.foundation.environment import cores
    from hanpan.modeling.options import MemberOptions
    from hanpan.modeling.workers.cluster.encryption import security_for
    from hanpan.modeling.workers.cluster.members import run_worker

    options = apart(MemberOptions, given(values))
    threads = options.threads or cores()
    where, security = security_for(address, options)

    def tell(own: str) -> None:
        door.say(door.text("cli.cluster.joined", scheduler=str(where), threads=threads))
        _ready(door, {"address": own, "scheduler": str(where), "threads": threads})

    run_worker(where, threads, options.host, security, options.patience, tell)


PARTS: dict[str, Callable[[Door], click.Command]] = {"start": _start, "worker": _worker}


def _ready(door: Door, told: dict[str, Any]) -> None:
    """The address on stdout, as soon as it is reached."""
    if door.json:
        door.document(told)
    else:
        click.echo(told["address"])
