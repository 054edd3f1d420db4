"""``hanpan retrain NAME TABLE``: the model's card run again on newer rows, compared with the champion, proposed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.faults import INTERRUPTED
from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Worded
from hanpan.doors.cli.verbs.models import opened, registry_flag, where
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from hanpan.deployment.registry.record import Version
    from hanpan.study.retraining import Retrained

_CHALLENGER = "challenger"


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.modeling.options import ClusterOptions, NetworkOptions, SearchOptions
    from hanpan.study.retraining import RetrainOptions

    sections = [
        ("retraining", RetrainOptions),
        ("search", SearchOptions),
        ("cluster", ClusterOptions),
        ("network", NetworkOptions),
    ]
    arguments = [click.Argument(["model"]), click.Argument(["table"])]
    params = [*arguments, *flags(door, sections), registry_flag(door), *common_flags(door)]
    return Worded("retrain", door, params, lambda **values: retrain(door, **values))


def retrain(door: Door, model: str, table: str, registry: str | None, **values: Any) -> int:
    """Train anew, compare, propose; returns the exit code."""
    from hanpan.deployment.bundle import read_bundle
    from hanpan.deployment.opening import is_reference
    from hanpan.deployment.registry.record import Reference

    place = where(model)
    if not is_reference(place):
        made = _retrained(read_bundle(place), place, Path(place).stem, table, values, door)
        return _told(made, None, door)
    with opened(registry) as kept:
        version, bundle = kept.open(Reference.of(place))
    made = _retrained(bundle, version.reference, version.name, table, values, door)
    return _told(made, _proposed(made, version.name, table, registry, door), door)


def _retrained(bundle: Any, called: str, name: str, table: str, values: dict[str, Any], door: Door) -> Retrained:
    from dataclasses import fields, replace

    from hanpan.doors.telling.screen import screen
    from hanpan.foundation.events import Events
    from hanpan.foundation.options import check_value, option_specs
    from hanpan.study.retraining import RetrainOptions
    from hanpan.study.retraining import retrain as trained

    said = given(values)
    own = {field.name: said.pop(field.name) for field in fields(RetrainOptions) if field.name in said}
    for spec in option_specs(RetrainOptions):
        if spec.name in own:
            check_value(spec, own[spec.name])
    options = RetrainOptions(**own)
    out = options.out or str(Path("studies") / f"{name}-{datetime.now(UTC):%Y-%m-%d}")
    door.folder = Path(out)
    with screen(door) as listener:
        named = replace(options, out=out)
        return trained(bundle, table, (called, out), named, said, events=Events(listener), language=door.language)


def _proposed(made: Retrained, name: str, table: str, registry: str | None, door: Door) -> Version | None:
    """The new model as challenger, with the comparison behind it; None where it is clearly worse."""
    from dataclasses import asdict

    if made.comparison.better == "first":
        return None
    reason = door.text("cli.retrain.reason", table=table)
    with opened(registry) as kept:
        version = kept.add(made.path.read_bytes(), name, reason=reason)
        return kept.promote(name, version.version, reason=reason, alias=_CHALLENGER, comparison=asdict(made.comparison))


def _told(made: Retrained, proposed: Version | None, door: Door) -> int:
    from hanpan.doors.cli.registry import comparison_page

    key = "time" if made.ordered_by else "order"
    door.say(door.text(f"cli.retrain.rows_{key}", older=made.older, newest=made.newest, column=made.ordered_by or ""))
    if made.left_out:
        door.say(door.text("cli.retrain.groups", count=made.left_out))
    door.show(comparison_page(made.comparison, door))
    if proposed is not None:
        better = "better" if made.comparison.better == "second" else "undecided"
        fields = {"name": proposed.name, "version": proposed.version}
        door.say(door.text(f"cli.retrain.proposed_{better}", **fields))
    elif made.comparison.better == "first":
        door.warn(door.text("cli.retrain.not_proposed"))
    _finish(made, proposed, door)
    return INTERRUPTED if made.study.interrupted else 0


def _finish(made: Retrained, proposed: Version | None, door: Door) -> None:
    """The report of the new study, and the last lines, plain; or the one document."""
    from hanpan.doors.report import write_report

    path, report = str(made.path), write_report(made.study, door.language)
    if not door.json:
        click.echo(f"report: {report}")
        click.echo(f"model: {path}")
        return
    told = {name: getattr(made, name) for name in ("comparison", "older", "newest", "ordered_by", "left_out")}
    version = None if proposed is None else proposed.version
    door.document({"study": str(made.study.folder), "report": str(report), "model": path, "proposed": version, **told})
