"""``hanpan save STUDY --model RANK --out FILE``: ship another row of the board."""

from __future__ import annotations

from pathlib import Path

import click

from hanpan.doors.cli.door import Door
from hanpan.doors.cli.flags import Whole, common_flags
from hanpan.doors.cli.help import Flag, Worded


def command(door: Door) -> click.Command:
    """Build the command."""
    rank = Flag(["--model"], type=Whole("model"), metavar="RANK", help=door.text("cli.option.model"), section="output")
    out = Flag(["--out"], required=True, metavar="FILE", help=door.text("cli.option.save_out"), section="output")
    params = [click.Argument(["study"]), rank, out, *common_flags(door)]
    return Worded("save", door, params, lambda study, model, out: save(door, study, model, out))


def save(door: Door, study: str, model: int | None, out: str) -> None:
    """Refit the model of a rank and write its file."""
    from hanpan.study.folder import open_study
    from hanpan.study.shipping import save_rank

    path = save_rank(open_study(study), model, Path(out))
    if door.json:
        door.document({"model": str(path), "rank": model})
    else:
        click.echo(str(path))
