"""Time and memory by the number of rows: made tables of 30 columns, profiled and run, all processes together.

    OMP_NUM_THREADS=1 python benchmarks/scale.py --rows 1e3,1e4,1e5,1e6,1e7 --budget 60 --out /tmp/scale

Each size is a folder of Parquet files, made once. What is measured: seconds and the largest memory (PSS, so that what
processes share counts once) of ``hanpan profile`` and of ``hanpan run``, the score of the chosen model on the hold-out,
and how many algorithms were tried. ``--picture FILE`` draws the table that was printed (needs nothing but matplotlib).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

FILE = 200_000  # rows of a file
NUMBERS, WHOLES, LEVELS = 22, 4, (3, 8, 20)


def block(rows: int, seed: int) -> pa.Table:
    """Numbers, whole numbers and categories; a signal with an interaction and a bend, noise, missing cells."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, NUMBERS)).round(4)
    columns = {f"x{i:02d}": x[:, i] for i in range(NUMBERS)}
    columns |= {f"k{i}": random.integers(0, 1000, rows) for i in range(WHOLES)}
    codes = [random.integers(0, levels, rows) for levels in LEVELS]
    for i, (levels, code) in enumerate(zip(LEVELS, codes, strict=True)):
        columns[f"g{i}"] = np.array([f"c{j}" for j in range(levels)])[code]
    z = x[:, 0] + 0.8 * x[:, 1] * x[:, 2] + 0.5 * np.sin(2 * x[:, 3]) + 0.3 * x[:, 4] + 0.15 * (codes[1] % 3)
    z += 0.001 * columns["k0"] - 0.4 * (codes[0] == 1) - 0.6
    columns["y"] = np.where(random.random(rows) < 1 / (1 + np.exp(-z)), "yes", "no")
    missing = {name: pa.array(columns[name], mask=random.random(rows) < 0.05) for name in ("x05", "x06")}
    return pa.table({**columns, **missing})


def made(rows: int, folder: Path) -> Path:
    """A folder of Parquet files with so many rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, rows, FILE)):
        path = folder / f"part-{number:04d}.parquet"
        if not path.exists():
            pq.write_table(block(min(FILE, rows - start), number), path)
    return folder


def watched(command: list[str]) -> tuple[float, float, int]:
    """Seconds, the largest memory in MB of the process and all it started, and the exit status."""
    began, most = time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    root = psutil.Process(process.pid)
    while process.poll() is None:
        most = max(most, sum(map(_memory, [root, *_children(root)])))
        time.sleep(0.3)
    return round(time.perf_counter() - began, 1), round(most / 1e6), process.returncode


def _children(root: psutil.Process) -> list[psutil.Process]:
    try:
        return root.children(recursive=True)
    except psutil.Error:
        return []


def _memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", full.rss))


def measured(rows: int, place: Path, budget: str, more: list[str]) -> dict[str, object]:
    """One size."""
    table, study = made(rows, place / f"rows-{rows}"), place / f"study-{rows}"
    hanpan = [str(Path(sys.executable).with_name("hanpan"))]
    profile = watched([*hanpan, "profile", str(table), "--target", "y", "--json"])
    run = watched(
        [*hanpan, "run", str(table), "--target", "y", "--budget", budget, "--fresh", "--out", str(study), *more]
    )
    told: dict[str, object] = {"rows": rows, "profile_seconds": profile[0], "profile_mb": profile[1]}
    told |= {"run_seconds": run[0], "run_mb": run[1], "exit": run[2]}
    if run[2] == 0:
        judged = json.loads((study / "evaluation.json").read_text("utf-8"))["metrics"]["auc"]
        board = json.loads((study / "board.json").read_text("utf-8"))
        tried = {row["algorithm"] for row in board["rows"] if row.get("rank")}
        told |= {"auc": round(judged["value"], 4), "algorithms": len(tried)}
    return told


def draw(found: list[dict[str, object]], path: Path) -> None:
    """Seconds of the profile and memory of both, over the rows."""
    from matplotlib.figure import Figure

    rows = [each["rows"] for each in found]
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    seconds, memory = figure.subplots(1, 2)
    seconds.plot(rows, [each["profile_seconds"] for each in found], "o-", color="#1f6feb", label="hanpan profile")
    seconds.set(xscale="log", yscale="log", xlabel="rows", ylabel="seconds", title="Time to profile")
    for name, label, colour in (("profile_mb", "hanpan profile", "#1f6feb"), ("run_mb", "hanpan run", "#c2410c")):
        memory.plot(rows, [each[name] for each in found], "o-", color=colour, label=label)
    memory.set(xscale="log", yscale="log", xlabel="rows", ylabel="MB", title="Most memory, all processes")
    for axes in (seconds, memory):
        axes.grid(alpha=0.3)
        axes.legend(frameon=False)
    figure.savefig(path)


def main() -> None:
    """Measure every size and print one line of JSON each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="1e3,1e4,1e5")
    parser.add_argument("--budget", default="60")
    parser.add_argument("--out", type=Path, default=Path("scale"))
    parser.add_argument("--picture", type=Path)
    asked, more = parser.parse_known_args()
    found = []
    for rows in (int(float(each)) for each in asked.rows.split(",")):
        found.append(measured(rows, asked.out, asked.budget, more))
        print(json.dumps(found[-1]), flush=True)
    if asked.picture is not None:
        draw(found, asked.picture)


if __name__ == "__main__":
    main()
