"""``hanpan run``: the whole process, from a table to a judged model, a report and a model file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.faults import INTERRUPTED
from hanpan.doors.cli.flags import common_flags, flags, given
from hanpan.doors.cli.help import Worded
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from hanpan.evaluation.goals.requirement import Requirement
    from hanpan.study.options import RunOptions
    from hanpan.study.record import Study

REQUIREMENT_NOT_MET = 5
_MOST_ROWS = 20


def command(door: Door) -> click.Command:
    """Build the command."""
    from hanpan.data.options import ReadOptions, SizeOptions
    from hanpan.modeling.options import ClusterOptions, DesignOptions, NetworkOptions, SearchOptions
    from hanpan.study.options import OutputOptions, ProblemOptions

    sections = (
        ("problem", ProblemOptions),
        ("search", SearchOptions),
        ("cluster", ClusterOptions),
        ("network", NetworkOptions),
        ("design", DesignOptions),
        ("output", OutputOptions),
        ("reading", ReadOptions),
        ("reading", SizeOptions),
    )
    params = [click.Argument(["table"]), *flags(door, sections), *common_flags(door)]
    return Worded("run", door, params, lambda **values: run(door, **values))


def run(door: Door, table: str, **values: Any) -> int:
    """Search, judge, ship, report; returns the exit code."""
    options = _options(values)  # before anything heavy is imported: a slip of the pen is told at once
    from hanpan.doors.telling.screen import screen
    from hanpan.foundation.events import Event, Events

    with screen(door) as listener:
        study = _run_study(table, options, Events(listener), door)
        listener(Event("phase", {"name": "reporting"}))
        report, fault = _report(study, door)
    _show(study, door)
    _finish(study, report, door)
    if fault is not None:
        raise fault
    if study.interrupted:
        door.say(door.text("cli.interrupted"), "yellow")
        return INTERRUPTED
    return REQUIREMENT_NOT_MET if study.requirement_met is False else 0


def _report(study: Study, door: Door) -> tuple[Path | None, Exception | None]:
    """Write the report; a fault there is told last, after the board and the model that are there all the same."""
    if study.board is None:
        return None, None
    try:
        from hanpan.doors.report import write_report

        return write_report(study, door.language), None
    except Exception as error:
        return None, error


def _options(values: dict[str, Any]) -> RunOptions:
    from hanpan.study.options import RunOptions

    return RunOptions.of(**given(values))


def _run_study(table: str, options: RunOptions, events: Any, door: Door) -> Study:
    from hanpan.doors import cli
    from hanpan.study.run import Occasion, run_study

    if options.output.out:
        door.folder = Path(options.output.out)
    needed = ("hanpan.doors.report", "hanpan.doors.cli.tables")  # for what follows the run
    occasion = Occasion(language=door.language, started=cli.STARTED, needed=needed)
    return run_study(table, options=options, events=events, occasion=occasion)


def _show(study: Study, door: Door) -> None:
    """What was found, on stderr."""
    from hanpan.doors.cli.tables import board_table, evaluation_table, finding_lines
    from hanpan.doors.cli.worth import worth_lines
    from hanpan.foundation.findings import loud

    if study.board is not None:
        door.show(board_table(study.board, door, at_most=_MOST_ROWS))
    if study.evaluation is not None:
        door.show(evaluation_table(study.evaluation, door))
        for line, style in worth_lines(study.evaluation, door.language):
            door.say(line, style)
    found = loud(study.findings, study.evaluation.findings if study.evaluation else [])
    if found:
        door.show(finding_lines(found, door), always=True)
    if study.requirement_met is not None:
        met = "met" if study.requirement_met else "not_met"
        told = door.text(f"cli.requirement.{met}", told=_required(study, door))
        (door.say if study.requirement_met else door.warn)(told, "green" if study.requirement_met else "red")


def _required(study: Study, door: Door) -> str:
    """Each rule beside the value that was reached: ``auc 0.7693, >= 0.8``; the goal by its verdict."""
    from hanpan.evaluation.goals.requirement import parse_requirements

    rules = parse_requirements(study.requirement) if study.requirement else []
    return "; ".join(_one_required(rule, study, door) for rule in rules)


def _one_required(rule: Requirement, study: Study, door: Door) -> str:
    from hanpan.doors.telling.numbers import number
    from hanpan.evaluation.goals.requirement import GOAL

    judged = study.evaluation
    if rule.metric == GOAL:
        return (judged.verdict_text(door.language) if judged else "") or door.text("cli.requirement.no_verdict")
    reached = number(judged.metrics[rule.metric].value) if judged and rule.metric in judged.metrics else "–"
    told = f"{rule.metric} {reached}, {rule.operator} {rule.value:g}"
    if judged is None or judged.unaided is None or not rule.met_without(judged):
        return told
    without = door.text(
        f"cli.requirement.without.{judged.unaided.way}",
        said=judged.unaided.said,
        value=number(judged.unaided.value),
        **judged.unit(door.language).fields,
    )
    return f"{told} ({without})"


def _finish(study: Study, report: Path | None, door: Door) -> None:
    """The last lines of stdout, plain and unwrapped; or the one document."""
    if door.json:
        door.document(summary(study, report))
        return
    for name, path in (("report", report), ("model", study.model_path)):
        if path is not None:
            click.echo(f"{name}: {path}")


def summary(study: Study, report: Path | None) -> dict[str, Any]:
    """What ``hanpan run --json`` prints."""
    return {
        "study": str(study.folder),
        "complete": study.complete,
        "interrupted": study.interrupted,
        "requirement_met": study.requirement_met,
        "problem": study.problem,
        "left_out": [{"name": name, "reason": why} for name, why in study.left_out],
        "board": board_rows(study),
        "evaluation": study.evaluation,
        "findings": study.findings,
        "seconds": study.seconds,
        "report": str(report) if report else None,
        "model": str(study.model_path) if study.model_path else None,
    }


def board_rows(study: Study) -> list[dict[str, Any]]:
    """The columns of board.csv, one object a row."""
    board = study.board
    return [{name: getattr(row, name) for name in board.columns} for row in board.rows] if board else []
