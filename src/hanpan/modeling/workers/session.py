"""The session folder: how the parent hands rows to its workers.

Development rows and hold-out rows lie in files of their own: a trial opens only the first.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.schema import Schema
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.ground import Ground

Folds = list[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Session:
    """A folder of the study that lives as long as the run."""

    folder: Path

    def write(self, ground: Ground) -> None:
        """Write everything workers may need; replaces an older session."""
        bench = ground.bench
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "problem.json").write_bytes(to_json(bench.problem))
        (self.folder / "schema.json").write_bytes(to_json(bench.schema))
        self._write_rows("development", bench.frame, bench.y)
        self._write_rows("holdout", ground.holdout, ground.holdout_y)
        if ground.rest is not None:
            self._write_rows("rest", ground.rest, ground.rest_y)
        arrays = {
            f"{kind}{i}": part for i, fold in enumerate(bench.folds) for kind, part in zip("fv", fold, strict=True)
        }
        for name, content in bench.networks.items():
            (self.folder / f"{name}.keras").write_bytes(content)
        np.save(self.folder / "places.npy", ground.places, allow_pickle=False)
        np.savez(self.folder / "folds.npz", allow_pickle=False, **arrays)

    def bench(self) -> Bench:
        """The development rows with their folds."""
        problem = from_json((self.folder / "problem.json").read_bytes(), Problem)
        schema = from_json((self.folder / "schema.json").read_bytes(), Schema)
        frame, y = self.rows("development")
        networks = {path.stem: path.read_bytes() for path in sorted(self.folder.glob("*.keras"))}
        return Bench(problem, schema, frame, y, self._folds(), networks=networks)

    def has(self, name: str) -> bool:
        """Whether there are rows of this name."""
        return (self.folder / f"{name}.npy").is_file()

    def rows(self, name: str) -> tuple[pd.DataFrame, np.ndarray]:
        """The rows called ``development``, ``rest`` or ``holdout``: features and y."""
        return pd.read_feather(self.folder / f"{name}.arrow"), np.load(self.folder / f"{name}.npy", allow_pickle=False)

    def places(self) -> np.ndarray:
        """Where all rows stand in the table (``Ground.places``)."""
        return np.asarray(np.load(self.folder / "places.npy", allow_pickle=False))

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write_rows(self, name: str, frame: pd.DataFrame, y: np.ndarray) -> None:
        frame.reset_index(drop=True).to_feather(self.folder / f"{name}.arrow", compression="uncompressed")
        np.save(self.folder / f"{name}.npy", y, allow_pickle=False)

    def _folds(self) -> Folds:
        with np.load(self.folder / "folds.npz", allow_pickle=False) as arrays:
            return [(arrays[f"f{i}"], arrays[f"v{i}"]) for i in range(len(arrays.files) // 2)]
