"""docs/coverage.md names only commands, flags, calls and tests that exist, and every working row a test of its own."""

import dataclasses
import re
from functools import cache
from typing import Any

import click
import pytest
from sources import ROOT

import hanpan
from hanpan.doors.cli.group import VERBS, main
from hanpan.evaluation.record import Evaluation
from hanpan.insights.catalogue import INSIGHTS
from hanpan.insights.record import Insights
from hanpan.modeling.board.board import Board

PAGE = (ROOT / "docs" / "coverage.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")]
WORKING = [row for row in ROWS if len(row) == 5 and row[1].startswith(("yes", "partly"))]
PROMISES = [row for row in ROWS if len(row) == 2 and "tests/" in row[1]]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def functions_of(path: str) -> set[str]:
    return set(re.findall(r"^\s*(?:async )?def (test_\w+)", (ROOT / path).read_text("utf-8"), re.MULTILINE))


def test_every_test_named_exists() -> None:
    named = TEST.findall(PAGE)
    assert len(named) > 100
    assert not [
        f"{path}::{test}" for path, test in named if not (ROOT / path).is_file() or test not in functions_of(path)
    ]


@pytest.mark.parametrize("row", [*WORKING, *PROMISES], ids=lambda row: row[0][:40])
def test_a_working_row_names_a_test(row: list[str]) -> None:
    assert TEST.search(row[-1]), "name the tests that fail if this is not so"


def test_a_state_is_one_of_three() -> None:
    states = [row[1] for row in ROWS if len(row) == 5 and row[1] not in ("state", "---")]
    assert not [state for state in states if not re.match(r"(yes|partly|later)\b", state)]
    assert not [state for state in states if state.startswith("partly") and ":" not in state]


def test_every_command_and_flag_of_a_working_row_exists() -> None:
    context = click.Context(main)
    for told in re.findall(r"`hanpan ([^`]+)`", " ".join(row[2] for row in WORKING)):
        verb, *rest = told.split()
        assert verb in VERBS, told
        command = main.get_command(context, verb)
        assert command is not None
        known = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in rest if word.startswith("--")} <= known, told


RECORDS = {"board": Board, "evaluation": Evaluation, "insights": Insights}


@pytest.mark.parametrize("told", re.findall(r"`([^`]+)`", " ".join(row[3] for row in WORKING)))
def test_every_python_name_of_a_working_row_exists(told: str) -> None:
    root, *steps = told.split("(")[0].split("[")[0].split(".")
    found: Any = {"hanpan": hanpan, "study": hanpan.Study}[root]
    for step in steps:
        assert step in (names(found) if isinstance(found, type) else dir(found)), step
        found = RECORDS.get(step) or getattr(found, step, None)
        if found is None:  # a field of a record holds anything
            break


def test_every_insight_named_exists() -> None:
    told = set(re.findall(r"study\.insights\.(\w+)", PAGE))
    assert told
    assert told <= {insight.name for insight in INSIGHTS}


def names(record: type) -> set[str]:
    fields = dataclasses.fields(record) if dataclasses.is_dataclass(record) else ()
    return {*dir(record), *(field.name for field in fields)}
