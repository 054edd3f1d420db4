"""Is the budget kept, and does a model ship? Whole runs through the command line, report included.

    python benchmarks/run_budget.py [--budgets 10,20,60] [--data FOLDER] [--made all] [--busy] [--json]

A run may take its budget + 5 % or + 3 s, whichever is more; + 10 % with ``--busy``, which keeps every core busy with
other work meanwhile. FOLDER holds a data.json that describes tables (name, file, target, drop); without it,
scikit-learn's bundled tables are used. ``--made`` adds tables made to be hard on the clock (see ``made_tables.py``).
A baseline that ships is counted where a tree of default settings finds a signal.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from made_tables import MADE, write_made

HANPAN = Path(sys.executable).with_name("hanpan")
BUNDLED = [{"name": f"sklearn:{name}", "target": "target"} for name in ("iris", "wine", "breast_cancer", "diabetes")]
SPIN = "while True: sum(range(100000))"


def main() -> None:
    """Run every table with every budget and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budgets", default="20,60")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--made", default="", help=f"all, or some of {', '.join(MADE)}")
    parser.add_argument("--only", default="", help="names of tables, if not all")
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = list(MADE) if given.made == "all" else given.made.split(",")
        found = [*tables(given.data, bool(given.made)), *write_made(Path(folder), made)]
        found = [table for table in found if not given.only or table["name"] in given.only.split(",")]
        with busy_cores(given.busy):
            for table in found:
                for budget in given.budgets.split(","):
                    row = measure(table, float(budget), busy=given.busy)
                    print(json.dumps(row) if given.json else line(row), flush=True)


def line(row: dict[str, object]) -> str:
    """One run in words."""
    kept = "kept  " if row["kept"] else "BROKEN"
    asked = f"{row['table']!s:<24} budget {row['budget']:>5.0f} s"
    told = f"{row['models']:>3} models, ships {row['ships']} {row['score']}"
    return f"{asked}  took {row['seconds']:>6.1f} s  {kept}  {told}"


def tables(folder: Path | None, made: bool) -> list[dict[str, object]]:
    """What to run on."""
    if folder is None:
        return [] if made else [{"path": table["name"], **table} for table in BUNDLED]
    listed = json.loads((folder / "data.json").read_text("utf-8"))
    return [{"path": str(folder / t["file"]), **t} for t in listed if t["file"].endswith((".csv", ".csv.gz"))]


@contextmanager
def busy_cores(busy: bool) -> Iterator[None]:
    """Every core has something else to do inside."""
    others = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(os.cpu_count() or 1)] if busy else []
    try:
        yield
    finally:
        for other in others:
            other.kill()


def measure(table: dict[str, object], budget: float, busy: bool = False) -> dict[str, object]:
    """One run; seconds as a person would wait."""
    drop = ["--drop", ",".join(table["drop"])] if table.get("drop") else []
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "study")
        started = time.monotonic()
        command = [str(HANPAN), "run", str(table["path"]), "--target", str(table["target"]), "--budget", str(budget)]
        done = subprocess.run([*command, *drop, "--out", out, "--json"], capture_output=True, text=True, check=False)
        seconds = time.monotonic() - started
        told = json.loads(done.stdout) if done.returncode == 0 else {}
    kept = done.returncode == 0 and seconds <= max(budget * (1.10 if busy else 1.05), budget + 3)
    ranked = [row for row in told.get("board", []) if row["rank"] is not None]
    evaluation = told.get("evaluation") or {}
    metric = next(iter(evaluation.get("metrics", {})), None)
    score = round(evaluation["metrics"][metric]["value"], 4) if metric else None
    return {
        "table": table["name"],
        "budget": budget,
        "busy": busy,
        "seconds": round(seconds, 1),
        "kept": kept,
        "models": len(ranked),
        "ships": evaluation.get("algorithm", done.stderr[-200:]),
        "score": score,
        "trained_on": evaluation.get("trained_on"),
    }


if __name__ == "__main__":
    main()
