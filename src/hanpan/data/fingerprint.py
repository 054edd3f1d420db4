"""A hash of a table's content, the same wherever and in whatever format it lies."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import arrow_of


def fingerprint(frame: pd.DataFrame) -> str:
    """32 hexadecimal digits over names, kinds of cells and cells of a typed frame.

    Examples
    --------
    >>> import pandas as pd
    >>> one, other = pd.DataFrame({"x": [1.0, 2.0]}), pd.DataFrame({"x": [1.0, 2.5]})
    >>> fingerprint(one) == fingerprint(one.copy()), fingerprint(one) == fingerprint(other)
    (True, False)
    """
    told = hashlib.blake2b(digest_size=16)
    for name in frame.columns:
        told.update(f"{len(str(name))}:{name}".encode("utf-8", "surrogatepass"))
        for part in _parts(frame[name]):
            told.update(part)
    return told.hexdigest()


def _parts(column: pd.Series) -> list[bytes]:
    if column.dtype.kind == "f":
        values = column.to_numpy(dtype=np.float64) + 0.0  # -0.0 is 0.0
        values[np.isnan(values)] = np.nan
        return [b"f", values.tobytes()]
    if column.dtype.kind == "M":
        return [b"M", column.to_numpy(dtype="datetime64[us]").tobytes()]
    return [b"t", *_text_parts(arrow_of(column.astype("str")))]


def _text_parts(array: pa.Array) -> list[bytes]:
    """Which distinct text each row has, where each ends, and all of them in one piece."""
    coded = array.dictionary_encode()
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    words = coded.dictionary
    lengths = pc.binary_length(words).to_numpy(zero_copy_only=False).astype(np.int64)
    joined = words.buffers()[2]
    letters = joined.to_pybytes()[: int(lengths.sum())] if joined is not None else b""
    return [codes.astype(np.int64).tobytes(), lengths.tobytes(), letters]
