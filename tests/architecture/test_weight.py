"""Starting costs next to nothing: heavy libraries are loaded where they are used."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "keras",
    "jax",
    "jaxlib",
    "sklearn",
    "matplotlib",
    "lightgbm",
    "xgboost",
    "catboost",
    "pandas",
    "pyarrow",
    "scipy",
    "numpy",
    "statsmodels",
    "polars",
    "jinja2",
)

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


# What only predicts loads nothing of what makes or judges models, and no library that this model does not need.
MAKING = (
    "hanpan.study",
    "hanpan.modeling.search",
    "hanpan.modeling.fitting.fitting",
    "hanpan.modeling.algorithms.catalogue",
    "hanpan.evaluation.judge",
    "hanpan.doors.report",
    "hanpan.data.checks",
    "hanpan.data.pairs",
)
IDLE = {"scipy.stats", "matplotlib", "jinja2", "keras", "jax", "statsmodels", "lightgbm", "catboost", "xgboost"}
MODEL = Path(__file__).parents[1] / "golden" / "format3.hanpan"
USES = {
    "hanpan.load": f"import hanpan; hanpan.load({str(MODEL)!r})",
    "hanpan predict": (
        "from hanpan.doors.cli import main; import hanpan, json, tempfile, pathlib\n"
        f"rows = hanpan.load({str(MODEL)!r}).background\n"
        "folder = pathlib.Path(tempfile.mkdtemp()); rows.to_csv(folder / 'rows.csv', index=False)\n"
        f"end(main, ['predict', {str(MODEL)!r}, str(folder / 'rows.csv'), '--out', str(folder / 'out.csv')])\n"
        "assert (folder / 'out.csv').is_file()"
    ),
}


@pytest.mark.parametrize("use", USES)
def test_who_predicts_loads_nothing_that_trains(use: str) -> None:
    loaded = loaded_by(USES[use])
    assert not [name for name in loaded if name.startswith(MAKING)]
    assert not IDLE & set(loaded)


BOOSTED = Path(__file__).parents[1] / "golden" / "format1.hanpan"


def test_boosters_come_without_scikit_learn_where_a_process_only_predicts() -> None:
    start = (
        "from hanpan.doors.cli import main; import hanpan, tempfile, pathlib\n"
        "folder = pathlib.Path(tempfile.mkdtemp()); out = folder / 'out.csv'\n"
        f"pathlib.Path(folder / 'rows.csv').write_text({rows_of(BOOSTED)!r}, 'utf-8')\n"
        f"sys.argv = ['hanpan', 'predict', {str(BOOSTED)!r}, str(folder / 'rows.csv'), '--out', str(out)]\n"
        "end(main, None)\nassert out.is_file()"
    )
    loaded = set(loaded_by(start))
    assert "lightgbm" in loaded
    assert not {"sklearn", "scipy.stats"} & loaded


def rows_of(model: Path) -> str:
    import hanpan

    return hanpan.load(str(model)).background.to_csv(index=False)


def loaded_by(start: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    code = PROBE.format(start=start)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)
