"""What the stored boosters share: their raw answers as columns, and flat trees for the check of structure."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Shape, damaged
from hanpan.modeling.storage.treecheck import check_features, check_trees


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


def check_flat(trees: list[tuple[np.ndarray, np.ndarray, np.ndarray]], n_features: int, kind: str) -> None:
    """Check trees given as (left, right, feature), children counted inside their tree, -1 in leaves.

    Raises
    ------
    BundleError
        One is no tree, or asks for a column that is not there.
    """
    sizes = [len(left) for left, _, _ in trees]
    if not sizes or min(sizes) < 1:
        raise damaged(kind, "no trees")
    roots = np.r_[0, np.cumsum(sizes)[:-1]]
    shift = np.repeat(roots, sizes)
    left, right, feature = (np.concatenate([tree[side] for tree in trees]) for side in range(3))
    shifted = [np.where(child < 0, -1, child + shift) for child in (left, right)]
    check_features(feature, left, n_features, kind)
    check_trees(roots, shifted[0], shifted[1], kind)
