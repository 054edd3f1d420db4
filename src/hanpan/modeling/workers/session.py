"""The session folder: how the parent hands rows to its workers.

Development rows and hold-out rows lie in files of their own: a trial opens only the first.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from hanpan.business.problem import Problem
from hanpan.data.schema import Schema
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.folds.batches import Batch, Batches, RowWriter, StoredRows, arrow_table
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.ground import Ground

G = TypeVar("G", bound=Ground)
Folds = list[tuple[np.ndarray, np.ndarray]]

_TOGETHER = 2_000  # rows up to which a frame's columns lie in one block


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
        self._write_batches("rest", ground.rest)
        self._write_batches("further", ground.further)
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

    def rows(self, name: str) -> Batch:
        """The rows called ``development`` or ``holdout``. Their cells stay in the file, which all processes share.

        A few rows are read into one block instead: thousands of short columns cost more apart than they take together.
        """
        with pa.memory_map(str(self.folder / f"{name}.arrow")) as file:
            table = pa.ipc.open_file(file).read_all()
            frame = table.to_pandas(split_blocks=table.num_rows > _TOGETHER)
        return Batch(frame, np.load(self.folder / f"{name}.npy", allow_pickle=False))

    def batches(self, name: str) -> list[Batches]:
        """The rows called ``rest`` or ``further``, if there are any: too many to be held at once."""
        path = self.folder / f"{name}.parquet"
        return [StoredRows(path)] if path.is_file() else []

    def shared(self, ground: G) -> G:
        """The ground with its rows lying in the session's files, so that this process need not hold them besides."""
        bench, held = self.rows("development"), self.rows("holdout")
        rest = next(iter(self.batches("rest")), None)
        return replace(ground, bench=replace(ground.bench, frame=bench.frame, y=bench.y), holdout=held.frame, rest=rest)

    def places(self) -> np.ndarray:
        """Where all rows stand in the table (``Ground.places``)."""
        return np.asarray(np.load(self.folder / "places.npy", allow_pickle=False))

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write_rows(self, name: str, frame: pd.DataFrame, y: np.ndarray) -> None:
        table = arrow_table(frame)
        with pa.ipc.new_file(self.folder / f"{name}.arrow", table.schema) as file:
            file.write_table(table)
        np.save(self.folder / f"{name}.npy", y, allow_pickle=False)

    def _write_batches(self, name: str, rows: Batches | None) -> None:
        """Rows that lie in a file already get another name here; where that cannot be, they are copied."""
        path = self.folder / f"{name}.parquet"
        if isinstance(rows, StoredRows) and rows.path.is_file():
            try:
                path.hardlink_to(rows.path)
            except OSError:
                shutil.copyfile(rows.path, path)
        elif rows is not None:
            with RowWriter(path) as file:
                for batch in rows:
                    file.write(*batch)

    def _folds(self) -> Folds:
        with np.load(self.folder / "folds.npz", allow_pickle=False) as arrays:
            return [(arrays[f"f{i}"], arrays[f"v{i}"]) for i in range(len(arrays.files) // 2)]
