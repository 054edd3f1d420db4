"""How long reading and profiling take, and how much memory, beside pandas and skrub.

    python benchmarks/profile.py [--megabytes 100] [--rows 1000000] [--columns 20] [--json]

Four things, each in a process of its own, one after another: pandas.read_csv and reading the same CSV file with hanpan
(which infers every column from all of its values; pandas does not), then a profile of the same rows in memory by hanpan
and, where it is installed, by the TableReport of skrub. Memory is the most that the process ever held, its libraries
included; seconds are without the imports.

For skrub, make an environment of its own: ``pip install -c constraints.txt -e . skrub``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

MEGABYTE = 2**20
KINDS = ("number", "count", "category", "date", "flag")


def main() -> None:
    """Write a table, measure everything on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured(*given.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            *reading(Path(folder), given.megabytes, given.columns),
            *profiling(Path(folder), given.rows, given.columns),
        ]
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        told = row.get("skipped") or f"{row['seconds']:>7.2f} s  {row['megabytes']:>6.0f} MB at most"
        print(f"{row['what']:<18} {row['on']:<34} {told}")


def reading(folder: Path, megabytes: float, columns: int) -> list[dict[str, object]]:
    """A CSV file of about so many megabytes."""
    path = folder / "table.csv"
    sample = table(2_000, columns)
    each = len(sample.to_csv(index=False).encode()) / len(sample)
    table(int(megabytes * MEGABYTE / each), columns).to_csv(path, index=False)
    on = f"CSV, {path.stat().st_size / MEGABYTE:.0f} MB, {columns} columns"
    return [apart("pandas.read_csv", path, on), apart("hanpan read", path, on)]


def profiling(folder: Path, rows: int, columns: int) -> list[dict[str, object]]:
    """A table of so many rows, the last column its target."""
    path = folder / "table.parquet"
    table(rows, columns).to_parquet(path)
    on = f"{rows:,} rows x {columns} columns"
    found = [apart("hanpan profile", path, on)]
    if find_spec("skrub") is None:
        return [*found, {"what": "skrub TableReport", "on": on, "skipped": "skrub is not installed"}]
    return [*found, apart("skrub TableReport", path, on)]


def table(rows: int, columns: int) -> pd.DataFrame:
    """Numbers, counts, categories, dates and flags in turn; one cell in fifty missing; y last."""
    random = np.random.default_rng(0)
    days = pd.date_range("2020-01-01", periods=1000).strftime("%Y-%m-%d").to_numpy()
    words = np.array([f"word {place}" for place in range(40)])
    makers = {
        "number": lambda: random.normal(100, 25, rows).round(3),
        "count": lambda: random.poisson(7, rows).astype(float),
        "category": lambda: words[random.integers(0, 40, rows)],
        "date": lambda: days[random.integers(0, 1000, rows)],
        "flag": lambda: np.array(["yes", "no"])[random.integers(0, 2, rows)],
    }
    cells = {
        f"{kind}{place}": pd.Series(makers[kind]())
        for place in range(columns - 1)
        for kind in [KINDS[place % len(KINDS)]]
    }
    for cell in cells.values():
        cell[random.random(rows) < 0.02] = None
    first = cells["number0"].fillna(100.0)
    return pd.DataFrame(cells).assign(y=np.where(first + random.normal(0, 25, rows) > 100, "LEAVE", "STAY"))


def apart(what: str, path: Path, on: str) -> dict[str, object]:
    """Measure in a fresh process, so that neither memory nor caches of one help or burden another."""
    command = [sys.executable, __file__, "--measure", what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"what": what, "on": on, "skipped": done.stderr.strip().splitlines()[-1][:200]}
    return {"what": what, "on": on, **json.loads(done.stdout)}


def measured(what: str, path: str) -> dict[str, float]:
    """Seconds of the work alone, and the most memory of this process."""
    work = WORK[what](path)
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"seconds": round(seconds, 3), "megabytes": round(most / MEGABYTE, 1)}


def pandas_read(path: str):
    """The reader that everybody knows."""
    return lambda: pd.read_csv(path)


def hanpan_read(path: str):
    """Reading with inference over all values."""
    from hanpan.data.load import load_dataset

    return lambda: load_dataset(path)


def hanpan_profile(path: str):
    """Columns, pairs with the target, columns together, checks."""
    from hanpan.data.load import load_dataset
    from hanpan.data.profiling.profiling import profile_table
    from hanpan.data.question.task import define_problem

    problem, dataset, _ = define_problem(load_dataset(path), "y")
    return lambda: profile_table(dataset, problem)


def skrub_report(path: str):
    """skrub's TableReport as HTML."""
    from skrub import TableReport

    frame = pd.read_parquet(path)
    return lambda: TableReport(frame, verbose=0).html()


WORK = {
    "pandas.read_csv": pandas_read,
    "hanpan read": hanpan_read,
    "hanpan profile": hanpan_profile,
    "skrub TableReport": skrub_report,
}

if __name__ == "__main__":
    main()
