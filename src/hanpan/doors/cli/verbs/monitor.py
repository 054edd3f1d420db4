"""``hanpan monitor MODEL [TABLE]``: rows that came, held against the training of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.flags import Among, common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.cli.verbs.models import opened, registry_flag, where
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from hanpan.deployment.bundle import Bundle
    from hanpan.deployment.monitoring.options import MonitorOptions
    from hanpan.deployment.monitoring.record import Watch
    from hanpan.deployment.monitoring.tables import Before
    from hanpan.deployment.monitoring.watching import RecordTold

REQUIREMENT_NOT_MET = 5
_REQUIRED = ("keep", "watch", "retrain")


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions
    from hanpan.deployment.monitoring.options import MonitorOptions

    sections = [("monitoring", MonitorOptions), ("reading", ReadOptions)]
    own = flags(door, sections, without=("drop", "columns"))
    out = Flag(["--out"], metavar="FILE", help=door.text("cli.option.monitor_out"), section="output")
    config = Flag(["--config"], metavar="FILE", help=door.text("cli.option.joins"), section="reading")
    arguments = [click.Argument(["model"]), click.Argument(["table"], required=False)]
    required = Flag(
        ["--require"],
        type=Among("require", _REQUIRED),
        default="watch",
        metavar="|".join(_REQUIRED),
        help=door.text("cli.option.monitor_require"),
        section="output",
    )
    params = [*arguments, out, required, *own, config, registry_flag(door), *common_flags(door)]
    return Worded("monitor", door, params, lambda **values: monitor(door, **values))


def monitor(
    door: Door,
    model: str,
    table: str | None,
    out: str | None,
    require: str,
    config: str | None,
    registry: str | None,
    **values: Any,
) -> int:
    """Show the watch of a table, or of the days of a service; returns the exit code."""
    from hanpan.deployment.monitoring.verdicts import VERDICTS
    from hanpan.doors.cli.monitoring import watch_page

    options, reading = _split(values)
    door.require_room(out)
    found = _watch(model, table, options, registry, config, reading)
    door.answer(found, watch_page(found, door))
    if out is not None:
        from hanpan.doors.report.monitoring.page import write_watch

        write_watch(found, door.language, out, [table, options.labels, options.reference])
        if not door.json:
            click.echo(f"report: {out}")
    failed = found.verdict is not None and VERDICTS.index(found.verdict) > VERDICTS.index(require)
    return REQUIREMENT_NOT_MET if failed else 0


def _split(values: dict[str, Any]) -> tuple[MonitorOptions, Any]:
    from dataclasses import fields

    from hanpan.data.options import ReadOptions
    from hanpan.deployment.monitoring.options import MonitorOptions
    from hanpan.foundation.options import check_value, option_specs

    said = given(values)
    own = {field.name for field in fields(MonitorOptions)}
    told = {name: value for name, value in said.items() if name in own}
    for spec in option_specs(MonitorOptions):
        if spec.name in told:
            check_value(spec, told[spec.name])
    return MonitorOptions(**told), ReadOptions(**{name: value for name, value in said.items() if name not in own})


def _watch(
    model: str, table: str | None, options: MonitorOptions, registry: str | None, config: str | None, reading: Any
) -> Watch:
    from hanpan.deployment.opening import is_reference, open_bundle

    place = where(model)
    if is_reference(place):
        return _of_registry(place, table, options, registry, config, reading)
    from hanpan.foundation.errors import UsageError

    if table is None:
        raise UsageError("monitor_without_table", model=model)
    return _of_table(open_bundle(place), table, options, config, reading, _told(place, "", table, place))


def _of_registry(
    place: str, table: str | None, options: MonitorOptions, registry: str | None, config: str | None, reading: Any
) -> Watch:
    from hanpan.deployment.counting.window import day_before, today
    from hanpan.deployment.monitoring.watching import watch_windows
    from hanpan.deployment.registry.record import Reference
    from hanpan.foundation.errors import UsageError

    with opened(registry) as kept:
        version, bundle = kept.open(Reference.of(place))
        name, number = version.name, str(version.version)
        told = _told(name, number, table or kept.address, name)
        if table is not None:
            return _of_table(bundle, table, options, config, reading, told, _before(kept, version, bundle))
        for flag in ("labels", "key", "reference"):
            if getattr(options, flag) is not None:
                raise UsageError("monitor_needs_table", option=flag)
        return watch_windows(bundle, kept.windows(name, number, day_before(today(), options.days - 1)), told)


def _of_table(
    bundle: Bundle,
    table: str,
    options: MonitorOptions,
    config: str | None,
    reading: Any,
    told: RecordTold,
    before: Before | None = None,
) -> Watch:
    from hanpan.deployment.monitoring.tables import watch_table
    from hanpan.doors.cli.verbs.predict import joins_of

    return watch_table(bundle, table, told, options, reading, joins_of(config), before=before)


def _before(kept: Any, version: Any, bundle: Bundle) -> Before | None:
    """The champion before, where the present one is watched and both predict the same."""
    from hanpan.deployment.monitoring.tables import Before
    from hanpan.deployment.registry.record import CHAMPION, Reference

    earlier = kept.champion_before(version.name) if CHAMPION in version.aliases else None
    if earlier is None:
        return None
    other = kept.open(Reference(version.name, None, earlier.version))[1]
    problems = bundle.model.problem, other.model.problem
    alike = {(one.target, one.task, tuple(sorted(one.labels))) for one in problems}
    return Before(other, (version.reference, earlier.reference)) if len(alike) == 1 else None


def _told(model: str, version: str, source: str, retrained: str) -> RecordTold:
    from hanpan.deployment.monitoring.watching import RecordTold

    return RecordTold(model=model, version=version, source=source, command=f"hanpan retrain {retrained} TABLE")
