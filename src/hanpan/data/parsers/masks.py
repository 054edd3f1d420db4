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


def holds(words: pa.Array, part: str) -> Mask:
    """Which cells (k,) hold a text: quicker than a regular expression."""
    return as_mask(pc.match_substring(words, part))


def filled(part: pa.Array) -> Mask:
    """Which cells (k,) are neither missing nor empty."""
    return as_mask(pc.greater(pc.binary_length(part), 0))


def among(which: Mask, words: pa.Array, pattern: str) -> Mask:
    """Which of some cells, ``which`` (k,), a regular expression is found in; the others are not looked at."""
    found = which.copy()
    if which.any():
        found[which] = matches(words.filter(pa.array(which)), pattern)
    return found
