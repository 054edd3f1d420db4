"""``hanpan algorithms [NAME]``: the board page, what each algorithm is and what drives its complexity."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Worded
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hanpan.modeling.algorithms.algorithm import Algorithm

PARTS = ("idea", "preconditions", "complexity", "strengths", "weaknesses")
_ROOM_FOR_THREE, _ROOM_FOR_FOUR = 70, 110  # terminal cells


def command(door: Door) -> click.Command:
    """Build the command."""
    # Several words are one name: people call a forest 랜덤 포레스트 without quoting it.
    params = [click.Argument(["name"], required=False, nargs=-1), *common_flags(door)]
    return Worded("algorithms", door, params, lambda name: algorithms(door, " ".join(name)))


def algorithms(door: Door, name: str) -> None:
    """One page, or all of them in short."""
    if name:
        door.answer(page(_known(name), door.language), _drawn_page(_known(name), door))
        return
    door.answer([page(each, door.language) for each in page_names()], _drawn_overview(door))


def page_names() -> tuple[str, ...]:
    """Everything that has a page, in the order in which it is taught."""
    from hanpan.modeling.algorithms.catalogue import TAUGHT

    return TAUGHT


def page(name: str, language: str) -> dict[str, Any]:
    """The page of an algorithm as a record."""
    from hanpan.foundation.texts import text

    told = {part: text(f"algorithm.{name}.{part}", language) for part in ("title", "also", *PARTS)}
    entry = _entry(name)
    if entry is None:
        return {"name": name, **told}
    knobs = [{**asdict(knob), "values": list(knob.values), "given": dict(knob.given)} for knob in entry.knobs]
    together = list(entry.plane) if entry.plane else None
    return {
        "name": name,
        "tasks": list(entry.tasks),
        **told,
        "knobs": knobs,
        "together": together,
        "reference": entry.reference,
    }


def _known(name: str) -> str:
    """The fixed name of what a person calls it."""
    from hanpan.foundation.errors import UsageError
    from hanpan.modeling.algorithms.catalogue import known_as, nearest

    found = known_as(name)
    if found is None:
        raise UsageError("unknown_algorithm", name=name, names=", ".join(nearest(name) or page_names()))
    return found


def _entry(name: str) -> Algorithm | None:
    from hanpan.modeling.algorithms.catalogue import ALGORITHMS

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
    title = Text.assemble((told["title"], "bold"), "  ", (name, "dim"), "  ", (f"= {told['also']}", "dim"))
    return Panel(body, title=title, title_align="left", box=box.ROUNDED, padding=(1, 2, 0, 2), width=_width(door))


def _facts(told: dict[str, Any], door: Door) -> list[tuple[str, str]]:
    facts = []
    if told.get("tasks"):
        facts.append(("tasks", ", ".join(door.text(f"cli.task.{task}") for task in told["tasks"])))
    if told.get("knobs"):
        facts.append(("knob", "\n".join(_range(knob) for knob in told["knobs"])))
    if told.get("together"):
        facts.append(("together", " × ".join(told["together"])))
    if told.get("reference"):
        facts.append(("reference", told["reference"]))
    return facts


def _range(knob: dict[str, Any]) -> str:
    """A knob and the values of its curve, in their order."""
    given = "".join(f" ({name}={value})" for name, value in knob["given"].items())
    return f"{knob['parameter']}{given}: {' → '.join(map(str, knob['values']))}"


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
