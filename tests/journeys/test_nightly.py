"""A nightly job in a shell: every exit code, each for its own reason."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

SCRIPT = Path(__file__).with_name("nightly.sh")
BROKEN = """
import hanpan.data.names


def require_names(*arguments):
    raise RuntimeError("a fault of ours")


hanpan.data.names.require_names = require_names
"""


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell here")
def test_every_exit_code_has_its_reason(tmp_path):
    rows = pd.DataFrame({"id": [f"n{i}" for i in range(120)], "x": [i % 37 for i in range(120)]})
    rows = rows.assign(city=["a", "b", "c"] * 40, y=["no" if i % 37 < 18 + i % 3 else "yes" for i in range(120)])
    rows.to_csv(tmp_path / "train.csv", index=False)
    rows.drop(columns="y").head(40).to_csv(tmp_path / "new.csv", index=False)
    rows.head(40).assign(city="mars").to_csv(tmp_path / "odd.csv", index=False)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(BROKEN)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "HANPAN_LANG": "en"}
    done = subprocess.run(
        ["sh", SCRIPT, tmp_path, sys.executable], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    codes = {line.rpartition(": ")[2] for line in done.stdout.splitlines()}
    assert codes == {"0", "1", "2", "3", "5", "6", "130"}
    assert len(pd.read_csv(tmp_path / "scored.csv")) == 5
    assert not (tmp_path / "odd-scored.csv").exists()
