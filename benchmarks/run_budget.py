"""Is the budget kept? Whole runs through the command line, report included, on several tables and budgets.

    python benchmarks/run_budget.py [--budgets 20,60] [--data FOLDER] [--json]

A run may take its budget + 5 % or + 3 s, whichever is more. FOLDER holds a data.json that describes tables (name, file,
target, drop); without it, scikit-learn's bundled tables are used.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HANPAN = Path(sys.executable).with_name("hanpan")
BUNDLED = [{"name": f"sklearn:{name}", "target": "target"} for name in ("iris", "wine", "breast_cancer", "diabetes")]


def main() -> None:
    """Run every table with every budget and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budgets", default="20,60")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = [measure(table, float(b)) for table in tables(given.data) for b in given.budgets.split(",")]
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        kept = "kept" if row["kept"] else "BROKEN"
        asked = f"{row['table']:<24} budget {row['budget']:>5.0f} s"
        print(f"{asked}  took {row['seconds']:>6.1f} s  {kept}  {row['trials']} rows on the board")


def tables(folder: Path | None) -> list[dict[str, object]]:
    """What to run on."""
    if folder is None:
        return [{"path": table["name"], **table} for table in BUNDLED]
    listed = json.loads((folder / "data.json").read_text("utf-8"))
    return [{"path": str(folder / t["file"]), **t} for t in listed if t["file"].endswith((".csv", ".csv.gz"))]


def measure(table: dict[str, object], budget: float) -> dict[str, object]:
    """One run; seconds as a person would wait."""
    drop = ["--drop", ",".join(table["drop"])] if table.get("drop") else []
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "study")
        started = time.monotonic()
        command = [str(HANPAN), "run", str(table["path"]), "--target", str(table["target"]), "--budget", str(budget)]
        done = subprocess.run([*command, *drop, "--out", out, "--json"], capture_output=True, text=True, check=False)
        seconds = time.monotonic() - started
        board = json.loads(done.stdout)["board"] if done.returncode == 0 else []
    kept = done.returncode == 0 and seconds <= max(budget * 1.05, budget + 3)
    return {"table": table["name"], "budget": budget, "seconds": seconds, "kept": kept, "trials": len(board)}


if __name__ == "__main__":
    main()
