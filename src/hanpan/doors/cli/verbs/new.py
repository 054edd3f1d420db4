"""``hanpan new TABLE``: asks the business questions and writes the problem card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door, visible

if TYPE_CHECKING:
    from hanpan.data.dataset import Dataset

_MOST_SHOWN = 40


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions

    out = Flag(
        ["--out"], default="hanpan.toml", metavar="FILE", help=door.text("cli.option.card_out"), section="output"
    )
    target = Flag(["--target"], metavar="Y", help=door.text("option.target"), section="problem")
    reading = flags(door, [("reading", ReadOptions)], without=("drop", "columns"))
    params = [click.Argument(["table"]), target, out, *reading, *common_flags(door)]
    return Worded("new", door, params, lambda **values: new(door, **values))


def new(door: Door, table: str, target: str | None, out: str, **values: Any) -> None:
    """Ask, and write what was answered; a card that is there already is never overwritten."""
    from hanpan.business.card import read_card
    from hanpan.business.cardwriting import card_text
    from hanpan.data.load import load_dataset
    from hanpan.data.options import ReadOptions
    from hanpan.doors.cli.interview import Interview
    from hanpan.doors.cli.questions import Questions
    from hanpan.foundation.errors import UsageError
    from hanpan.foundation.files import is_stream, to_json, write_whole

    door.require_room(out)
    path = Path(out)
    if path.exists() and not is_stream(path):
        raise UsageError("card_exists", path=str(path))
    dataset = load_dataset(table, ReadOptions(**given(values)), target=target)
    _show_columns(door, dataset)
    card = Questions(Interview(door), dataset).card(target)
    write_whole(path, card_text(card, door.language))
    if not is_stream(path):
        read_card(path)  # what was written is what is read
    door.say(door.text("interview.written", path=str(path)))
    door.say(door.text("interview.next", table=table, path=str(path)))
    door.made(path, {"card": str(path), "told": to_json(card).decode()})


def _show_columns(door: Door, dataset: Dataset) -> None:
    from rich import box
    from rich.table import Table

    from hanpan.data.labels import label_texts

    drawn = Table(box=box.SIMPLE_HEAD, title=door.text("interview.columns", rows=f"{len(dataset.frame):,}"))
    for head in ("number", "name", "kind", "examples"):
        drawn.add_column(door.text(f"interview.head.{head}"))
    for place, column in enumerate(dataset.schema, 1):
        shown = label_texts(dataset.frame[column.name].dropna().head(200).drop_duplicates().head(3))
        drawn.add_row(
            str(place), visible(column.name), door.text(f"cli.kind.{column.kind}"), visible(", ".join(shown))[:50]
        )
        if place == _MOST_SHOWN:
            break
    door.show(drawn)
