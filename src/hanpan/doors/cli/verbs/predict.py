"""``hanpan predict MODEL TABLE --out FILE``: batch scoring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hanpan.doors.cli.door import Door
from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions

    out = Flag(["--out"], required=True, metavar="FILE", help=door.text("cli.option.predict_out"), section="output")
    reading = flags(door, [("reading", ReadOptions)], without=("drop", "columns"))
    params = [click.Argument(["model"]), click.Argument(["table"]), out, *reading, *common_flags(door)]
    return Worded("predict", door, params, lambda **values: predict(door, **values))


def predict(door: Door, model: str, table: str, out: str, **values: Any) -> None:
    """Write the predictions of a table."""
    from hanpan.data.options import ReadOptions
    from hanpan.deployment.predictor import Predictor

    predictor = Predictor.load(Path(model))
    scored = predictor.score_file(table, Path(out), ReadOptions(**given(values)))
    if door.json:
        door.document(scored)
    else:
        click.echo(str(out))
