"""``hanpan profile TABLE``: data understanding alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from rich.console import Group

    from hanpan.business.problem import Problem
    from hanpan.data.dataset import Dataset
    from hanpan.evaluation.record import HypothesisAnswer


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions, SizeOptions

    target = Flag(["--target"], metavar="Y", help=door.text("cli.option.profile_target"), section="problem")
    config = Flag(["--config"], metavar="FILE", help=door.text("option.config"), section="problem")
    sections = [("reading", ReadOptions), ("reading", SizeOptions)]
    params = [click.Argument(["table"]), target, config, *flags(door, sections), *common_flags(door)]
    return Worded("profile", door, params, lambda **values: profile(door, **values))


def profile(
    door: Door, table: str, target: str | None, config: str | None, memory: float | None, **values: Any
) -> None:
    """Read a table and show its columns, each against the target if there is one, what was suspected and noticed."""
    from rich.console import Group

    from hanpan.business.card import Card, read_card
    from hanpan.data.options import ReadOptions, SizeOptions
    from hanpan.doors.cli import tables
    from hanpan.doors.telling.events import reading_notes
    from hanpan.foundation.files import to_json
    from hanpan.study.profiling import profile_alone

    card = read_card(config) if config else Card()
    made = profile_alone(table, ReadOptions(**given(values)), target=target, card=card, size=SizeOptions(memory=memory))
    dataset, problem, record = made.dataset, made.problem, made.profile
    drawn = tables.profile_table(record, door, tested=problem is not None, hidden=dataset.schema.pixels)
    for note in reading_notes(dataset.reading.notes, door.language):
        door.say(note, "dim")
    noted = tables.finding_lines(record.findings, door)
    if not card.hypotheses:
        door.answer(record, Group(drawn, noted))
    elif problem is None:
        door.say(door.text("cli.hypotheses.no_target", count=len(card.hypotheses)), "yellow")
        door.answer(record, Group(drawn, noted))
    else:
        answers, told_lines = _hypotheses(dataset, problem, door)
        door.answer(
            {**json.loads(to_json(record)), "hypotheses": json.loads(to_json(answers))}, Group(drawn, told_lines, noted)
        )


def _hypotheses(dataset: Dataset, problem: Problem, door: Door) -> tuple[list[HypothesisAnswer], Group]:
    """Answered on all rows: no model is judged afterwards, so that there is nothing to keep apart for."""
    import numpy as np

    from hanpan.doors.cli.hypotheses import hypothesis_lines
    from hanpan.evaluation.hypotheses import answer_hypotheses

    rows = len(dataset.frame)
    answers = answer_hypotheses(dataset, problem, np.arange(rows))
    dates = {column.name for column in dataset.schema if column.kind == "date"}
    return answers, hypothesis_lines(answers, problem, dates, rows, door)
