"""``hanpan algorithms [NAME]``: the board page, what each algorithm is and what drives its complexity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.door import Door
from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Worded

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hanpan.modeling.algorithm import Algorithm

PARTS = ("idea", "preconditions", "complexity", "strengths", "weaknesses")
_ROOM_FOR_THREE, _ROOM_FOR_FOUR = 70, 110  # terminal cells
# Rows of the board that are no entries of the catalogue but have a page.
ALSO = ("network_modern", "ensemble")


def command(door: Door) -> click.Command:
    """Build the command."""
    params = [click.Argument(["name"], required=False), *common_flags(door)]
    return Worded("algorithms", door, params, lambda name: algorithms(door, name))


def algorithms(door: Door, name: str | None) -> None:
    """One page, or all of them in short."""
    if name is not None:
        door.answer(page(_known(name), door.language), _drawn_page(_known(name), door))
        return
    door.answer([page(each, door.language) for each in page_names()], _drawn_overview(door))


def page_names() -> tuple[str, ...]:
    """Everything that has a page, in the order of the board."""
    from hanpan.modeling.catalogue import NAMES

    return (*NAMES, *(name for name in ALSO if name not in NAMES))


def page(name: str, language: str) -> dict[str, Any]:
    """The page of an algorithm as a record."""
    from hanpan.foundation.texts import text

    told = {part: text(f"algorithm.{name}.{part}", language) for part in ("title", *PARTS)}
    entry = _entry(name)
    if entry is None:
        return {"name": name, **told}
    knob = {"parameter": entry.knob.parameter, "values": list(entry.knob.values)} if entry.knob else None
    return {"name": name, "tasks": list(entry.tasks), **told, "knob": knob, "reference": entry.reference}


def _known(name: str) -> str:
    import difflib

    from hanpan.foundation.errors import UsageError

    names = page_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3) or names
        raise UsageError("unknown_algorithm", name=name, names=", ".join(near))
    return name


def _entry(name: str) -> Algorithm | None:
    from hanpan.modeling.catalogue import ALGORITHMS

    return next((entry for entry in ALGORITHMS if entry.name == name), None)


def _drawn_page(name: str, door: Door) -> RenderableType:
    from rich import box
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    told = page(name, door.language)
    body = Table.grid(padding=(0, 2, 1, 0))
    body.add_column(style="bold cyan", no_wrap=True)
    body.add_column(overflow="fold")
    for part in PARTS:
        body.add_row(door.text(f"cli.algorithms.{part}"), Text(told[part]))
    for label, value in _facts(told, door):
        body.add_row(door.text(f"cli.algorithms.{label}"), Text(value, style="dim"))
    title = Text.assemble((told["title"], "bold"), "  ", (name, "dim"))
    return Panel(body, title=title, title_align="left", box=box.ROUNDED, padding=(1, 2, 0, 2), width=_width(door))


def _facts(told: dict[str, Any], door: Door) -> list[tuple[str, str]]:
    facts = []
    if told.get("tasks"):
        facts.append(("tasks", ", ".join(door.text(f"cli.task.{task}") for task in told["tasks"])))
    if told.get("knob"):
        values = " → ".join(str(value) for value in told["knob"]["values"])
        facts.append(("knob", f"{told['knob']['parameter']}: {values}"))
    if told.get("reference"):
        facts.append(("reference", told["reference"]))
    return facts


def _drawn_overview(door: Door) -> RenderableType:
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts = _columns(_width(door))
    table = Table(box=box.ROUNDED, show_lines=True, width=_width(door))
    for part, ratio in parts.items():
        # Rich counts a trailing blank wrongly after wide letters and would cut a word; "fold" cuts the blank only.
        style = "cyan" if part == "name" else ""
        table.add_column(door.text(f"cli.algorithms.{part}"), ratio=ratio, style=style, overflow="fold")
    for name in page_names():
        told = page(name, door.language)
        heading = Text.assemble((told["title"], "bold"), "\n", (name, "dim"))
        table.add_row(heading, *(Text(told[part]) for part in parts if part != "name"))
    heading = Text(door.text("cli.algorithms.title"), style="bold")
    return Group(heading, table, Text(door.text("cli.algorithms.more"), style="dim"))


def _columns(width: int) -> dict[str, int]:
    """What fits into a width, with its share: less on a narrow terminal rather than columns of two letters."""
    shares = {"name": 3, "idea": 4, "preconditions": 3, "complexity": 4}
    left_out = ("preconditions", "complexity") if width < _ROOM_FOR_THREE else ("preconditions",)
    return {part: share for part, share in shares.items() if width >= _ROOM_FOR_FOUR or part not in left_out}


def _width(door: Door) -> int:
    return min(door.page.width, 140)
