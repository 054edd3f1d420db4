"""Does the plain code of every algorithm answer as the model does? Every algorithm of the board, on many tables.

    python benchmarks/plain_code.py [--data FOLDER] [--only a,b] [--algorithms a,b] [--rows 1500] [--trials 26]

FOLDER holds a data.json that describes tables (name, file, target, drop), beside scikit-learn's own. Longer tables are
cut to so many lines, taken evenly. For each table a study is run; of each algorithm the best row of its board is
written, and check.py is run in a process in which hanpan cannot be imported. One line for each: whether it answers
alike, and the largest difference as a share of the largest answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

import hanpan
from hanpan.deployment.code.exporting import prove
from hanpan.foundation.errors import HanpanError
from hanpan.study.coding import write_code
from hanpan.study.folder import open_study

BUNDLED = [{"name": f"sklearn:{name}", "target": "target"} for name in ("iris", "wine", "breast_cancer", "diabetes")]
GAP = re.compile(r"difference is (\S+) of")


@dataclass(frozen=True)
class Result:
    """What came of one algorithm on one table: ``alike``, ``otherwise``, or ``refused`` with the reason."""

    table: str
    algorithm: str
    outcome: str
    gap: float | None
    seconds: float
    said: str = ""


def main() -> None:
    """Run every table and print a line for each algorithm, then the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--algorithms", default="")
    parser.add_argument("--rows", type=int, default=1500)
    parser.add_argument("--trials", type=int, default=26)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    results = []
    for result in _results(given):
        results.append(result)
        shown = "" if result.gap is None else f"{result.gap:.1e}"
        print(
            json.dumps(asdict(result))
            if given.json
            else f"{result.table:20} {result.algorithm:22} {result.outcome:9} {shown:8} {result.said}",
            flush=True,
        )
    for outcome in ("alike", "otherwise", "refused"):
        print(f"{outcome}: {sum(result.outcome == outcome for result in results)}", flush=True)


def _results(given: argparse.Namespace) -> Iterator[Result]:
    for table in _tables(given):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            source = _cut(table, given, folder)
            study = hanpan.run(
                source,
                target=table["target"],
                drop=[name for name in table.get("drop", []) if name],
                algorithms=[name for name in given.algorithms.split(",") if name] or (),
                trials=given.trials,
                workers=given.workers,
                out=folder / "study",
                insights="none",
                progress=False,
            )
            best = {}
            for row in study.board.ranked:
                best.setdefault(row.algorithm, row.model)
            for algorithm, model in best.items():
                yield _result(table["name"], algorithm, model, folder)


def _result(table: str, algorithm: str, model: str, folder: Path) -> Result:
    began = time.perf_counter()
    try:
        write_code(open_study(folder / "study"), model, folder / model, "en")
    except HanpanError as error:
        return Result(table, algorithm, "refused", None, time.perf_counter() - began, error.part("what", "en"))
    proof = prove(folder / model)
    told = " ".join(proof.lines)
    found = GAP.search(told)
    gap = float(found[1]) if found else None
    said = "" if proof.alike else told
    return Result(table, algorithm, "alike" if proof.alike else "otherwise", gap, time.perf_counter() - began, said)


def _tables(given: argparse.Namespace) -> list[dict]:
    told = json.loads((given.data / "data.json").read_text("utf-8")) if given.data else []
    listed = told["sets"] if isinstance(told, dict) and "sets" in told else told
    tables = [*BUNDLED, *(table for table in listed if table.get("file", "").endswith((".csv", ".csv.gz")))]
    wanted = given.only.split(",") if given.only else None
    return [table for table in tables if wanted is None or table["name"] in wanted]


def _cut(table: dict, given: argparse.Namespace, folder: Path) -> str:
    """The table's path; of a long one, that of some of its lines."""
    if "file" not in table:
        return table["name"]
    raw = (given.data / table["file"]).read_bytes()
    lines = (gzip.decompress(raw) if table["file"].endswith(".gz") else raw).splitlines(keepends=True)
    if len(lines) - 1 > given.rows:
        places = np.unique(np.linspace(1, len(lines) - 1, given.rows).round().astype(int))
        lines = [lines[0], *(lines[place] for place in places)]
    path = folder / f"{table['name']}.csv"
    path.write_bytes(b"".join(lines))
    return str(path)


if __name__ == "__main__":
    main()
