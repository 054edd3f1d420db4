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
MISSION = [row for row in ROWS if len(row) == 4 and row[0] != "row of the mission" and "---" not in row[0]]
PROMISES = [row for row in ROWS if len(row) == 2 and "tests/" in row[1]]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


# The rows of what hanpan must do, by their names on the page.
MUST = {
    "The process": (
        "business understanding",
        "data understanding",
        "data preparation",
        "modeling",
        "evaluation",
        "deployment",
    ),
    "The board": (
        "linear regression",
        "logistic regression",
        "k nearest neighbours",
        "support vector machine",
        "decision tree",
        "random forest",
        "gradient boosting",
        "neural network",
        "baseline",
    ),
    "Networks": (
        "how learning goes",
        "structure",
        "output by task",
        "activations",
        "hidden nodes as new features",
        "compile",
        "learning curves",
        "after predicting",
        "images",
        "complexity",
        "against over-fitting",
        "saving",
        "the person's own model",
    ),
    "Judging": (
        "regression",
        "classification",
        "business",
        "fit",
        "rare classes",
    ),
    "Taught": (
        "the board page",
        "the tables behind a number",
        "information gain",
        "Dense(1) is linear regression",
        "learning step by step",
        "two routes against over-fitting",
        "playground",
        "honest wording",
        "a glossary",
        "the course as executed lessons",
        "this page",
    ),
    "Several tables": ("",),
    "Golden values": (
        "errors of numbers",
        "one step of learning",
        "parameters",
        "cross-entropy",
        "cut and argmax",
        "checkpoints",
        "activations",
    ),
}


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


def test_every_row_of_the_mission_is_here() -> None:
    told = {row[0] for row in MISSION}
    assert told == {f"{part}: {name}" if name else part for part, rows in MUST.items() for name in rows}
    assert not [row for row in MISSION if not re.match(r"(yes|partly:)", row[1])]
    assert not [row[0] for row in MISSION if not TEST.search(row[3])]


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
