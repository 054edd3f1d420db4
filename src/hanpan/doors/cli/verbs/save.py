"""``hanpan save STUDY --model RANK|NAME --out FILE``: ship another row of the board."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hanpan.doors.cli.flags import Whole, apart, common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.modeling.options import ClusterOptions

    told = door.text("cli.option.model")
    rank = Flag(["--model"], type=RankOrName(), metavar="RANK|NAME", help=told, section="output")
    out = Flag(["--out"], required=True, metavar="FILE", help=door.text("cli.option.save_out"), section="output")
    elsewhere = flags(door, [("cluster", ClusterOptions)])
    params = [click.Argument(["study"]), rank, out, *elsewhere, *common_flags(door)]
    return Worded("save", door, params, lambda **values: save(door, **values))


class RankOrName(Whole):
    """A place on the board, or the name of a model there."""

    name = "text"

    def __init__(self) -> None:
        super().__init__("model")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, or the name.

        Raises
        ------
        UsageError
            A number below 1.
        """
        named = isinstance(value, str) and not value.strip().lstrip("+-").isdecimal()
        return value.strip() if named else super().convert(value, param, ctx)


def save(door: Door, study: str, model: int | str | None, out: str, **values: Any) -> None:
    """Refit a model of the board and write its file."""
    from hanpan.modeling.options import ClusterOptions
    from hanpan.study.after.shipping import save_model
    from hanpan.study.folder import open_study

    door.require_room(out)
    opened = open_study(study)
    path = save_model(opened, model, Path(out), cluster=apart(ClusterOptions, given(values)))
    row = opened.board.row(model) if opened.board is not None and model is not None else None
    door.made(path, {"model": str(path), "rank": row.rank if row else None, "name": row.model if row else None})
