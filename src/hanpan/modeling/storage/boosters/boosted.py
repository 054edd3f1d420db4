"""What the stored boosters share: their raw answers as columns, and flat trees for the check of structure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import msgspec
import numpy as np

from hanpan.modeling.storage.base import Shape, damaged
from hanpan.modeling.storage.treecheck import check_trees


def two_columns(raw: np.ndarray, shape: Shape) -> np.ndarray:
    """The positive class's probability (n,) as (n, 2); anything else as it is."""
    raw = np.asarray(raw, dtype=float)
    return np.column_stack([1 - raw, raw]) if shape.n_outputs == 2 else raw


def numbers(values: Any, length: int | None, kind: str, *, whole: bool = False) -> np.ndarray:
    """A list of numbers as an array: int64 if ``whole``, else float64, finite.

    Raises
    ------
    BundleError
        It is no such list, or of another length.
    """
    try:
        found = np.asarray(values, dtype=np.int64 if whole else float)
    except (TypeError, ValueError, OverflowError) as error:
        raise damaged(kind, f"not a list of numbers: {error}"[:100]) from error
    if found.ndim != 1 or (length is not None and len(found) != length) or not np.isfinite(found).all():
        raise damaged(kind, "a list of numbers does not fit")
    return found


def parsed(content: bytes | str, wanted: Any, kind: str) -> Any:
    """JSON as a record of the types wanted; what the record does not name is left out.

    Raises
    ------
    BundleError
        It is no JSON, or of other types.
    """
    try:
        return msgspec.json.decode(content, type=wanted)
    except (msgspec.DecodeError, RecursionError) as error:
        raise damaged(kind, str(error)[:200]) from error


def joined(lists: Iterable[list[Any]], kind: str, *, whole: bool = True) -> np.ndarray:
    """Lists of numbers, one behind another: int64 if ``whole``, else float64, finite.

    Raises
    ------
    BundleError
        A number is too large.
    """
    return numbers(list(chain.from_iterable(lists)), None, kind, whole=whole)


def check_flat(sizes: Sequence[int], left: np.ndarray, right: np.ndarray, kind: str) -> None:
    """Check trees one behind another whose children are counted inside their tree, -1 in leaves.

    Raises
    ------
    BundleError
        One is no tree.
    """
    if not len(sizes) or min(sizes) < 1:
        raise damaged(kind, "no trees")
    roots = np.r_[0, np.cumsum(sizes)[:-1]]
    shift = np.repeat(roots, sizes)
    shifted = [np.where(child < 0, -1, child + shift) for child in (left, right)]
    check_trees(roots, shifted[0], shifted[1], kind)
