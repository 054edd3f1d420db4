"""Arrow's yes and no as NumPy masks, and regular expressions on distinct cells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]


def as_mask(answers: pa.Array) -> Mask:
    """Arrow's yes and no (null: no) as a NumPy mask."""
    return np.asarray(pc.fill_null(answers, False).to_numpy(zero_copy_only=False), dtype=bool)


def matches(words: pa.Array, pattern: str) -> Mask:
    """Which cells (k,) a regular expression is found in."""
    return as_mask(pc.match_substring_regex(words, pattern))


def replaced(words: pa.Array, which: Mask, new: pa.Array | list[str]) -> pa.Array:
    """The cells with some of them, ``which``, in a new form."""
    if not which.any():
        return words
    return pc.replace_with_mask(words, pa.array(which), pa.array(new, type=words.type))
