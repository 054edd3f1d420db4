"""The course's code runs as written once hanpan is imported, and its models go on the board."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CODE = Path(__file__).with_name("course_code.py")
SNIPPETS = (
    "sequential_regression",
    "parameter_counts",
    "functional_classes",
    "codes_of_classes",
    "two_classes_cut_at_a_half",
    "names_of_layers_and_a_clear_session",
    "saved_and_loaded",
    "checkpoints",
    "checkpoints_with_the_fit_of_hanpan",
    "convolution",
    "classes_on_the_board_of_hanpan",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What went wrong in each snippet, and all that was printed, in one fresh Python where nobody set a variable."""
    folder = tmp_path_factory.mktemp("course")
    kept = {name: value for name, value in os.environ.items() if name not in ("KERAS_BACKEND", "XLA_FLAGS")}
    done = subprocess.run(
        [sys.executable, str(CODE), *SNIPPETS], cwd=folder, env=kept, capture_output=True, text=True, check=False
    )
    assert (folder / "told.json").is_file(), done.stderr[-2000:]
    return {**json.loads((folder / "told.json").read_text("utf-8")), "printed": done.stdout}


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_code_of_the_course_runs_as_written(told: dict[str, Any], name: str) -> None:
    assert told[name] == ""


def test_what_it_prints(told: dict[str, Any]) -> None:
    assert "315" in told["printed"]  # in the table of the summary
    assert told["printed"].count("val_loss improved from ") >= 2
    assert told["printed"].count("val_loss did not improve from ") >= 2
    assert "saving model to checkpoints/" in told["printed"]
    assert "saving model to faster/" in told["printed"]
