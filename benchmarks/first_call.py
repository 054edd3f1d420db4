"""What the first call of ``hanpan.networks.fit`` takes beside that of ``Model.fit``: each in a fresh process.

    python benchmarks/first_call.py --only "1000 rows, 64-32" --rounds 3

Two epochs of the cases of ``fit_speed.py``, libraries already imported: by Keras, by hanpan with nothing kept on disk,
and by hanpan in the next process, which finds its compiled program there. (Within one process Keras would find its
programs in our folder too, and the second way would find JAX warmed up.) All take turns; ratios are those of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import fit_speed

import hanpan.networks as hn

MOST_ROWS = 10_000
WAYS = ("keras", "cold", "warm")


def first_call(name: str, way: str) -> float:
    """Seconds of the first call in this process."""
    case = next(case for case in fit_speed.CASES if case.name == name)
    model, arguments = fit_speed.network(case), fit_speed.rows_of(case) | {"epochs": 2}
    return fit_speed.timed(model.fit if way == "keras" else lambda **a: hn.fit(model, **a), arguments)


def in_fresh_process(name: str, way: str, cache: str) -> float:
    """The same in a process of its own, with our compiled programs kept in the folder ``cache``."""
    command = [sys.executable, __file__, "--only", name, "--way", way]
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def measure(name: str, rounds: int) -> dict[str, object]:
    """All ways in turns."""
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            for way in WAYS:
                seconds[way].append(in_fresh_process(name, way, cache))
    medians = {way: statistics.median(times) for way, times in seconds.items()}
    ratios = {f"{way}_over_keras": round(medians[way] / medians["keras"], 2) for way in WAYS[1:]}
    return {"case": name, **ratios, **{f"{way}_s": round(medians[way], 2) for way in WAYS}}


def main() -> None:
    """Run the cases, one JSON document a line; or, with ``--way``, one call in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        sys.stdout.write(str(first_call(chosen.only, chosen.way)))
        return
    for case in fit_speed.CASES:
        if chosen.only in case.name and case.rows <= MOST_ROWS:
            sys.stdout.write(json.dumps(measure(case.name, chosen.rounds)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
