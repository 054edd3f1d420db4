"""Time and memory by the number of rows: made tables of 30 columns, profiled and run, all processes together.

    OMP_NUM_THREADS=1 python benchmarks/scale.py --rows 1e3,1e4,1e5,1e6 --budget 60 --out scale --peer flaml=PYTHON
    OMP_NUM_THREADS=1 python benchmarks/scale.py --rows 1e7 --budget 600 --out scale --peer h2o=PYTHON --memory 6GB

Each size is a folder of Parquet files, made once. What is measured: seconds and the largest memory (PSS, so that what
processes share counts once) of ``hanpan profile`` and of ``hanpan run``, and of a peer in its own environment at the
same budget (``--peer flaml=PYTHON`` or ``h2o=PYTHON``, as often as there are peers); the AUC of each one's model on
100,000 more rows that none of them met. Whoever takes more than 12 GB is ended. Options of ``hanpan run`` may follow.
Lines are added to ``found.jsonl`` in the folder of ``--out``; ``--picture FILE`` draws all that stand there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.metrics import roc_auc_score

import hanpan

FILE, TEST = 200_000, 100_000  # rows of a file, and those that nobody learns from
NUMBERS, WHOLES, LEVELS = 22, 4, (3, 8, 20)
MOST = 12_000_000_000  # bytes that a run may take
COLOURS = {"hanpan profile": "#8b949e", "hanpan": "#1f6feb", "flaml": "#c2410c", "h2o": "#7c3aed"}
HANPAN, PEER = Path(sys.executable).with_name("hanpan"), Path(__file__).with_name("scaling") / "peer.py"


@dataclass(frozen=True)
class Took:
    """What a command took, and its last words; ``exit`` is "memory" where it took too much of it."""

    seconds: float
    mb: int
    exit: int | str
    told: str

    @property
    def figures(self) -> dict[str, object]:
        """All but the words."""
        return {"seconds": self.seconds, "mb": self.mb, "exit": self.exit}


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


def made(rows: int, folder: Path, first: int = 0) -> Path:
    """A folder of Parquet files with so many rows; ``first``: the seed of the first file."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, rows, FILE)):
        path = folder / f"part-{number:04d}.parquet"
        if not path.exists():
            pq.write_table(block(min(FILE, rows - start), first + number), path)
    return folder


def watched(command: list[str]) -> Took:
    """Run a command, looking at the memory of all its processes."""
    began, most, ended = time.perf_counter(), 0, None
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
        root = psutil.Process(process.pid)
        while process.poll() is None:
            processes = [root, *_children(root)]
            most = max(most, sum(map(_memory, processes)))
            if most > MOST and ended is None:
                ended = "memory"
                for each in processes:
                    each.kill()
            time.sleep(0.3)
        seconds = round(time.perf_counter() - began, 1)
        said.seek(0)
        return Took(seconds, round(most / 1e6), ended or process.returncode, "".join(said.read().splitlines()[-1:]))


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


def profiled(table: Path) -> dict[str, object]:
    """``hanpan profile``."""
    return watched([str(HANPAN), "profile", str(table), "--target", "y", "--json"]).figures


def run(table: Path, study: Path, test: Path, budget: str, more: list[str]) -> dict[str, object]:
    """``hanpan run``: what it took, the score of its model, and how many algorithms were tried."""
    shutil.rmtree(study, ignore_errors=True)  # or the same command would find everything done
    command = [str(HANPAN), "run", str(table), "--target", "y", "--budget", budget, "--out", str(study)]
    took = watched([*command, *more])
    told = took.figures
    if took.exit == 0:
        board = json.loads((study / "board.json").read_text("utf-8"))
        rows = pq.read_table(test).to_pandas()
        model = hanpan.load(study / "model.hanpan")
        score = model.predict_proba(rows)[:, list(model.problem.labels).index("yes")]
        told |= {"auc": round(float(roc_auc_score(rows["y"] == "yes", score)), 4)}
        told |= {"algorithms": len({row["algorithm"] for row in board["rows"] if row.get("rank")})}
    return told


def peer(system: str, python: str, table: Path, test: Path, budget: str) -> dict[str, object]:
    """A peer, in its own environment."""
    took = watched([python, str(PEER), system, str(table), str(test), budget])
    return took.figures | (json.loads(took.told) if took.exit == 0 else {})


def draw(found: list[dict[str, object]], path: Path) -> None:
    """Seconds, memory and score by rows, for each system."""
    from matplotlib.figure import Figure

    figure, sizes = Figure(figsize=(11, 3.6), layout="constrained"), sorted({each["rows"] for each in found})
    panels = {
        "seconds": "Seconds, all told",
        "mb": "Most memory, all processes (MB)",
        "auc": "AUC on 100,000 other rows",
    }
    for axes, (name, title) in zip(figure.subplots(1, len(panels)), panels.items(), strict=True):
        for system, colour in COLOURS.items():
            rows = {each["rows"]: each[name] for each in found if each["system"] == system and name in each}
            if rows:
                axes.plot(sorted(rows), [rows[size] for size in sorted(rows)], "o-", color=colour, label=system)
        axes.set(xscale="log", xlabel="rows", title=title)
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.minorticks_off()
        if name != "auc":
            axes.set_ylim(bottom=0)
            axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.grid(alpha=0.3)
    figure.axes[0].legend(frameon=False)
    figure.savefig(path)


def main() -> None:
    """Measure every size, print one line of JSON for each system, and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="1e3,1e4,1e5")
    parser.add_argument("--budget", default="60")
    parser.add_argument("--out", type=Path, default=Path("scale"))
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--picture", type=Path)
    asked, more = parser.parse_known_args()
    kept, test = asked.out / "found.jsonl", made(TEST, asked.out / "test", first=1_000_000)
    for rows in (int(float(each)) for each in asked.rows.split(",") if each):
        table = made(rows, asked.out / f"rows-{rows}")
        systems = {
            "hanpan profile": lambda table=table: profiled(table),
            "hanpan": lambda table=table, rows=rows: run(table, asked.out / f"study-{rows}", test, asked.budget, more),
        }
        for name, python in (each.split("=", 1) for each in asked.peer):
            systems[name] = lambda name=name, python=python, table=table: peer(name, python, table, test, asked.budget)
        for system, measured in systems.items():
            line = json.dumps({"rows": rows, "system": system, "budget": asked.budget, **measured()})
            print(line, flush=True)
            with kept.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
    if asked.picture is not None:
        draw([json.loads(line) for line in kept.read_text("utf-8").splitlines()], asked.picture)


if __name__ == "__main__":
    main()
