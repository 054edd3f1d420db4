"""``hanpan predict MODEL TABLE --out FILE``: batch scoring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.flags import apart, common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from hanpan.data.conforming.conform import ConformNotes
    from hanpan.data.raw import Note
    from hanpan.modeling.options import ClusterOptions


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions
    from hanpan.deployment.gates import GateOptions
    from hanpan.deployment.predictor.listing import ListOptions
    from hanpan.modeling.options import ClusterOptions

    out = Flag(["--out"], required=True, metavar="FILE", help=door.text("cli.option.predict_out"), section="output")
    reading = flags(door, [("reading", ReadOptions)], without=("drop", "columns"))
    config = Flag(["--config"], metavar="FILE", help=door.text("cli.option.joins"), section="reading")
    told = door.text("cli.option.predict_intervals")
    intervals = Flag(["--intervals"], is_flag=True, default=False, help=told, section="output")
    told = door.text("cli.option.predict_guard")
    guard = Flag(["--no-guard"], is_flag=True, default=False, help=told, section="output")
    told = door.text("cli.option.predict_bom")
    bom = Flag(["--bom/--no-bom"], default=None, help=told, section="output")
    gates = flags(door, [("list", ListOptions), ("output", GateOptions), ("cluster", ClusterOptions)])
    arguments = [click.Argument(["model"]), click.Argument(["table"])]
    params = [*arguments, out, intervals, guard, bom, *gates, *reading, config, *common_flags(door)]
    return Worded("predict", door, params, lambda **values: predict(door, **values))


def predict(
    door: Door,
    model: str,
    table: str,
    out: str,
    config: str | None,
    *,
    intervals: bool,
    no_guard: bool,
    bom: bool | None,
    **values: Any,
) -> None:
    """Write the predictions of a table, or a list to work with."""
    from hanpan.data.options import ReadOptions
    from hanpan.deployment.gates import GateOptions
    from hanpan.deployment.predictor import Predictor
    from hanpan.deployment.predictor.listing import ListOptions
    from hanpan.doors.telling.reasons import ReasonWords
    from hanpan.modeling.options import ClusterOptions
    from hanpan.modeling.storage.boosters.lean import only_predicts

    asked = given(values)
    gates, listing, cluster = apart(GateOptions, asked), apart(ListOptions, asked), apart(ClusterOptions, asked)
    if door.alone and cluster.cluster is None:
        only_predicts()
    door.require_room(out)
    predictor = Predictor.load(model)
    done = predictor.score_file(
        table,
        out,
        ReadOptions(**asked),
        joins_of(config),
        intervals=intervals,
        guard=not no_guard,
        bom=bom,
        gates=gates,
        listing=listing,
        crew=_crew(cluster),
        language=door.language,
        tell=ReasonWords(door.language, predictor.bundle.model.problem.unit),
    )
    door.say(door.text("cli.predict.done", rows=done.rows))
    if done.resumed:
        door.say(door.text("cli.predict.resumed", count=done.resumed))
    extra = tuple(name for name in done.notes.extra if name not in listing.keep)
    say_notes(door, replace(done.notes, extra=extra), done.reading)
    if done.guarded:
        shown = ", ".join(f"“{cell}”" for cell in done.guarded[:3])
        door.warn(door.text("cli.predict.guarded", count=len(done.guarded), examples=shown))
    door.made(out, done)


def _crew(cluster: ClusterOptions) -> Any:
    """Who scores, if not this process; loaded only where a cluster is named."""
    if cluster.cluster is None:
        return None
    from hanpan.deployment.predictor.elsewhere import crew_of

    return crew_of(cluster)


def joins_of(config: str | None) -> Any:
    """The tables that a card joins to the one named on the command line."""
    from hanpan.business.card import Card, read_card
    from hanpan.data.joins import Joins

    return Joins.of(read_card(config) if config else Card())


def say_notes(door: Door, notes: ConformNotes, reading: list[Note]) -> None:
    """What was odd about the table and its rows."""
    from hanpan.doors.telling.notes import table_notes

    for line, odd in table_notes(notes, reading, door.language):
        if odd:
            door.warn(line)
        else:
            door.say(line, "dim")
