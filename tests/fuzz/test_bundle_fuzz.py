"""Bytes all over a model file flipped, one at a time: refused or unharmed, never a crash."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "format1.hanpan"
CHILD = """
import sys, numpy as np
from hanpan.deployment.bundle import read_bundle
from hanpan.foundation.errors import HanpanError
from pathlib import Path
content, path = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
refused = answered = 0
for position in np.linspace(int(sys.argv[3]), int(sys.argv[4]) - 1, 400).astype(int).tolist():
    changed = bytearray(content)
    changed[position % len(content)] ^= 1 + (position * 7919) % 255
    path.write_bytes(bytes(changed))
    try:
        read_bundle(path)
        answered += 1
    except HanpanError:
        refused += 1
print(refused, answered)
"""


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(8))
def test_bytes_flipped(part, tmp_path):
    size = len(GOLDEN.read_bytes())
    edges = np.linspace(0, size, 9).astype(int)
    command = [
        sys.executable,
        "-c",
        CHILD,
        str(GOLDEN),
        str(tmp_path / "x.hanpan"),
        str(edges[part]),
        str(edges[part + 1]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    refused, answered = map(int, done.stdout.split())
    assert refused > answered
