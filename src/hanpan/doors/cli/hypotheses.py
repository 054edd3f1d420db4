"""The card's hypotheses and their answers, in lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.telling.door import Door, visible
from hanpan.doors.telling.hypotheses import told_of
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from rich.console import Group

    from hanpan.business.problem import Problem
    from hanpan.evaluation.record import HypothesisAnswer

_STYLES = {"supported": "bold green", "not_supported": "bold yellow", "undecided": "bold"}


def hypothesis_lines(
    answers: list[HypothesisAnswer], problem: Problem, dates: set[str], rows: int, door: Door
) -> Group:
    """Each hypothesis with its answer, what was seen, and why that is the answer; on which rows comes first."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    words = Words(door.language)
    smallest = next((one.smallest for one in answers if one.smallest), 0.1)
    heading = Text(door.text("cli.hypotheses.title"), style="bold")
    lines: list[Text | Padding] = [
        heading,
        Text(door.text("cli.hypotheses.rows", rows=rows)),
        Padding(Text(door.text("hypothesis.rule", smallest=smallest, of=len(answers)), style="dim"), (0, 0, 1, 0)),
    ]
    for row in answers:
        said, decision = told_of(row, problem, dates, words)
        tag = door.text(f"report.hypothesis.{row.answer}")
        lines.append(Text(visible(f"{row.x} → {problem.target}: {tag}"), style=_STYLES[row.answer]))
        because = f"{door.text('hypothesis.because')} {row.because}" if row.because else ""
        lines += [Padding(Text(visible(line)), (0, 0, 0, 4)) for line in (because, said, decision) if line]
    return Group(*lines, Text(""))
