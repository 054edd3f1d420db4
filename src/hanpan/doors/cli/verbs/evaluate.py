"""``hanpan evaluate MODEL TABLE``: judge a model file on a labelled table."""

from __future__ import annotations

from typing import Any

import click

from hanpan.doors.cli.flags import apart, common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions
    from hanpan.deployment.gates import GateOptions

    gates = flags(door, [("output", GateOptions)])
    reading = flags(door, [("reading", ReadOptions)], without=("drop", "columns"))
    config = Flag(["--config"], metavar="FILE", help=door.text("cli.option.joins"), section="reading")
    params = [click.Argument(["model"]), click.Argument(["table"]), *gates, *reading, config, *common_flags(door)]
    return Worded("evaluate", door, params, lambda **values: evaluate(door, **values))


def evaluate(door: Door, model: str, table: str, config: str | None, **values: Any) -> None:
    """Show the metrics of a model on a table that has the answers."""
    from rich.console import Group
    from rich.text import Text

    from hanpan.data.options import ReadOptions
    from hanpan.deployment.gates import GateOptions, require_clean
    from hanpan.deployment.labelled import evaluate_table
    from hanpan.deployment.predictor import Predictor, predict_table
    from hanpan.doors.cli.tables import evaluation_table, finding_lines
    from hanpan.doors.cli.verbs.predict import joins_of, say_notes
    from hanpan.doors.cli.worth import worth_lines

    asked = given(values)
    gates = apart(GateOptions, asked)
    bundle = Predictor.load(model).bundle
    done = predict_table(bundle.model, table, ReadOptions(**asked), joins_of(config))
    require_clean(done.notes, gates)
    evaluation = evaluate_table(bundle, done)
    say_notes(door, done.notes, done.reading)
    title = door.text("cli.evaluation.table", rows=evaluation.rows, model=evaluation.model, table=table)
    findings = [finding for finding in evaluation.findings if finding.severity != "info"]
    worth = [Text(line, style) for line, style in worth_lines(evaluation, door.language)]
    door.answer(evaluation, Group(evaluation_table(evaluation, door, title), *worth, finding_lines(findings, door)))
