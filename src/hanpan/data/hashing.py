"""Rows by their content: what decides by a hash decides alike for copies of a row, wherever they stand.

References
----------
Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators (SplitMix64, whose finaliser mixes the bits).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def row_hashes(frame: pd.DataFrame, names: Sequence[str], key: str | None = None) -> np.ndarray:
    """(n,) 64 bits for some cells of each row: those of the cells mixed one column after another.

    The same cells give the same bits in every process and on every machine, whatever rows stand beside them.

    Parameters
    ----------
    key
        Without it nobody can find rows by their hashes; None: the hashes are not kept, and words are hashed quicker.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"x": [1, 2, 1], "city": ["Seoul", None, "Seoul"]})
    >>> first, other, again = row_hashes(frame, ["x", "city"])
    >>> bool(first == again), bool(first == other)
    (True, False)
    """
    mixed = np.full(len(frame), _number(key or "", ""), np.uint64)
    for name in names:
        mixed = mixed_bits(mixed ^ cell_hashes(frame[name], key))
    return mixed


def shares(hashes: np.ndarray, *purpose: object) -> np.ndarray:
    """(n,) numbers from 0 up to 1, evenly spread over hashes (n,); of another purpose they are independent of these.

    Examples
    --------
    >>> drawn = shares(np.arange(10_000, dtype=np.uint64), "holdout", 0)
    >>> bool(0.24 < (drawn < 0.25).mean() < 0.26)
    True
    """
    return mixed_bits(hashes ^ np.uint64(_number("", repr(purpose)))) / 2.0**64


def cell_hashes(column: pd.Series, key: str | None = None) -> np.ndarray:
    """(n,) 64 bits for each cell, all the same for missing ones; ``key`` as for ``row_hashes``."""
    if column.dtype.kind in "fiub":
        values = column.to_numpy(dtype=np.float64) + 0.0  # -0.0 is 0.0
        values[np.isnan(values)] = np.nan
        return mixed_bits(values.view(np.uint64))
    if column.dtype.kind == "M":
        return mixed_bits(column.to_numpy(dtype="datetime64[us]").view(np.uint64))
    import pandas as pd

    codes, words = pd.factorize(column)
    told = _words(words, key)
    return np.append(told, np.uint64(_number(key or "", "\0")))[codes]  # the last one for -1: missing


def _words(words: pd.Index, key: str | None) -> np.ndarray:
    import pandas as pd

    if key is None:
        return pd.util.hash_array(words.astype("str").to_numpy(dtype=object), categorize=False)
    return np.array([_number(key, str(word)) for word in words], np.uint64)


def _number(key: str, word: str) -> int:
    told = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8, key=key.encode()[:64])
    return int.from_bytes(told.digest(), "big")


def mixed_bits(bits: np.ndarray) -> np.ndarray:
    """The finaliser of SplitMix64.

    References
    ----------
    Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
    """
    with np.errstate(over="ignore"):
        bits = bits + np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(bits ^ (bits >> np.uint64(31)))
