"""Of tables without a signal, how many ship the baseline? At every door; the promise is 95 %.

    python benchmarks/noise.py [--tables 50] [--trials 8]

Each table is 200 rows of four columns that have nothing to do with y: numbers, two classes or three in turn.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import hanpan


def noise(seed: int) -> pd.DataFrame:
    """A table without a signal."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(200, 4)), columns=list("abcd"))
    y = random.normal(size=200)
    return frame.assign(y=y if seed % 3 == 0 else np.digitize(y, [0.0] if seed % 3 == 1 else [-0.5, 0.5]).astype(str))


def by_run(frame: pd.DataFrame, trials: int, folder: Path) -> list[str]:
    """The command line's and Python's own way."""
    study = hanpan.run(frame, "y", trials=trials, insights="none", progress=False, out=str(folder / "study"))
    return [part.algorithm for part in study.model.parts]


def by_save(frame: pd.DataFrame, trials: int, folder: Path) -> list[str]:
    """A study saved to another file."""
    study = hanpan.run(frame, "y", trials=trials, insights="none", progress=False, out=str(folder / "saved"))
    return [part.algorithm for part in hanpan.load(study.save(folder / "model.hanpan")).parts]


def by_estimator(frame: pd.DataFrame, trials: int, folder: Path) -> list[str]:
    """scikit-learn's way."""
    kind = hanpan.BoardRegressor if pd.api.types.is_numeric_dtype(frame["y"]) else hanpan.BoardClassifier
    made = kind(trials=trials, workers=2, random_state=0).fit(frame.drop(columns="y"), frame["y"])
    return [part.algorithm for part in made.model_.parts]


def main() -> None:
    """Count, door by door."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=50)
    parser.add_argument("--trials", type=int, default=8)
    given = parser.parse_args()
    for door in (by_run, by_save, by_estimator):
        shipped = []
        for seed in range(given.tables):
            with tempfile.TemporaryDirectory() as folder:
                shipped.append(door(noise(seed), given.trials, Path(folder)))
        kept = sum(parts == ["baseline"] for parts in shipped)
        print(f"{door.__name__[3:]:<10} ships the baseline on {kept} of {given.tables} tables without a signal")


if __name__ == "__main__":
    main()
