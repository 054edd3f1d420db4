"""Starting costs next to nothing: heavy libraries are loaded where they are used."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = (
    "keras", "jax", "jaxlib", "sklearn", "matplotlib", "lightgbm", "xgboost", "catboost", "pandas", "pyarrow",
    "scipy", "numpy", "statsmodels", "polars", "jinja2",
)  # fmt: skip

STARTS = {
    "import hanpan": "import hanpan",
    "hanpan --help": "from hanpan.doors.cli import main; end(main, ['--help'])",
    "hanpan run --help": "from hanpan.doors.cli import main; end(main, ['run', '--help', '--lang', 'ko'])",
    "a usage error": "from hanpan.doors.cli import main; end(main, ['run', '--bugdet', '5'])",
}
PROBE = """
import contextlib, io, json, sys
def end(main, arguments):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            main(arguments)
        except SystemExit:
            pass
{start}
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("start", STARTS)
def test_a_start_is_light(start: str) -> None:
    assert not set(HEAVY) & set(loaded_by(STARTS[start]))


def loaded_by(start: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    code = PROBE.format(start=start)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)
