"""``hanpan evaluate MODEL TABLE``: judge a model file on a labelled table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hanpan.doors.cli.door import Door
from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Worded


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions

    reading = flags(door, [("reading", ReadOptions)], without=("drop", "columns"))
    params = [click.Argument(["model"]), click.Argument(["table"]), *reading, *common_flags(door)]
    return Worded("evaluate", door, params, lambda **values: evaluate(door, **values))


def evaluate(door: Door, model: str, table: str, **values: Any) -> None:
    """Show the metrics of a model on a table that has the answers."""
    from hanpan.data.options import ReadOptions
    from hanpan.deployment.predictor import Predictor
    from hanpan.doors.cli.tables import evaluation_table

    evaluation = Predictor.load(Path(model)).evaluate_file(table, ReadOptions(**given(values)))
    door.answer(evaluation, evaluation_table(evaluation, door))
