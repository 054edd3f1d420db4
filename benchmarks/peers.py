"""The same splits, budget and scoring for hanpan and its peers, as a table of errors (smaller is better).

    python benchmarks/peers.py --compare FOLDER --data FOLDER --systems hanpan,flaml --python flaml=PATH [--budget 60]

FOLDER of --compare holds compare.py, which runs every system in its own environment. What has run is not run again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HANPAN = Path(sys.executable).with_name("hanpan")


def main() -> None:
    """Run compare.py, then print error by table and system, and how often hanpan is ahead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--systems", default="hanpan,flaml")
    parser.add_argument("--python", action="append", default=[])
    parser.add_argument("--budget", default="60")
    parser.add_argument("--seeds", default="0")
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path, default=Path("peers.jsonl"))
    given = parser.parse_args()
    command = [sys.executable, str(given.compare / "compare.py"), "--data", str(given.data / "data.json")]
    command += ["--systems", given.systems, "--budget", given.budget, "--seeds", given.seeds, "--only", given.only]
    command += ["--hanpan", str(HANPAN), "--out", str(given.out)]
    for peer in given.python:
        command += ["--python", peer]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    show(given.out, given.systems.split(","))


def show(results: Path, systems: list[str]) -> None:
    """Mean error over seeds by table and system, and hanpan's wins."""
    errors: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for line in results.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["system"] in systems and "error" in row:
            errors[row["data"]][row["system"]].append(row["error"])
    print(f"{'table':<18}" + "".join(f"{system:>18}" for system in systems))
    for table, by_system in errors.items():
        means = {system: sum(values) / len(values) for system, values in by_system.items()}
        best = min(means.values())
        cells = (f"{means[s]:.4f}{'*' if means[s] == best else ' '}" if s in means else "-" for s in systems)
        print(f"{table:<18}" + "".join(f"{cell:>18}" for cell in cells))
    for rival in systems[1:]:
        pairs = [(e["hanpan"], e[rival]) for e in errors.values() if "hanpan" in e and rival in e]
        wins = sum(sum(ours) / len(ours) < sum(theirs) / len(theirs) for ours, theirs in pairs)
        print(f"hanpan ahead of {rival} on {wins} of {len(pairs)} tables")


if __name__ == "__main__":
    main()
