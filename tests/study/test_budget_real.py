"""One run against the clock on the wall: all others live by a clock of their own."""

import subprocess
import sys
import time
from pathlib import Path

import hanpan

BUDGET = 15
HANPAN = Path(sys.executable).with_name("hanpan")


def test_a_whole_command_ends_in_time_with_a_model(tmp_path) -> None:
    command = [str(HANPAN), "run", "sklearn:breast_cancer", "--target", "target", "--budget", str(BUDGET)]
    command += ["--workers", "1"]
    began = time.monotonic()
    done = subprocess.run([*command, "--out", str(tmp_path / "study")], capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr[-2000:]
    assert seconds < BUDGET + 3
    parts = hanpan.load(tmp_path / "study" / "model.hanpan").parts
    assert "baseline" not in [part.algorithm for part in parts]
    assert (tmp_path / "study" / "report.en.html").is_file() or (tmp_path / "study" / "report.ko.html").is_file()
