"""Which rows a model was trained on, as short keyed hashes, so that judging it on them can be noticed.

Of each row of the training table the file keeps 32 bits, of large tables those of some rows only. They are too short
to tell values back, and collide often enough that finding one proves no single row. The key is the fingerprint of the
table: equal rows of two tables have other hashes.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import pandas as pd

from hanpan.data.hashing import row_hashes
from hanpan.data.schema import Schema
from hanpan.foundation.errors import BundleError
from hanpan.foundation.files import to_json
from hanpan.foundation.findings import Finding

SEEN = "seen.json"
_MOST = 4096
_BYTES = 4
_SURE = 3.0  # standard errors above chance, from which equal rows are taken for the same rows


@dataclass(frozen=True)
class Seen:
    """Hashes of training rows.

    ``every``: of so many rows about one is kept, chosen by its hash. ``twins``: share of training rows whose features
    another training row has too, which is how often a new row would be met by chance. ``hashes``: ascending, 4 bytes
    each, big-endian.
    """

    rows: int
    every: int
    twins: float
    hashes: bytes


def seen_rows(frame: pd.DataFrame, schema: Schema, key: str) -> bytes:
    """The record of the model file, from typed training rows."""
    long = _hashes(frame, schema, key)
    distinct, counts = np.unique(long, return_counts=True)
    every = 1
    while (distinct % every == 0).sum() > _MOST:
        every *= 2
    short = np.unique(_short(distinct[distinct % every == 0]))
    twins = float(counts[counts > 1].sum() / max(len(long), 1))
    return to_json(Seen(len(long), every, twins, short.astype(">u4").tobytes()))


def seen_again(record: bytes | None, frame: pd.DataFrame, schema: Schema, key: str) -> list[Finding]:
    """A warning where more rows of a table than chance explains are training rows; [] too for files without hashes.

    Rows count as the same where all their features are equal. Chance is the share of twins among the training rows
    (one more added on each side, after Laplace), with three standard errors of a binomial share.

    Raises
    ------
    BundleError
        The hashes are damaged.
    """
    seen = _read(record) if record is not None else None
    if seen is None or not len(frame):
        return []
    long = _hashes(frame, schema, key)
    asked = long[long % seen.every == 0]
    known = np.frombuffer(seen.hashes, ">u4")
    met = int(np.isin(_short(asked), known).sum())
    chance = (seen.twins * seen.rows + 1) / (seen.rows + 2)
    expected = len(asked) * chance
    if met <= expected + _SURE * np.sqrt(expected * (1 - chance)):
        return []
    count = met if seen.every == 1 else round(met / len(asked) * len(frame))
    code = "trained_rows" if seen.every == 1 else "trained_rows_about"
    evidence = {"count": count, "rows": len(frame), "share": count / len(frame), "asked": len(asked), "met": met}
    return [Finding(code=code, severity="warning", evidence=evidence)]


def _read(record: bytes) -> Seen:
    try:
        seen = msgspec.json.decode(record, type=Seen)
    except msgspec.DecodeError as error:
        raise BundleError("file_damaged", reason=f"{SEEN}: {error}"[:200]) from error
    fits = len(seen.hashes) <= _MOST * _BYTES and len(seen.hashes) % _BYTES == 0
    if not fits or seen.rows < 0 or seen.every < 1 or not 0 <= seen.twins <= 1:
        raise BundleError("file_damaged", reason=f"{SEEN}: out of range")
    return seen


def _hashes(frame: pd.DataFrame, schema: Schema, key: str) -> np.ndarray:
    return row_hashes(frame, [column.name for column in schema.features], key)


def _short(long: np.ndarray) -> np.ndarray:
    return (long >> np.uint64(32)).astype(np.uint32)
