"""How long a start takes, each in a fresh process, beside Python's own start and an import of NumPy.

    python benchmarks/start.py --rounds 5

All take turns; seconds are medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time

COMMAND = "from hanpan.doors.cli import main; main()"
STARTS = {
    "python": ["-c", "pass"],
    "import numpy": ["-c", "import numpy"],
    "import hanpan": ["-c", "import hanpan"],
    "hanpan --help": ["-c", COMMAND, "--help"],
    "hanpan run --help": ["-c", COMMAND, "run", "--help"],
}


def seconds(arguments: list[str]) -> float:
    """One start, from outside."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Run the starts and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    taken: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(rounds):
        for name, arguments in STARTS.items():
            taken[name].append(seconds(arguments))
    print(json.dumps({name: round(statistics.median(times), 3) for name, times in taken.items()}))


if __name__ == "__main__":
    main()
