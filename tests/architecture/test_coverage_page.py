"""docs/coverage.md names only commands, flags and tests that exist."""

import re

from sources import ROOT

from hanpan.doors.cli.group import VERBS

PAGE = (ROOT / "docs" / "coverage.md").read_text("utf-8")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("|")]


def test_every_test_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", PAGE)
    assert named
    assert not [path for path in named if not (ROOT / path).is_file()]


def test_every_command_of_a_working_row_exists() -> None:
    rows = [row for row in ROWS if len(row) == 5 and not row[1].strip().startswith("later")]
    named = {verb for row in rows for verb in re.findall(r"`hanpan (\w+)", row[2])}
    assert named
    assert named <= set(VERBS)


def test_a_working_row_names_a_command_a_call_or_a_test() -> None:
    rows = [row for row in ROWS if len(row) == 5 and row[1].strip().startswith(("yes", "partly"))]
    assert not [row[0] for row in rows if not any(cell.strip() for cell in row[2:])]
