"""``hanpan board STUDY``: the board of a study again."""

from __future__ import annotations

import click

from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Worded
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    return Worded("board", door, [click.Argument(["study"]), *common_flags(door)], lambda study: board(door, study))


def board(door: Door, study: str) -> None:
    """Show the board of the study in a folder."""
    from hanpan.doors.cli.tables import board_table
    from hanpan.doors.cli.verbs.run import board_rows
    from hanpan.foundation.errors import UsageError
    from hanpan.study.folder import open_study

    opened = open_study(study)
    if opened.board is None:
        raise UsageError("study_unfinished", folder=study)
    if door.json:
        told = {"metric": opened.board.metric, "chosen": opened.board.winner.model, "worth": opened.board.worth}
        door.document({**told, "board": board_rows(opened)})
    else:
        door.page.print(board_table(opened.board, door))
